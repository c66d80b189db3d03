// One node's part in a run: its connection and its steps, one after the other.
#pragma once

#include "app/run/job_step.h"

#include <optional>

class NodeRun
{
public:
    NodeRun(const RunShare &share, const NodeId &node);

    /// Does steps of one stage until one does not end well. False if one did not.
    bool run(const QString &stage, const QList<Step> &steps);
    /// A failed step has ended the part of this node, or the run with its stage.
    bool isDropped() const { return m_isDropped; }
    bool endsRun() const { return m_endsRun; }

private:
    bool runStep(const QString &stage, const Step &step);
    std::optional<bool> look(const StepPlace &place, const Step &step, bool isFinished);
    StepEnd begin(const StepPlace &place, const Step &step);
    StepEnd takeUp(const StepPlace &place, const Step &step, const StepState &before);
    bool end(const StepPlace &place, const Step &step, const StepEnd &end);
    Result<bool> isDone(const StepPlace &place, const Step &step);

    const RunShare &m_share;
    NodeId m_node;
    Connection m_connection;
    bool m_isDropped = false;
    bool m_endsRun = false;
};

/// Is there something to do: it has not ended well, or it has and can be looked at again.
bool isToDo(const Step &step, const StepState &before);
