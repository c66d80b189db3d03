// Everything that has happened in a run so far: the fold of its events.
#pragma once

#include "app/plan/plan.h"
#include "app/run/run_event.h"

#include <QHash>
#include <QList>
#include <QString>

/// How far a step is.
struct StepState
{
    enum class Kind { Waiting, Running, Done, Skipped, Failed, Stopped };

    Kind kind = Kind::Waiting;
    int attempt = 0;         ///< of the latest start, from 1
    QString job;             ///< id of its latest job, if it is one
    bool isJobLeft = false;  ///< the job was asked for and may still go on: resuming finds it by its id
    qint64 offset = 0;       ///< bytes of the job's log that we have
    qint64 started = 0;      ///< milliseconds since 1970, UTC
    qint64 ended = 0;
    QString message, advice; ///< why it failed
    ErrorKind error = ErrorKind::Failed; ///< the kind of that
    QString lastLine;        ///< last line of output

    /// It has ended well: done, or done already.
    bool isFinished() const { return kind == Kind::Done || kind == Kind::Skipped; }
};

struct RunState
{
    QString runId;
    QString planHash;
    QString outcome; ///< empty while it runs; done, failed, stopped
    QString stage;   ///< the current one
    QHash<QString, StepState> steps;         ///< by step id
    QHash<QString, QHash<NodeId, QString>> reports; ///< key -> node -> value, from Report events
    qint64 started = 0;
    qint64 ended = 0;

    void apply(const RunEvent &event);
    StepState step(const QString &id) const { return steps.value(id); }
    bool isFinished(const QString &id) const { return step(id).isFinished(); }
};

/// The state after all these events.
RunState runStateOf(const QList<RunEvent> &events);

/// The plan's steps that have not ended well, in their stages; empty stages are left out.
Plan remaining(const Plan &plan, const RunState &state);

/// A line for every node of the plan: how it ended, at which step, why. For summaries: no node is left out. Steps of the workstation
/// come last, as a line with an empty node.
struct NodeSummary
{
    NodeId node;
    StepState::Kind kind = StepState::Kind::Waiting;
    int done = 0, total = 0;  ///< steps
    QString step;             ///< title of the step that failed, stopped or is running
    QString message, advice;
};
QList<NodeSummary> summaryOf(const Plan &plan, const RunState &state);
