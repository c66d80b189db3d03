#include "app/inspect/status.h"

#include "app/inspect/status_parts.h"
#include "app/topology/expected.h"

#include <QCoreApplication>

namespace {
// A restart takes up to 50 seconds and waits for the other masters: what is missing for so long is not yet a fault.
constexpr qint64 startingSeconds = 120;

struct StateRow
{
    NodeState state;
    const char *id;
    const char *word;
};

// clang-format off
constexpr StateRow stateRows[] = {
    {NodeState::Unknown,      "unknown",       QT_TRANSLATE_NOOP("NodeStatus", "unknown")},
    {NodeState::Unreachable,  "unreachable",   QT_TRANSLATE_NOOP("NodeStatus", "unreachable")},
    {NodeState::NotInstalled, "not-installed", QT_TRANSLATE_NOOP("NodeStatus", "not installed")},
    {NodeState::Stopped,      "stopped",       QT_TRANSLATE_NOOP("NodeStatus", "stopped")},
    {NodeState::Starting,     "starting",      QT_TRANSLATE_NOOP("NodeStatus", "starting")},
    {NodeState::Running,      "running",       QT_TRANSLATE_NOOP("NodeStatus", "running")},
    {NodeState::Degraded,     "degraded",      QT_TRANSLATE_NOOP("NodeStatus", "degraded")},
};
// clang-format on

QString told(const char *text)
{
    return QCoreApplication::translate("NodeStatus", text);
}

void tellPorts(NodeStatus &status)
{
    for (const PortStatus &port : status.ports) {
        if (port.state != PortStatus::State::Missing)
            continue;
        const QString text = told("Nothing listens on %1 (rule %2).").arg(port.portText(), port.rules.join(QLatin1String(", ")));
        (port.isRequired ? status.reasons : status.notes).append(text);
    }
}

void tellContainers(NodeStatus &status)
{
    for (const ContainerStatus &container : status.containers) {
        if (!container.problem.isEmpty())
            status.reasons.append(container.problem);
        else if (container.restarts > 0)
            status.notes.append(told("The container %1 has restarted %2 times since it was made.").arg(container.name).arg(container.restarts));
    }
}

void tellHealth(NodeStatus &status, const QList<HealthProbe> &probes)
{
    for (const HealthStatus &answer : status.health) {
        if (answer.state == HealthStatus::State::Good)
            continue;
        for (const HealthProbe &probe : probes) {
            if (probe.id != answer.probe)
                continue;
            const QString where = QStringLiteral("http://127.0.0.1:%1%2").arg(probe.port).arg(probe.path);
            const QString what = answer.status ? told("answers with status %1").arg(answer.status) : told("does not answer");
            const QString text = told("The health address %1 %2 (probe %3).").arg(where, what, probe.id);
            (answer.state == HealthStatus::State::Bad ? status.reasons : status.notes).append(text);
        }
    }
}

void tellRelease(NodeStatus &status, const Topology &topology)
{
    if (!status.release.isEmpty() && status.release != topology.release)
        status.notes.append(told("Release %1 is installed, the document says %2.").arg(status.release, topology.release));
    else if (status.release.isEmpty())
        status.notes.append(told("The installed release could not be read."));
}

/// What the unit says decides first; the rest is looked at only if it is active.
NodeState stateOf(NodeStatus &status, const MachineFacts &facts, const QString &unit)
{
    if (!facts.hasInstallation && facts.unitState.isEmpty())
        return NodeState::NotInstalled;
    if (facts.unitState == QLatin1String("failed")) {
        status.reasons.prepend(told("The unit %1 has failed.").arg(unit));
        return NodeState::Degraded;
    }
    if (facts.unitState.isEmpty() || !facts.hasInstallation) {
        status.reasons.prepend(facts.hasInstallation ? told("OpenVidu is installed, but there is no unit %1.").arg(unit)
                                                     : told("There is a unit %1, but its installation is gone.").arg(unit));
        return NodeState::Degraded;
    }
    if (facts.unitState == QLatin1String("activating") || facts.unitState == QLatin1String("reloading"))
        return NodeState::Starting;
    if (facts.unitState != QLatin1String("active"))
        return NodeState::Stopped;
    if (status.reasons.isEmpty())
        return NodeState::Running;
    const bool isYoung = facts.unitActiveSeconds >= 0 && facts.unitActiveSeconds < startingSeconds;
    return isYoung ? NodeState::Starting : NodeState::Degraded;
}
} // namespace

QString PortStatus::portText() const
{
    const QString from = QStringLiteral("%1 %2").arg(protocol.toUpper()).arg(portFrom);
    return portTo > portFrom ? QStringLiteral("%1-%2").arg(from).arg(portTo) : from;
}

QString stateWord(NodeState state)
{
    return told(stateRows[int(state)].word);
}

QString stateId(NodeState state)
{
    return QString::fromLatin1(stateRows[int(state)].id);
}

QList<HealthQuestion> healthQuestionsOf(const Topology &topology, const Node &node, const Catalog &catalog)
{
    QList<HealthQuestion> questions;
    for (const HealthProbe &probe : expectedHealth(topology, node.role, catalog))
        questions.append({probe.id, QStringLiteral("http://127.0.0.1:%1%2").arg(probe.port).arg(probe.path)});
    return questions;
}

NodeStatus statusOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog, const MachineFacts *previous)
{
    NodeStatus status;
    status.node = node.name;
    status.unit = facts.unitState;
    status.since = facts.unitSince;
    status.release = facts.installedVersion;
    status.time = facts.time;
    const bool isActive = facts.unitState == QLatin1String("active");
    status.ports = portsOf(topology, node, facts, catalog);
    status.containers = containersOf(topology, node, facts, catalog, previous);
    status.health = healthOf(topology, node, facts, catalog);
    if (isActive && facts.hasInstallation) {
        if (facts.dockerVersion.isEmpty())
            status.reasons.append(told("Docker does not answer."));
        tellPorts(status);
        tellContainers(status);
        tellHealth(status, expectedHealth(topology, node.role, catalog));
    }
    if (facts.hasInstallation)
        tellRelease(status, topology);
    status.state = stateOf(status, facts, catalog.installation.unit);
    status.notes.append(facts.problems);
    return status;
}

NodeStatus unreachableStatus(const NodeId &node, const Error &error)
{
    NodeStatus status;
    status.node = node;
    status.state = NodeState::Unreachable;
    status.reasons.append(error.message);
    if (!error.advice.isEmpty())
        status.notes.append(error.advice);
    return status;
}

QString statusLine(const NodeStatus &status)
{
    if (status.reasons.isEmpty())
        return stateWord(status.state);
    QString line = QStringLiteral("%1: %2").arg(stateWord(status.state), status.reasons.first());
    const qsizetype more = status.reasons.size() - 1;
    if (more > 0)
        line = told("%1 (and %2 more)").arg(line).arg(more);
    return line;
}
