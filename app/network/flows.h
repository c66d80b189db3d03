// Topology and port rules in, out comes who must reach whom.
#pragma once

#include "app/catalog/catalog.h"
#include "app/topology/topology.h"

#include <QList>
#include <QString>
#include <QStringList>

/// One cell of the port matrix: a source that must reach a port range of a target.
struct Flow
{
    enum class Source {
        Node,    ///< a node of the cluster, or a load balancer
        Anybody, ///< the whole internet
        Outside, ///< a machine that the document does not know: manager, backupHost, externalProxy, or a load balancer that is missing
    };

    QString rule; ///< id of the port rule
    Source sourceKind = Source::Node;
    QString source;   ///< name of the node or load balancer; else the role: any, manager …
    QString target;   ///< name of the node or load balancer
    QString protocol; ///< tcp, udp
    int portFrom = 0;
    int portTo = 0;

    bool operator==(const Flow &other) const = default;
};

/// The port rules that hold for the cluster's kind, release, modules and features, in the catalog's order.
QList<PortRule> activeRules(const Topology &topology, const Catalog &catalog);

/// Every flow of the active rules: rule by rule, targets and sources in the document's order. A machine is no source of itself.
QList<Flow> flowsOf(const Topology &topology, const Catalog &catalog);

/// The address of a node or load balancer as its peers in the cluster see it; empty if the document has none.
QString addressOf(const Topology &topology, const QString &name);
