// The parts of a node's status, each judged by itself.
#pragma once

#include "app/inspect/status.h"

QList<PortStatus> portsOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog);
QList<ContainerStatus> containersOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog, const MachineFacts *previous);
QList<HealthStatus> healthOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog);

/// A listener that a service bound to all addresses would meet.
bool isInRange(const Listener &listener, const QString &protocol, int portFrom, int portTo);

/// Wider ranges are media ports: something listens there only during sessions.
constexpr int widestFixedRange = 16;
