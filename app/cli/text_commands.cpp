// commands, ports, plan: what the document means, as text.
#include "app/cli/open_document.h"
#include "app/network/flows.h"
#include "app/network/port_table.h"
#include "app/plan/command_text.h"
#include "app/plan/guide_text.h"
#include "app/plan/install_plan.h"
#include "app/plan/plan_text.h"


namespace {
/// A node's or a role's installation command.
struct NamedCommand
{
    QString name;
    Role role = Role::Master;
    SealedText text;
};

Result<QList<NamedCommand>> commandsOf(const Topology &topology, const Catalog &catalog, const QString &wanted)
{
    QList<NamedCommand> commands;
    for (const Node &node : topology.nodes) {
        if (!wanted.isEmpty() && node.name != wanted)
            continue;
        const Result<SealedText> text = installCommand({topology, catalog, node.role, &node}, CommandForm::Example);
        if (!text)
            return text.error();
        // Nodes of a role usually share one command: it is shown once, with all their names.
        bool isKnown = false;
        for (NamedCommand &known : commands) {
            if (known.role == node.role && known.text == *text) {
                known.name += QStringLiteral(", ") + node.name;
                isKnown = true;
            }
        }
        if (!isKnown)
            commands.append({node.name, node.role, *text});
    }
    if (commands.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("There is no node %1 in the document.").arg(wanted), QStringLiteral("Its nodes are: %1.").arg(objectNames(topology).join(QStringLiteral(", ")))};
    return commands;
}

/// Prints sealed texts masked, or revealed with what is known of their secrets.
class Reader
{
public:
    Reader(Invocation &invocation, const Project &project) : m_invocation(invocation), m_project(project) {}

    Result<void> open(const QList<SecretName> &names)
    {
        m_names = names;
        if (!m_invocation.isSet("reveal"))
            return {};
        const Result<std::unique_ptr<Vault>> vault = openVault(m_invocation, m_project, false);
        if (!vault)
            return vault.error();
        Result<SecretSet> values = readSecrets(**vault, names);
        if (!values)
            return values.error();
        m_values = *values;
        return {};
    }
    QString text(const SealedText &sealed) const { return m_invocation.isSet("reveal") ? sealed.revealed(m_values) : sealed.masked(); }
    /// Red, with a warning, if --reveal had to leave something masked.
    ExitStatus exit() const
    {
        ExitStatus status = Fine;
        for (const SecretName &name : m_names) {
            if (m_invocation.isSet("reveal") && !m_values.contains(name)) {
                m_invocation.console.note(QStringLiteral("%1 has no value and stays xxxxx.").arg(name));
                status = Red;
            }
        }
        return status;
    }

private:
    Invocation &m_invocation;
    const Project &m_project;
    QList<SecretName> m_names;
    SecretSet m_values;
};

int printGuide(Invocation &invocation, const Project &project)
{
    const Result<SealedText> guide = guideText(project.topology, invocation.catalog);
    if (!guide)
        return invocation.console.fail(guide.error());
    Reader reader(invocation, project);
    if (const Result<void> opened = reader.open(guide->secretNames()); !opened)
        return invocation.console.fail(opened.error());
    const QString text = reader.text(*guide);
    invocation.console.line(text);
    return invocation.console.finish(reader.exit(), QJsonObject{{QStringLiteral("guide"), text}});
}
QJsonObject ruleJson(const PortRule &rule)
{
    return {{QStringLiteral("rule"), rule.id},          {QStringLiteral("target"), rule.targetRole}, {QStringLiteral("protocol"), rule.protocol},
            {QStringLiteral("from"), rule.portFrom},    {QStringLiteral("to"), rule.portTo},         {QStringLiteral("sources"), QJsonArray::fromStringList(rule.sourceRoles)},
            {QStringLiteral("service"), rule.service}, {QStringLiteral("requirement"), requirementText(rule.requirement)}, {QStringLiteral("description"), rule.description}};
}
} // namespace

int commandsCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    const Result<Project> project = openDocument(invocation);
    if (!project)
        return console.fail(project.error());
    if (invocation.isSet("guide"))
        return printGuide(invocation, *project);
    const Result<QList<NamedCommand>> commands = commandsOf(project->topology, invocation.catalog, invocation.value("node"));
    if (!commands)
        return console.fail(commands.error());
    QList<SecretName> names;
    for (const NamedCommand &command : *commands) {
        for (const SecretName &name : command.text.secretNames()) {
            if (!names.contains(name))
                names.append(name);
        }
    }
    Reader reader(invocation, *project);
    if (const Result<void> opened = reader.open(names); !opened)
        return console.fail(opened.error());
    QJsonArray list;
    for (const NamedCommand &command : *commands) {
        const QString text = reader.text(command.text);
        console.line(QStringLiteral("# %1: %2\n%3\n").arg(roleTitle(command.role), command.name, text));
        list.append(QJsonObject{{QStringLiteral("nodes"), command.name}, {QStringLiteral("command"), text}});
    }
    return console.finish(reader.exit(), list);
}

int portsCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    const Result<Project> project = openDocument(invocation);
    if (!project)
        return console.fail(project.error());
    if (invocation.isSet("format") && invocation.value("format") != QLatin1String("table"))
        return console.fail({ErrorKind::Invalid, QStringLiteral("There is no port format %1.").arg(invocation.value("format")), QStringLiteral("There is: table.")});
    const QString wanted = invocation.value("node");
    const Node *node = project->topology.node(wanted);
    if (!wanted.isEmpty() && !node)
        return console.fail({ErrorKind::Invalid, QStringLiteral("There is no node %1 in the document.").arg(wanted), QStringLiteral("Its nodes are: %1.").arg(objectNames(project->topology).join(QStringLiteral(", ")))});
    const QStringList targets = node ? QStringList{roleId(node->role)} : QStringList{QStringLiteral("master"), QStringLiteral("media"), QStringLiteral("single"), QStringLiteral("lb")};
    QList<QStringList> rows;
    for (const QString &target : targets) {
        for (const PortTableRow &row : portTable(project->topology, invocation.catalog, target)) {
            const QString need = row.isRecommended ? QStringLiteral("recommended") : row.isOptional ? QStringLiteral("optional") : QStringLiteral("required");
            rows.append({target, row.protocol, row.ports, row.sources.join(QStringLiteral(", ")), need, row.description});
        }
    }
    console.table({QStringLiteral("To"), QStringLiteral("Protocol"), QStringLiteral("Ports"), QStringLiteral("From"), QStringLiteral("Need"), QStringLiteral("For")}, rows);
    QJsonArray list;
    for (const PortRule &rule : activeRules(project->topology, invocation.catalog)) {
        if (targets.contains(rule.targetRole))
            list.append(ruleJson(rule));
    }
    return console.finish(Fine, list);
}

int planCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    const Result<Project> project = openDocument(invocation);
    if (!project)
        return console.fail(project.error());
    const Result<Plan> plan = installPlan(project->topology, invocation.catalog);
    if (!plan)
        return console.fail(plan.error());
    console.line(planText(*plan));
    QJsonArray stages;
    for (const Stage &stage : plan->stages) {
        QJsonArray steps;
        for (const Step &step : stage.steps)
            steps.append(QJsonObject{{QStringLiteral("id"), step.id}, {QStringLiteral("node"), step.node}, {QStringLiteral("title"), step.title}});
        stages.append(QJsonObject{{QStringLiteral("id"), stage.id}, {QStringLiteral("title"), stage.title}, {QStringLiteral("steps"), steps}});
    }
    return console.finish(Fine, QJsonObject{{QStringLiteral("hash"), planHash(*plan)}, {QStringLiteral("title"), plan->title}, {QStringLiteral("stages"), stages}});
}
