#include "app/cli/status_table.h"

namespace {
const char *colourOf(NodeState state)
{
    switch (state) {
    case NodeState::Running:
        return "32";
    case NodeState::Starting:
    case NodeState::Unknown:
        return "33";
    default:
        return "31";
    }
}

QJsonObject nodeJson(const NodeStatus &status)
{
    QJsonArray ports, containers, health;
    for (const PortStatus &port : status.ports) {
        static const char *const words[] = {"open", "missing", "idle", "unknown"};
        ports.append(QJsonObject{{QStringLiteral("port"), port.portText()}, {QStringLiteral("required"), port.isRequired}, {QStringLiteral("state"), QLatin1String(words[int(port.state)])}, {QStringLiteral("processes"), QJsonArray::fromStringList(port.processes)}});
    }
    for (const ContainerStatus &container : status.containers) {
        static const char *const words[] = {"good", "missing", "bad", "unknown"};
        containers.append(QJsonObject{{QStringLiteral("service"), container.service}, {QStringLiteral("state"), QLatin1String(words[int(container.state)])}, {QStringLiteral("found"), container.found}, {QStringLiteral("restarts"), container.restarts}});
    }
    for (const HealthStatus &probe : status.health) {
        static const char *const words[] = {"good", "bad", "unknown"};
        health.append(QJsonObject{{QStringLiteral("probe"), probe.probe}, {QStringLiteral("state"), QLatin1String(words[int(probe.state)])}, {QStringLiteral("status"), probe.status}});
    }
    return {{QStringLiteral("node"), status.node},     {QStringLiteral("state"), stateId(status.state)}, {QStringLiteral("unit"), status.unit},
            {QStringLiteral("since"), status.since},   {QStringLiteral("release"), status.release},      {QStringLiteral("reasons"), QJsonArray::fromStringList(status.reasons)},
            {QStringLiteral("notes"), QJsonArray::fromStringList(status.notes)}, {QStringLiteral("ports"), ports}, {QStringLiteral("containers"), containers},
            {QStringLiteral("health"), health}};
}

QString share(qsizetype good, qsizetype all)
{
    return all == 0 ? QStringLiteral("-") : QStringLiteral("%1/%2").arg(good).arg(all);
}

QStringList statusRow(const Topology &topology, const NodeStatus &status)
{
    const Node *node = topology.node(status.node);
    qsizetype ports = 0, required = 0, containers = 0, health = 0;
    for (const PortStatus &port : status.ports) {
        required += port.isRequired;
        ports += port.isRequired && (port.state == PortStatus::State::Open || port.state == PortStatus::State::Idle);
    }
    for (const ContainerStatus &container : status.containers)
        containers += container.state == ContainerStatus::State::Good;
    for (const HealthStatus &probe : status.health)
        health += probe.state == HealthStatus::State::Good;
    return {status.node, node ? roleId(node->role) : QString(), stateWord(status.state), status.unit, share(ports, required), share(containers, status.containers.size()),
            share(health, status.health.size()), status.release};
}
} // namespace

void printStatus(const Console &console, const Topology &topology, const QList<NodeStatus> &statuses)
{
    QList<QStringList> rows;
    for (const NodeStatus &status : statuses)
        rows.append(statusRow(topology, status));
    console.table({QStringLiteral("Node"), QStringLiteral("Role"), QStringLiteral("State"), QStringLiteral("Unit"), QStringLiteral("Ports"), QStringLiteral("Containers"),
                   QStringLiteral("Health"), QStringLiteral("Release")}, rows);
    for (const NodeStatus &status : statuses) {
        for (const QString &reason : status.reasons)
            console.line(console.coloured(status.node, colourOf(status.state)) + QStringLiteral(": ") + reason);
    }
}

ExitStatus statusExit(const QList<NodeStatus> &statuses)
{
    ExitStatus exit = Fine;
    for (const NodeStatus &status : statuses) {
        if (status.state == NodeState::Unreachable)
            return NotReached;
        if (status.state != NodeState::Running)
            exit = Red;
    }
    return exit;
}

QJsonArray statusJson(const QList<NodeStatus> &statuses)
{
    QJsonArray list;
    for (const NodeStatus &status : statuses)
        list.append(nodeJson(status));
    return list;
}
