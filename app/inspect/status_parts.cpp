#include "app/inspect/status_parts.h"

#include "app/topology/expected.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
QString told(const char *text)
{
    return QCoreApplication::translate("NodeStatus", text);
}

PortStatus *samePort(QList<PortStatus> &ports, const PortRule &rule)
{
    for (PortStatus &port : ports) {
        if (port.protocol == rule.protocol && port.portFrom == rule.portFrom && port.portTo == rule.portTo)
            return &port;
    }
    return nullptr;
}

/// A range is open if something listens on each of its ports; one that is used by sessions only, if anything listens in it.
void judge(PortStatus &port, const QList<Listener> &listeners)
{
    if (listeners.isEmpty())
        return;
    QSet<int> found;
    for (const Listener &listener : listeners) {
        if (!isInRange(listener, port.protocol, port.portFrom, port.portTo))
            continue;
        found.insert(listener.port);
        if (!listener.process.isEmpty() && !port.processes.contains(listener.process))
            port.processes.append(listener.process);
    }
    const int width = port.portTo - port.portFrom + 1;
    if (width > widestFixedRange)
        port.state = found.isEmpty() ? PortStatus::State::Idle : PortStatus::State::Open;
    else
        port.state = found.size() == width ? PortStatus::State::Open : PortStatus::State::Missing;
}

/// Compose may name a container by itself, or `project-service-1`.
bool isNamed(const ContainerFacts &found, const QString &name, const QString &project)
{
    if (found.name == name)
        return true;
    for (const QChar separator : {QChar(u'-'), QChar(u'_')}) {
        const QString start = project + separator + name + separator;
        const QString number = found.name.mid(start.size());
        if (found.name.startsWith(start) && !number.isEmpty() && std::all_of(number.cbegin(), number.cend(), [](QChar c) { return c.isDigit(); }))
            return true;
    }
    return false;
}

const ContainerFacts *containerNamed(const QList<ContainerFacts> &containers, const QString &name, const QString &project)
{
    for (const ContainerFacts &found : containers) {
        if (isNamed(found, name, project))
            return &found;
    }
    return nullptr;
}

void judge(ContainerStatus &status, const ContainerFacts &found, bool isTransient, const ContainerFacts *before)
{
    status.found = found.state;
    status.restarts = found.restarts;
    status.isGrowing = before && before->restarts >= 0 && found.restarts > before->restarts;
    if (found.state == QLatin1String("restarting"))
        status.problem = told("The container %1 restarts again and again (%2 times).").arg(found.name).arg(std::max(found.restarts, 0));
    else if (status.isGrowing)
        status.problem = told("The container %1 has restarted since the last look (%2 times now).").arg(found.name).arg(found.restarts);
    else if (isTransient && found.state == QLatin1String("exited") && found.exitStatus != 0)
        status.problem = told("The container %1 ended with status %2.").arg(found.name).arg(found.exitStatus);
    else if (!isTransient && found.state != QLatin1String("running"))
        status.problem = told("The container %1 is %2, not running.").arg(found.name, found.state);
    status.state = status.problem.isEmpty() ? ContainerStatus::State::Good : ContainerStatus::State::Bad;
}
} // namespace

bool isInRange(const Listener &listener, const QString &protocol, int portFrom, int portTo)
{
    return listener.protocol == protocol && listener.port >= portFrom && listener.port <= portTo;
}

QList<PortStatus> portsOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog)
{
    QList<PortStatus> ports;
    for (const PortRule &rule : expectedPorts(topology, node.role, catalog)) {
        const bool isRequired = rule.requirement == PortRule::Requirement::Required || rule.requirement == PortRule::Requirement::Conditional;
        if (PortStatus *same = samePort(ports, rule)) {
            same->rules.append(rule.id);
            same->isRequired = same->isRequired || isRequired;
            continue;
        }
        ports.append({{rule.id}, rule.protocol, rule.portFrom, rule.portTo, isRequired, PortStatus::State::Unknown, {}});
    }
    for (PortStatus &port : ports)
        judge(port, facts.listeners);
    return ports;
}

QList<ContainerStatus> containersOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog, const MachineFacts *previous)
{
    const QString project = catalog.installation.root.section(u'/', -1);
    QList<ContainerStatus> containers;
    for (const Service &service : expectedContainers(topology, node.role, catalog)) {
        ContainerStatus status;
        status.service = service.id;
        status.name = service.name;
        const ContainerFacts *found = containerNamed(facts.containers, service.name, project);
        const ContainerFacts *before = previous ? containerNamed(previous->containers, service.name, project) : nullptr;
        if (found) {
            judge(status, *found, service.isTransient, before);
        } else if (service.isTransient) {
            status.state = ContainerStatus::State::Good;
        } else if (!facts.dockerVersion.isEmpty()) {
            status.state = ContainerStatus::State::Missing;
            status.problem = told("The container %1 does not exist.").arg(service.name);
        }
        containers.append(status);
    }
    return containers;
}

QList<HealthStatus> healthOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog)
{
    QList<HealthStatus> answers;
    for (const HealthProbe &probe : expectedHealth(topology, node.role, catalog)) {
        HealthStatus answer;
        answer.probe = probe.id;
        const auto found = facts.health.constFind(probe.id);
        if (found != facts.health.constEnd()) {
            answer.status = *found;
            if (*found == probe.expectStatus)
                answer.state = HealthStatus::State::Good;
            else if (probe.isProven)
                answer.state = HealthStatus::State::Bad;
        }
        answers.append(answer);
    }
    return answers;
}
