// The host keys that a cluster's machines show, all asked at once, beside the pins of its document.
#pragma once

#include "app/base/result.h"
#include "app/machine/host_keys.h"
#include "app/topology/topology.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <stop_token>

struct ScannedHostKey
{
    NodeId node;
    QString address;             ///< host:port
    std::optional<HostKey> key;  ///< nothing: the machine could not be asked
    std::optional<Error> error;  ///< why not
    KeyVerdict verdict = KeyVerdict::Unknown;
    QStringList pins;

    bool isUnknown() const { return key && verdict == KeyVerdict::Unknown; }
};

/// Asks the named nodes and load balancers, 32 at once, each with its connection's deadlines. In the order of `names`.
QList<ScannedHostKey> scannedHostKeys(const Topology &topology, const QStringList &names, std::stop_token stop);
