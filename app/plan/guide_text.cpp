#include "app/plan/guide_text.h"

#include "app/network/port_table.h"
#include "app/plan/command_text.h"
#include "app/plan/install_scripts.h"

#include <QCoreApplication>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("GuideText", text);
}

struct NodeCommand
{
    QStringList nodes;
    SealedText text;
};

/// The commands of a role, each once with the nodes that it is for.
Result<QList<NodeCommand>> commandsOf(const Topology &topology, const Catalog &catalog, Role role)
{
    QList<NodeCommand> commands;
    for (const Node &node : topology.nodesOf(role)) {
        const Result<SealedText> text = installCommand({topology, catalog, role, &node}, CommandForm::Guide);
        if (!text)
            return text.error();
        if (!commands.isEmpty() && commands.last().text == *text)
            commands.last().nodes.append(node.name);
        else
            commands.append({{node.name}, *text});
    }
    return commands;
}

/// The words before a command that redirect the installer to other images or through a proxy.
QString exports(const Topology &topology)
{
    QString lines;
    for (const QString &word : installerEnvironment(topology))
        lines += QStringLiteral("export ") + word + u'\n';
    return lines;
}

Result<SealedText> roleText(const Topology &topology, const Catalog &catalog, Role role, int *chapter)
{
    const Result<QList<NodeCommand>> commands = commandsOf(topology, catalog, role);
    if (!commands)
        return commands.error();
    const QString title = roleTitle(role) + u's';
    SealedText text = tr("%1. Firewall Configuration for '%2'").arg(QString::number(++*chapter), title) + QStringLiteral("\n\n") +
                      portTableText(portTable(topology, catalog, roleId(role))) + u'\n';
    text += tr("%1. Installation Commands for '%2'").arg(QString::number(++*chapter), title) + QStringLiteral("\n\n");
    for (const NodeCommand &command : *commands) {
        if (commands->size() > 1)
            text += tr("On %1:").arg(command.nodes.join(QStringLiteral(", "))) + QStringLiteral("\n\n");
        text += SealedText(exports(topology)) + command.text + SealedText("\n");
    }
    return text;
}
} // namespace

Result<SealedText> guideText(const Topology &topology, const Catalog &catalog)
{
    const DeploymentKind *kind = catalog.kind(topology.kind);
    SealedText text;
    int chapter = 0;
    for (const DeploymentKind::Count &count : kind ? kind->counts : QList<DeploymentKind::Count>()) {
        const Result<SealedText> part = roleText(topology, catalog, count.role, &chapter);
        if (!part)
            return part.error();
        text += *part;
    }
    if (text.isEmpty()) {
        return Error{ErrorKind::Invalid, tr("The kind of deployment %1 is not known.").arg(topology.kind),
                     tr("Choose one of the kinds of the catalog, such as ha-nlb.")};
    }
    text += tr("%1. Start, on every node once all are installed").arg(QString::number(++chapter)) + QStringLiteral("\n\n") +
            startScript(catalog) + u'\n';
    text += tr("The vendor's own wizard asks for the same and prints the same commands:") + QStringLiteral("\n\n") +
            catalog.wizardCommand(topology.kind, topology.release) + u'\n';
    return text;
}
