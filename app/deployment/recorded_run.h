// A run with its journal: every event is on disk before anybody else hears of it; what cannot be recorded does not happen.
#pragma once

#include "app/run/execute.h"
#include "app/run/journal.h"

#include <functional>

/// How a recorded run ended.
struct RecordedRun
{
    RunState state;
    QString lastHash; ///< of the journal's last line
    QList<NodeId> withoutHash; ///< nodes on which it could not be stored
};

struct RecordedRunRequest
{
    QString journal;     ///< its path
    JournalHead head;
    Execution execution; ///< `tell` hears what was written
    std::function<void(const QByteArray &line)> onLine; ///< each line as it stands in the journal; may be empty
};

/// Opens or continues the journal and executes. A journal that cannot be opened is an Error and nothing is done; one that cannot be written
/// on (disk full) stops following, and the Error says so: the jobs on the nodes go on. At the end the journal's last hash is stored on every
/// node that did a step.
Result<RecordedRun> recordedRun(const RecordedRunRequest &request);

/// A journal's run, ready to go on: its head and its state.
struct EarlierRun
{
    JournalHead head;
    RunState state;
    QString note;
};

/// Reads the run `runId` of `folder`, or the latest one if empty. Conflict if it is another plan's (the document changed since), with both hashes.
Result<EarlierRun> earlierRun(const QString &folder, const QString &runId, const QString &planHash);
