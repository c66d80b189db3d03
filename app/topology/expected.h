// What should run, listen and answer on a node, by the catalog's rows for its role, release, modules and features.
#pragma once

#include "app/catalog/catalog.h"
#include "app/topology/topology.h"

#include <QList>
#include <QString>

/// Rules whose port a service of this role listens on; management access (SSH) is not among them.
QList<PortRule> expectedPorts(const Topology &topology, Role role, const Catalog &catalog);

/// Containers, transient ones too.
QList<Service> expectedContainers(const Topology &topology, Role role, const Catalog &catalog);

QList<HealthProbe> expectedHealth(const Topology &topology, Role role, const Catalog &catalog);
