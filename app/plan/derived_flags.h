// Values of installer flags that follow from the topology: addresses, role, names, modules.
#pragma once

#include "app/catalog/catalog.h"
#include "app/topology/topology.h"

#include <QStringList>

/// What a value is derived from. Without a node the values that belong to one machine are empty.
struct FlagSource
{
    const Topology &topology;
    const Catalog &catalog;
    Role role = Role::Master;
    const Node *node = nullptr;
};

/// The value of an option that is neither a secret nor a switch. Empty if there is none, also for an unknown kind of value.
QString derivedValue(const InstallOption &option, const FlagSource &source);

/// The names that `InstallOption::value` may have for derived values.
QStringList derivedValueNames();
