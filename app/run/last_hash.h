// The journal's last hash on every node (contracts 10): who changes a journal afterwards would have to change every machine too.
#pragma once

#include "app/machine/machine.h"

#include <QList>
#include <QString>

/// What is stored, as /var/lib/ovdeploy/journal.json.
struct LastHash
{
    QString runId;
    QString hash; ///< SHA-256 (hex) of the journal's last line
};

/// Puts it on all these nodes side by side. Gives those that could not be reached in time: no failure of the run.
QList<NodeId> storeLastHash(const LastHash &last, const QList<NodeId> &nodes, const OpenMachine &openMachine, std::stop_token stop);
