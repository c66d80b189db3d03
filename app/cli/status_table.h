// Statuses as a table, as JSON and as an exit status.
#pragma once

#include "app/cli/console.h"
#include "app/inspect/status.h"

void printStatus(const Console &console, const Topology &topology, const QList<NodeStatus> &statuses);
QJsonArray statusJson(const QList<NodeStatus> &statuses);
ExitStatus statusExit(const QList<NodeStatus> &statuses);
