// The shell texts of an installation: what a node executes in each step. Values stand quoted in front, the rest is constant.
#pragma once

#include "app/base/result.h"
#include "app/catalog/catalog.h"
#include "app/secrets/sealed_text.h"
#include "app/topology/topology.h"

/// Where ovdeploy keeps its things on a node.
inline constexpr char stateFolder[] = "/var/lib/ovdeploy";

/// Downloads the installer, looks at it and reports its SHA-256; a pinned digest is compared.
Result<QString> downloadScript(const Topology &topology, const Catalog &catalog, const Node &node);

/// Runs the downloaded installer, again only after passing troubles, and records the cluster on the node.
Result<SealedText> installScript(const Topology &topology, const Catalog &catalog, const Node &node);

/// Succeeds if the node is installed for this cluster and release.
QString installedTest(const Topology &topology, const Catalog &catalog);

QString startScript(const Catalog &catalog);
QString restartScript(const Catalog &catalog);
/// Succeeds if the unit is active.
QString activeTest(const Catalog &catalog);

/// Succeeds if the node is healthy: every proven probe of its role answers as it should; without one the unit is active and its entry port
/// listens.
QString healthScript(const Topology &topology, const Catalog &catalog, Role role);

/// The line in the node's cluster.json that says whose node it is, as compact JSON.
QString clusterRecord(const Topology &topology, const Catalog &catalog, const Node &node);

/// `NAME='value'` words for `env`: images of the installer and the proxy. Images whose name is no variable's are left out (a rule tells).
QStringList installerEnvironment(const Topology &topology);
