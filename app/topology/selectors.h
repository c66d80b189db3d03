// What a document leaves to its release, filled in: modules in order, the engine, and what the catalog's conditions may ask.
#pragma once

#include "app/catalog/catalog.h"
#include "app/topology/topology.h"

#include <QSet>
#include <QStringList>

/// The cluster's modules in the order of its release; unknown ones last.
QStringList orderedModules(const Topology &topology, const Catalog &catalog);

/// The engine that will run: the document's or the release's default.
QString engineOf(const Topology &topology, const Catalog &catalog);

/// What the catalog's conditions may ask, with the release's default engine filled in.
QSet<QString> activeSelectors(const Topology &topology, const Catalog &catalog);

/// Under which name the document's `users` has the value of an option: the flag's name without `-user` at its end.
QString userKey(const InstallOption &option);

/// The login name for an option whose value is a user: the document's, by either name, or the catalog's fallback.
QString userOf(const Topology &topology, const InstallOption &option);
