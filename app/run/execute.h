// The engine: does a plan, machines side by side, stages one after the other. A blocking function.
#pragma once

#include "app/machine/machine.h"
#include "app/plan/plan.h"
#include "app/run/run_event.h"
#include "app/run/run_state.h"

#include <functional>
#include <stop_token>

/// Answers a `Check`: holds, or an Error that says what is wrong and what to do. `machine` is null for a step of the workstation.
/// Called on the node's thread. `note` tells the user something that is no failure.
struct CheckQuestion
{
    const Step &step;
    Machine *machine = nullptr;
    const RunState &state; ///< a copy as of the step's start: reports of earlier stages are in it
    std::function<void(const QString &text)> note;
    std::stop_token stop;
};
using AnswerCheck = std::function<Result<void>(const CheckQuestion &)>;

/// Called for every event, one at a time (behind one mutex), on whatever thread it happened.
using Tell = std::function<void(const RunEvent &)>;

struct Execution
{
    Plan plan;       ///< the whole plan, also when resuming
    QString runId;   ///< letters and digits; part of every job's id
    RunState before; ///< what an earlier part of this run did, from its journal; default for a new run
    SecretSet secrets;
    QStringList secretKeys; ///< keys whose values are masked in output, known or not (the catalog's); those of `secrets` are added
    OpenMachine openMachine;
    AnswerCheck answerCheck;
    Tell tell;
    std::stop_token stopFollowing;              ///< leave running jobs on their nodes and return
    std::stop_token stopJobs;                   ///< end the jobs too
    std::chrono::milliseconds patience{120000}; ///< how long a lost node is tried again before its step fails
};

/// Runs what `remaining(plan, before)` says. Steps whose postcondition holds are skipped; a job that was running is found by its id and
/// followed from the last byte we have; a lost connection is opened again, with growing pauses, for `patience`. Never throws; every node
/// of the plan has an end in the returned state. All events have been told when it returns.
RunState execute(const Execution &execution);
