// The port rules of a role as the table that the vendor's documents print.
#pragma once

#include "app/catalog/catalog.h"
#include "app/topology/topology.h"

#include <QList>
#include <QString>

/// One row: rules with the same protocol, ports and standing are one.
struct PortTableRow
{
    QStringList rules;          ///< ids
    QString protocol;           ///< TCP, UDP
    QString ports;              ///< 7880, 7000-7001
    QStringList sources;        ///< Load Balancer, Master Nodes, 0.0.0.0/0 …
    bool isOptional = false;    ///< the cluster works without it, or only while a module or feature is off
    bool isRecommended = false; ///< missing from the vendor's table of this release
    QString description;
};

/// What must be let in on the nodes of a role (`master`, `media`, `lb`), in the catalog's order; without the workstation's login.
QList<PortTableRow> portTable(const Topology &topology, const Catalog &catalog, const QString &targetRole);

/// The rows as aligned text with a heading, each line ending in a line feed.
QString portTableText(const QList<PortTableRow> &rows);
