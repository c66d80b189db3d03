// Where things of a cluster stand on the workstation (contracts 3).
#pragma once

#include <QString>

struct Places
{
    QString folder;   ///< <state root>/<cluster id>, 0700
    QString runs;     ///< journals, <run id>.jsonl
    QString backups;  ///< earlier bytes of the document

    QString journal(const QString &runId) const;
};

/// `stateRoot` empty: ${XDG_STATE_HOME:-~/.local/state}/ovdeploy. Nothing is created.
Places placesOf(const QString &clusterId, const QString &stateRoot = {});

/// A new run's id: UTC time to the second and four random hexadecimal digits; sorts by time.
QString newRunId();
