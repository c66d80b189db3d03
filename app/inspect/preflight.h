// First checks of a node before anything is installed. Rows: id, severity, judge, advice.
#pragma once

#include "app/catalog/catalog.h"
#include "app/inspect/facts.h"
#include "app/topology/finding.h"
#include "app/topology/topology.h"

#include <QList>

/// What stands against installing the node's role. A waiver of the document for rule and node is told in `waiver`.
QList<Finding> preflightOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog);

/// No finding of severity error without a waiver.
bool isPassed(const QList<Finding> &findings);
