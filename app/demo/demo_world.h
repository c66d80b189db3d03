// What the simulated hosts of one cluster share: the masters form a cluster once all of them have been started.
#pragma once

#include "app/topology/topology.h"

#include <QHash>
#include <QMutex>
#include <QSet>

/// Milliseconds of a clock that never goes back.
qint64 demoNow();

/// Safe from any thread. Times are those of demoNow().
class DemoWorld
{
public:
    void addMaster(const NodeId &name);
    void setStarted(const NodeId &name, bool isStarted);
    /// When the masters found each other: all were started at once. -1: not yet, or all of them have been stopped since.
    qint64 formedAt() const;
    bool hasMasters() const;

private:
    mutable QMutex m_mutex;
    QSet<NodeId> m_masters, m_started;
    qint64 m_formedAt = -1;
};
