// A step that is a job on the node: asked for, followed through every loss, judged by how it ended and what it wrote.
#pragma once

#include "app/machine/job.h"
#include "app/run/connection.h"
#include "app/run/log_search.h"
#include "app/run/step_actions.h"

/// How a step ended, before it is told.
struct StepEnd
{
    RunEvent::Type type = RunEvent::Type::StepDone;
    QString text, advice;
    QString job; ///< may go on on the node
    ErrorKind error = ErrorKind::Failed;

    static StepEnd of(const Result<void> &result, const RunShare &share);
};

class JobStep
{
public:
    struct Parts
    {
        const RunShare &share;
        const StepPlace &place;
        const Step &step;
        Connection &connection;
        StepActions &actions;
    };
    explicit JobStep(const Parts &parts);

    /// Tells its id and asks for it.
    StepEnd begin();
    /// Finds a job that an earlier part of the run asked for, and reads on behind what was told of its log.
    StepEnd takeUp(const StepState &before);

private:
    StepEnd ask();
    StepEnd follow();
    StepEnd judge(const JobState &state);
    StepEnd judgeSuccess();
    StepEnd judgeVanished(const JobState &state);
    Result<bool> look();
    StepEnd endLate();
    StepEnd stopped();
    StepEnd failed(const QString &text, const QString &advice = {}) const;
    StepEnd left(const Error &error) const;
    Result<JobState> followOnce(Machine &machine, const std::stop_token &stop);
    Result<JobRequest> request() const;
    Result<bool> searchWholeLog();
    std::chrono::milliseconds timeLeft() const;

    Parts m_parts;
    const Job &m_job;
    QString m_id;
    LineCutter m_cutter;
    LogSearch m_search;
    qint64 m_firstOffset = 0;
    SteadyTime m_deadline;
    bool m_isLate = false;
};

/// `<run>.<step>.<attempt>` in the characters that a job's id may have, at most 120.
QString jobIdOf(const QString &runId, const QString &stepId, int attempt);
