// What just happened in a run. Window, terminal and journal fold the same stream.
#pragma once

#include "app/base/result.h"
#include "app/topology/topology.h"

#include <QString>

struct RunEvent
{
    enum class Type {
        RunStarted, ///< text: plan hash
        StageStarted,
        StepStarted,
        JobStarted, ///< job: its id; told and synced before the node is asked; told again, with `at`, when it is taken up again
        Output,     ///< text: whole lines, redacted, without the last line feed; at: offset in the job's log behind them
        Report,     ///< text: `key value`, told by a script for a later check; at: as above
        Note,       ///< text: something to know that is no failure
        StepDone,
        StepSkipped, ///< done already, its postcondition held
        StepFailed,  ///< text: what, where; advice
        StepStopped,
        StageEnded,
        RunEnded, ///< text: done, failed, stopped
    };

    Type type = Type::Note;
    QString stage;
    QString step;
    NodeId node;
    int attempt = 0;
    QString job; ///< of StepFailed and StepStopped: only if it may go on on the node
    qint64 at = -1;
    QString text;
    QString advice;
    ErrorKind error = ErrorKind::Failed; ///< of StepFailed, for callers that branch
    qint64 time = 0;                     ///< milliseconds since 1970, UTC

    bool operator==(const RunEvent &other) const = default;
};

/// `step-started`: the word in journals and JSON.
QString runEventWord(RunEvent::Type type);
bool runEventFromWord(const QString &word, RunEvent::Type *type);
/// `login-refused`.
QString errorKindWord(ErrorKind kind);
bool errorKindFromWord(const QString &word, ErrorKind *kind);
