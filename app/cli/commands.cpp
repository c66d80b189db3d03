#include "app/cli/commands.h"

#include "app/secrets/environment_vault.h"

#include <algorithm>

namespace {
// clang-format off
const QList<CommandOption> everywhere = {
    {"json",                "",     "One JSON envelope instead of text; streams are journal lines."},
    {"vault",               "FILE", "The passphrase-encrypted file that holds the secrets."},
    {"vault-passphrase-fd", "N",    "Read the vault's passphrase from this file descriptor."},
    {"state",               "DIR",  "Where runs and backups are kept (default: the XDG state folder)."},
    {"no-ssh-config",       "",     "Do not look at ~/.ssh."},
    {"color",               "WHEN", "Colours: auto, always, never."},
    {"verbose",             "",     "Say more."},
};

const QList<Verb> table = {
    {"new", "FILE", 1, 1, "Write a new cluster document.", {
        {"name",          "NAME",  "Name of the cluster; default: the file's name."},
        {"release",       "V",     "OpenVidu release; default: the newest."},
        {"masters",       "LIST",  "Private addresses of the Master Nodes, separated by commas."},
        {"media",         "LIST",  "Private addresses of the Media Nodes; an address/public-address pair where they differ."},
        {"domain",        "NAME",  "Domain name of the deployment."},
        {"turn-domain",   "NAME",  "Domain name for TURN with TLS; without it TURN with TLS is off."},
        {"modules",       "LIST",  "Modules to enable; default: all of the release."},
        {"features",      "LIST",  "rtmp, whip, iceTcp."},
        {"rtc-engine",    "NAME",  "pion or mediasoup; default: the release's."},
        {"load-balancer", "HOST",  "Address of the load balancer."},
        {"ssh-user",      "NAME",  "User to log in as on every node."},
        {"ssh-key",       "FILE",  "Private key to log in with; default: the agent's keys."}}, newCommand},
    {"validate", "FILE", 1, 1, "Judge a cluster document.", {}, validateCommand},
    {"explain", "RULE", 1, 1, "Explain a rule: what it asks for, why, and its source.", {}, explainCommand},
    {"commands", "FILE", 1, 1, "Print the installation commands, secrets masked.", {
        {"node",   "NAME", "Only the command of this node."},
        {"guide",  "",     "The whole output of the guided installation: firewalls, commands, start."},
        {"reveal", "",     "Print secret values instead of xxxxx."}}, commandsCommand},
    {"ports", "FILE", 1, 1, "Print the port rules of a cluster.", {
        {"node",   "NAME", "Only the rules of this node."},
        {"format", "NAME", "table"}}, portsCommand},
    {"hostkeys", "FILE", 1, 1, "Show the host keys of all nodes beside the pinned ones.", {
        {"trust", "", "Pin the unknown keys in the document."}}, hostkeysCommand},
    {"secrets", "FILE list|generate|set|export|import [NAME]", 2, 3, "The secrets of a cluster.", {}, secretsCommand},
    {"plan", "FILE", 1, 1, "Print what a deployment would do, secrets masked.", {}, planCommand},
    {"deploy", "FILE", 1, 1, "Install and start the cluster.", {
        {"yes",          "",     "Do not ask before beginning."},
        {"resume",       "",     "Go on with the latest run."},
        {"retry-failed", "",     "Go on with the latest run, failed steps again."},
        {"skip-checks",  "",     "Leave out the preflight checks (recorded)."}}, deployCommand},
    {"status", "FILE", 1, 1, "Look at every node.", {
        {"watch",    "",  "Look again and again."},
        {"interval", "S", "Seconds between two looks; default: 5."}}, statusCommand},
    {"runs", "FILE [ID]", 1, 2, "List the runs of a cluster, or show one.", {}, runsCommand},
    {"demo", "", 0, 0, "Deploy a cluster of simulated nodes on this machine.", {
        {"release", "V",     "OpenVidu release; default: the newest."},
        {"fail",    "NODE",  "Let the installation of this node fail."},
        {"keep",    "",      "Keep the nodes running and print the document's path."}}, demoCommand},
};
// clang-format on

void printHelp(const Console &console)
{
    console.line(QStringLiteral("ovdeploy-cli " OVDEPLOY_VERSION ": deploy OpenVidu High Availability clusters on your own servers\n"));
    QList<QStringList> rows;
    for (const Verb &command : table)
        rows.append({QStringLiteral("  %1 %2").arg(QLatin1String(command.name), QLatin1String(command.arguments)), QLatin1String(command.help)});
    console.table({QStringLiteral("Commands"), QString()}, rows);
    console.line(QStringLiteral("\n`ovdeploy-cli COMMAND --help` lists a command's options."));
    console.line(QStringLiteral("Exit status: 0 fine, 1 something is red, 2 wrong usage or input, 3 stopped, 4 a node was not reached."));
}

void printHelp(const Console &console, const Verb &command)
{
    console.line(QStringLiteral("ovdeploy-cli %1 %2\n\n%3\n").arg(QLatin1String(command.name), QLatin1String(command.arguments), QLatin1String(command.help)));
    QList<QStringList> rows;
    for (const CommandOption &option : command.options + everywhere)
        rows.append({QStringLiteral("  --%1 %2").arg(QLatin1String(option.name), QLatin1String(option.value)), QLatin1String(option.help)});
    console.table({QStringLiteral("Options"), QString()}, rows);
}

Error wrongUsage(const QString &message, const QString &advice)
{
    return {ErrorKind::Invalid, message, advice};
}

void addOptions(QCommandLineParser &parser, const Verb &command)
{
    for (const CommandOption &option : command.options + everywhere) {
        QStringList names{QLatin1String(option.name)};
        if (names.first() == QLatin1String("verbose"))
            names.append(QStringLiteral("v"));
        parser.addOption({names, QLatin1String(option.help), QLatin1String(option.value)});
    }
    parser.addOption({{QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("This text.")});
}

int runVerb(const Verb &command, const QStringList &arguments, const SecretSet &environment)
{
    QCommandLineParser parser;
    addOptions(parser, command);
    const bool isParsed = parser.parse(arguments);
    Console console(QLatin1String(command.name), parser.isSet(QStringLiteral("json")), parser.value(QStringLiteral("color")));
    const QString help = QStringLiteral("See `ovdeploy-cli %1 --help`.").arg(QLatin1String(command.name));
    if (!isParsed)
        return console.fail(wrongUsage(parser.errorText() + u'.', help));
    if (parser.isSet(QStringLiteral("help"))) {
        printHelp(console, command);
        return Fine;
    }
    const QStringList positional = parser.positionalArguments();
    if (positional.size() < command.least || positional.size() > command.most)
        return console.fail(wrongUsage(QStringLiteral("`%1` takes %2.").arg(QLatin1String(command.name),
                                           command.most ? QLatin1String(command.arguments) : QLatin1String("no arguments")), help));
    const Result<Catalog> catalog = readCatalog(QStringLiteral(":/catalog"));
    if (!catalog)
        return console.fail(catalog.error());
    Invocation invocation{*catalog, parser, positional, console, environment};
    return command.run(invocation);
}
} // namespace

QStringList Invocation::list(const char *option) const
{
    QStringList words;
    for (const QString &word : value(option).split(u',', Qt::SkipEmptyParts))
        words.append(word.trimmed());
    return words;
}

const QList<Verb> &commandTable()
{
    return table;
}

int runCommandLine(const QStringList &arguments)
{
    const SecretSet environment = takenEnvironment();
    Console console(QStringLiteral("help"), false, QString());
    const QString verb = arguments.value(0);
    if (verb.isEmpty() || verb == QLatin1String("help") || verb == QLatin1String("--help") || verb == QLatin1String("-h")) {
        printHelp(console);
        return verb.isEmpty() ? WrongUsage : Fine;
    }
    if (verb == QLatin1String("--version")) {
        console.line(QStringLiteral("ovdeploy-cli " OVDEPLOY_VERSION));
        return Fine;
    }
    const auto row = std::find_if(table.cbegin(), table.cend(), [&verb](const Verb &command) { return verb == QLatin1String(command.name); });
    if (row == table.cend())
        return console.fail(wrongUsage(QStringLiteral("There is no command `%1`.").arg(verb), QStringLiteral("`ovdeploy-cli help` lists the commands.")));
    return runVerb(*row, arguments, environment);
}
