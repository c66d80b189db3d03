// How a step's action is done on a machine; called again after a lost connection, it goes on with what it knows.
#pragma once

#include "app/run/lines.h"

class StepActions
{
public:
    StepActions(const RunShare &share, const StepPlace &place, const Step &step);

    /// Does the action, but for a Job (JobStep). `machine` is null for a step of the workstation. After a loss the postcondition is looked
    /// at first. An Error of kind Unreachable: to be called again with a new machine.
    Result<void> perform(Machine *machine);
    /// Is the step done already: runs its postcondition, tells nothing.
    Result<bool> isDone(Machine &machine);
    LineTeller &lines() { return m_lines; }

private:
    struct Call
    {
        QString verb;
        SealedText script;
        std::chrono::milliseconds deadline;
    };

    Result<void> act(Machine *machine, const Command &command);
    Result<void> act(Machine *machine, const Job &job);
    Result<void> act(Machine *machine, const Upload &upload);
    Result<void> act(Machine *machine, const WaitUntil &wait);
    Result<void> act(Machine *machine, const Check &check);
    Result<void> runTold(Machine &machine, const Call &call);
    Result<Outcome> runScript(Machine &machine, const Call &call, const OnOutput &onOutput);
    Result<bool> tryOnce(Machine &machine, const WaitUntil &wait);
    Result<void> recover(Machine &machine, const WaitUntil &wait);
    Error lateError(std::chrono::milliseconds deadline) const;
    Error noMachineError() const;

    const RunShare &m_share;
    const StepPlace &m_place;
    const Step &m_step;
    LineTeller m_lines;
    int m_calls = 0;
    SteadyTime m_waitStarted;
    bool m_hasRecovered = false;
    QString m_lastTry; ///< what the last try of a wait printed
};

/// `did not end within 60 s; its last output came 12 s ago: "…"`.
Error lateStepError(const Step &step, std::chrono::milliseconds deadline, const LineTeller &lines);
