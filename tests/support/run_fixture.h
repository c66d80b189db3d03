// A plan, fake nodes and an execution that writes down what it tells: what the engine's tests have in common.
#pragma once

#include "app/run/execute.h"
#include "tests/support/fake_machine.h"

QString text(const char *utf8);
QStringList rows(std::initializer_list<const char *> wanted);

/// One event as a row: `step-failed install@a 2: what`. Times are left out, and texts but for output, reports and the run's end.
QString rowOf(const RunEvent &event);
QStringList rowsOf(const QList<RunEvent> &events);

/// A step `what@node` that stops the run after its stage when it fails.
Step stepOf(const char *what, const NodeId &node, const Action &action);
Job jobOf(const char *verb);
Command commandOf(const char *verb);
Stage stageOf(const char *id, const QList<Step> &steps);

/// Runs plans on one cluster, again and again if need be, and gathers the events of the latest run.
struct RunFixture
{
    FakeCluster cluster;
    Plan plan;
    SecretSet secrets;
    QStringList secretKeys;
    AnswerCheck answerCheck;
    std::chrono::milliseconds patience{5000};
    std::stop_source stopFollowing, stopJobs;
    QList<RunEvent> events;  ///< of the latest run
    QList<RunEvent> history; ///< of all runs
    bool keepsEvents = true;
    std::function<void(const RunEvent &)> onEvent;

    /// A new run, or the rest of the one that `history` tells of.
    RunState run();
    QStringList rows() const { return rowsOf(events); }
    /// The events of one node, without those of others: side by side there is no order.
    QStringList rowsOfNode(const NodeId &node) const;
    /// All lines of output of a step in all runs.
    QStringList linesOf(const QString &step) const;
    RunEvent last(RunEvent::Type type) const;
};
