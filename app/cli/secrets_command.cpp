// secrets: list, generate, set, export, import.
#include "app/cli/ask.h"
#include "app/cli/open_document.h"
#include "app/plan/install_plan.h"
#include "app/secrets/generate.h"
#include "app/secrets/secret_lines.h"

#include <QFile>

#include <cstdio>

namespace {
/// A secret of the cluster: what the installation needs or an access may want.
struct WantedSecret
{
    SecretName name;
    const InstallOption *option = nullptr; ///< null: an access secret
};

Result<QList<WantedSecret>> wantedSecrets(const Topology &topology, const Catalog &catalog)
{
    const Result<Plan> plan = installPlan(topology, catalog);
    if (!plan)
        return plan.error();
    QList<WantedSecret> wanted;
    for (const SecretName &name : secretsOf(*plan)) {
        const InstallOption *option = nullptr;
        for (const Node &node : topology.nodes) {
            if (!option)
                option = catalog.option(QStringLiteral("--") + name, node.role, topology.kind, topology.release);
        }
        wanted.append({name, option});
    }
    return wanted;
}

/// Everything the subcommands work on.
struct SecretsCall
{
    Invocation &invocation;
    Project &project;
    Vault &vault;
    QList<WantedSecret> wanted;

    QList<SecretName> names() const
    {
        QList<SecretName> list;
        for (const WantedSecret &secret : wanted)
            list.append(secret.name);
        return list;
    }
};

int listSecrets(SecretsCall &call)
{
    const QList<SecretName> access = accessSecretNames(call.project.topology);
    const Result<SecretSet> values = readSecrets(call.vault, call.names() + access);
    if (!values)
        return call.invocation.console.fail(values.error());
    QList<QStringList> rows;
    QJsonArray list;
    bool isMissing = false;
    const auto add = [&](const SecretName &name, const QString &help) {
        const bool isPresent = values->contains(name);
        rows.append({name, isPresent ? QStringLiteral("set") : QStringLiteral("missing"), help});
        list.append(QJsonObject{{QStringLiteral("name"), name}, {QStringLiteral("present"), isPresent}});
    };
    for (const WantedSecret &secret : call.wanted) {
        add(secret.name, secret.option ? secret.option->help : QString());
        isMissing = isMissing || !values->contains(secret.name);
    }
    for (const SecretName &name : access) {
        if (values->contains(name))
            add(name, QStringLiteral("Access to the nodes."));
    }
    call.invocation.console.table({QStringLiteral("Secret"), QStringLiteral("State"), QStringLiteral("For")}, rows);
    if (isMissing)
        call.invocation.console.line(QStringLiteral("\nMissing ones: `ovdeploy-cli secrets FILE generate` makes what can be generated, `set NAME` takes the rest."));
    return call.invocation.console.finish(isMissing ? Red : Fine, list);
}

int generateSecrets(SecretsCall &call)
{
    Console &console = call.invocation.console;
    const Result<SecretSet> present = readSecrets(call.vault, call.names());
    if (!present)
        return console.fail(present.error());
    QJsonArray made, left;
    for (const WantedSecret &secret : call.wanted) {
        if (present->contains(secret.name))
            continue;
        const GenerationRule rule = secret.option ? secret.option->generation : GenerationRule{};
        if (rule.alphabet.isEmpty()) {
            left.append(secret.name);
            continue;
        }
        const Result<Secret> value = generatedSecret({rule.alphabet, rule.length, rule.prefix});
        if (!value)
            return console.fail(value.error());
        if (const Result<void> written = call.vault.write(secret.name, *value).result(); !written)
            return console.fail(written.error());
        made.append(secret.name);
        console.line(QStringLiteral("generated %1").arg(secret.name));
    }
    for (const auto &name : left)
        console.note(QStringLiteral("%1 cannot be generated; set it with `ovdeploy-cli secrets FILE set %1`.").arg(name.toString()));
    console.line(QStringLiteral("%1 secrets generated, %2 still missing").arg(made.size()).arg(left.size()));
    return console.finish(left.isEmpty() ? Fine : Red, QJsonObject{{QStringLiteral("generated"), made}, {QStringLiteral("missing"), left}});
}

int setSecret(SecretsCall &call)
{
    Console &console = call.invocation.console;
    const SecretName name = call.invocation.arguments.value(2);
    if (!call.names().contains(name) && !accessSecretNames(call.project.topology).contains(name))
        return console.fail({ErrorKind::Invalid, QStringLiteral("This cluster has no secret called %1.").arg(name),
                             QStringLiteral("`ovdeploy-cli secrets FILE list` shows their names.")});
    const Result<Secret> value = console.canAsk() ? askSecret(console, QStringLiteral("Value of %1:").arg(name)) : secretFromDescriptor(QStringLiteral("0"));
    if (!value)
        return console.fail(value.error());
    if (value->isEmpty())
        return console.fail({ErrorKind::Invalid, QStringLiteral("The value of %1 is empty.").arg(name), QStringLiteral("Nothing was changed.")});
    if (const Result<void> written = call.vault.write(name, *value).result(); !written)
        return console.fail(written.error());
    console.line(QStringLiteral("%1 is set").arg(name));
    return console.finish(Fine, QJsonObject{{QStringLiteral("set"), name}});
}

int exportSecrets(SecretsCall &call)
{
    const Result<SecretSet> values = readSecrets(call.vault, call.names() + accessSecretNames(call.project.topology));
    if (!values)
        return call.invocation.console.fail(values.error());
    call.invocation.console.raw(QByteArray(linesOf(*values).bytes().toByteArray()));
    return Fine;
}

int importSecrets(SecretsCall &call)
{
    Console &console = call.invocation.console;
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return console.fail({ErrorKind::Invalid, QStringLiteral("Standard input cannot be read."), QStringLiteral("Give the lines with `< FILE`.")});
    QByteArray text = input.readAll();
    const Secret lines = Secret::takenFrom(text);
    const Result<SecretSet> values = secretsInLines(lines.bytes());
    if (!values)
        return console.fail(values.error());
    QJsonArray imported;
    for (const SecretName &name : values->names()) {
        if (const Result<void> written = call.vault.write(name, values->value(name)).result(); !written)
            return console.fail(written.error());
        imported.append(name);
    }
    console.line(QStringLiteral("%1 secrets imported").arg(imported.size()));
    return console.finish(Fine, QJsonObject{{QStringLiteral("imported"), imported}});
}

struct SubCommand
{
    const char *name;
    bool writes; ///< may begin a new vault file
    int (*run)(SecretsCall &);
};

// clang-format off
constexpr SubCommand subCommands[] = {
    {"list",     false, listSecrets},
    {"generate", true,  generateSecrets},
    {"set",      true,  setSecret},
    {"export",   false, exportSecrets},
    {"import",   true,  importSecrets},
};
// clang-format on
} // namespace

int secretsCommand(Invocation &invocation)
{
    Result<Project> project = openDocument(invocation);
    if (!project)
        return invocation.console.fail(project.error());
    for (const SubCommand &row : subCommands) {
        if (invocation.arguments[1] != QLatin1String(row.name))
            continue;
        const Result<QList<WantedSecret>> wanted = wantedSecrets(project->topology, invocation.catalog);
        if (!wanted)
            return invocation.console.fail(wanted.error());
        const Result<std::unique_ptr<Vault>> vault = openVault(invocation, *project, row.writes);
        if (!vault)
            return invocation.console.fail(vault.error());
        SecretsCall call{invocation, *project, **vault, *wanted};
        return row.run(call);
    }
    return invocation.console.fail({ErrorKind::Invalid, QStringLiteral("`secrets` has no part called %1.").arg(invocation.arguments[1]),
                                    QStringLiteral("There are list, generate, set, export and import.")});
}
