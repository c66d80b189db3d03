#include "app/run/node_run.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
/// Did an earlier part of the run have this node at all?
bool wasReached(const Execution &execution, const NodeId &node)
{
    for (const Stage &stage : execution.plan.stages) {
        for (const Step &step : stage.steps) {
            const StepState before = execution.before.step(step.id);
            if (step.node == node && (execution.before.isFinished(step.id) || before.isJobLeft))
                return true;
        }
    }
    return false;
}
} // namespace

bool isToDo(const Step &step, const StepState &before)
{
    return !before.isFinished() || (!step.postcondition.isEmpty() && !step.node.isEmpty());
}

NodeRun::NodeRun(const RunShare &share, const NodeId &node)
    : m_share(share), m_node(node), m_connection(share, node, wasReached(share.execution, node))
{
}

bool NodeRun::run(const QString &stage, const QList<Step> &steps)
{
    return std::all_of(steps.begin(), steps.end(), [&](const Step &step) { return runStep(stage, step); });
}

bool NodeRun::runStep(const QString &stage, const Step &step)
{
    const StepState before = m_share.teller.step(step.id);
    if (!isToDo(step, before))
        return true;
    if (m_share.stop.stop_requested())
        return false;
    const bool isLeft = before.isJobLeft && std::holds_alternative<Job>(step.action);
    const StepPlace place{m_share.teller, stage, step.id, m_node, isLeft ? before.attempt : before.attempt + 1};
    if (isLeft)
        return end(place, step, takeUp(place, step, before));
    if (!step.postcondition.isEmpty() && !m_node.isEmpty()) {
        if (const std::optional<bool> seen = look(place, step, before.isFinished()))
            return *seen;
    }
    return end(place, step, begin(place, step));
}

/// Nothing, if the step is to be done; else whether the next one may follow.
std::optional<bool> NodeRun::look(const StepPlace &place, const Step &step, bool isFinished)
{
    const Result<bool> done = isDone(place, step);
    if (!done && isFinished) {
        place.tell(RunEvent::Type::Note, QCoreApplication::translate("Run", "It was done before, and cannot be looked at again now."), done.error().message);
        return true;
    }
    if (!done)
        return end(place, step, StepEnd::of(done.error(), m_share));
    if (*done && !isFinished)
        place.tell(RunEvent::Type::StepSkipped);
    if (*done)
        return true;
    if (isFinished)
        place.tell(RunEvent::Type::Note, QCoreApplication::translate("Run", "It was done before, but the host says it no longer is: it is repeated."));
    return std::nullopt;
}

Result<bool> NodeRun::isDone(const StepPlace &place, const Step &step)
{
    StepActions actions(m_share, place, step);
    return reached(m_connection, place, m_share.stop, [&](Machine &machine) { return actions.isDone(machine); });
}

StepEnd NodeRun::begin(const StepPlace &place, const Step &step)
{
    place.tell(RunEvent::Type::StepStarted);
    if (m_share.stop.stop_requested())
        return {RunEvent::Type::StepStopped, QCoreApplication::translate("Run", "Stopped before it was begun."), {}, {}};
    StepActions actions(m_share, place, step);
    if (m_node.isEmpty())
        return StepEnd::of(actions.perform(nullptr), m_share);
    if (std::holds_alternative<Job>(step.action))
        return JobStep({m_share, place, step, m_connection, actions}).begin();
    return StepEnd::of(reached(m_connection, place, m_share.stop, [&](Machine &machine) { return actions.perform(&machine); }), m_share);
}

StepEnd NodeRun::takeUp(const StepPlace &place, const Step &step, const StepState &before)
{
    StepActions actions(m_share, place, step);
    return JobStep({m_share, place, step, m_connection, actions}).takeUp(before);
}

bool NodeRun::end(const StepPlace &place, const Step &step, const StepEnd &end)
{
    RunEvent event = place.event(end.type);
    event.text = end.text;
    event.advice = end.advice;
    event.job = end.job;
    event.error = end.type == RunEvent::Type::StepFailed ? end.error : ErrorKind::Failed;
    m_share.teller.tell(event);
    if (end.type == RunEvent::Type::StepDone)
        return true;
    m_isDropped = end.type == RunEvent::Type::StepFailed;
    m_endsRun = m_isDropped && step.onFailure == OnFailure::StopAfterStage;
    return false;
}
