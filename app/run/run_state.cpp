#include "app/run/run_state.h"

namespace {
void applyStart(StepState &step, const RunEvent &event)
{
    step = StepState();
    step.kind = StepState::Kind::Running;
    step.attempt = event.attempt;
    step.started = event.time;
}

void applyJob(StepState &step, const RunEvent &event)
{
    if (step.job != event.job)
        step.offset = 0;
    step.job = event.job;
    step.isJobLeft = true;
    step.kind = StepState::Kind::Running;
    step.ended = 0;
    step.message.clear();
    step.advice.clear();
}

void applyEnd(StepState &step, const RunEvent &event, StepState::Kind kind)
{
    step.kind = kind;
    step.attempt = event.attempt;
    step.isJobLeft = !event.job.isEmpty();
    step.ended = event.time;
    step.message = event.text;
    step.error = event.error;
    step.advice = event.advice;
}

void applyStep(StepState &step, const RunEvent &event)
{
    switch (event.type) {
    case RunEvent::Type::StepStarted:
        applyStart(step, event);
        break;
    case RunEvent::Type::JobStarted:
        applyJob(step, event);
        break;
    case RunEvent::Type::Output:
        step.lastLine = event.text.mid(event.text.lastIndexOf(QLatin1Char('\n')) + 1);
        step.offset = std::max(step.offset, event.at);
        break;
    case RunEvent::Type::Report:
        step.offset = std::max(step.offset, event.at);
        break;
    case RunEvent::Type::StepDone:
        applyEnd(step, event, StepState::Kind::Done);
        break;
    case RunEvent::Type::StepSkipped:
        applyEnd(step, event, StepState::Kind::Skipped);
        break;
    case RunEvent::Type::StepFailed:
        applyEnd(step, event, StepState::Kind::Failed);
        break;
    case RunEvent::Type::StepStopped:
        applyEnd(step, event, StepState::Kind::Stopped);
        break;
    default:
        break;
    }
}

/// How far a step is when a node's steps are looked at together: what matters most comes first.
int weight(StepState::Kind kind)
{
    switch (kind) {
    case StepState::Kind::Failed:
        return 4;
    case StepState::Kind::Stopped:
        return 3;
    case StepState::Kind::Running:
        return 2;
    case StepState::Kind::Waiting:
        return 1;
    default:
        return 0;
    }
}

NodeSummary summaryOfNode(const Plan &plan, const RunState &state, const NodeId &node)
{
    NodeSummary summary;
    summary.node = node;
    summary.kind = StepState::Kind::Skipped;
    for (const Stage &stage : plan.stages) {
        for (const Step &step : stage.steps) {
            if (step.node != node)
                continue;
            const StepState now = state.step(step.id);
            ++summary.total;
            summary.done += state.isFinished(step.id) ? 1 : 0;
            if (now.kind == StepState::Kind::Done && summary.kind == StepState::Kind::Skipped)
                summary.kind = StepState::Kind::Done;
            if (weight(now.kind) <= weight(summary.kind))
                continue;
            summary.kind = now.kind;
            summary.step = now.kind == StepState::Kind::Waiting ? QString() : step.title;
            summary.message = now.message;
            summary.advice = now.advice;
        }
    }
    return summary;
}
} // namespace

void RunState::apply(const RunEvent &event)
{
    switch (event.type) {
    case RunEvent::Type::RunStarted:
        planHash = event.text;
        outcome.clear();
        started = started == 0 ? event.time : started;
        ended = 0;
        break;
    case RunEvent::Type::RunEnded:
        outcome = event.text;
        ended = event.time;
        break;
    case RunEvent::Type::StageStarted:
        stage = event.stage;
        break;
    default:
        break;
    }
    if (event.type == RunEvent::Type::Report)
        reports[event.text.section(QLatin1Char(' '), 0, 0)][event.node] = event.text.section(QLatin1Char(' '), 1);
    if (!event.step.isEmpty())
        applyStep(steps[event.step], event);
}

RunState runStateOf(const QList<RunEvent> &events)
{
    RunState state;
    for (const RunEvent &event : events)
        state.apply(event);
    return state;
}

Plan remaining(const Plan &plan, const RunState &state)
{
    Plan rest = plan;
    rest.stages.clear();
    for (Stage stage : plan.stages) {
        stage.steps.removeIf([&](const Step &step) { return state.isFinished(step.id); });
        if (!stage.steps.isEmpty())
            rest.stages.append(stage);
    }
    return rest;
}

QList<NodeSummary> summaryOf(const Plan &plan, const RunState &state)
{
    QList<NodeId> nodes;
    bool hasWorkstation = false;
    for (const Stage &stage : plan.stages) {
        for (const Step &step : stage.steps) {
            hasWorkstation = hasWorkstation || step.node.isEmpty();
            if (!step.node.isEmpty() && !nodes.contains(step.node))
                nodes.append(step.node);
        }
    }
    if (hasWorkstation)
        nodes.append(NodeId());
    QList<NodeSummary> summaries;
    for (const NodeId &node : nodes)
        summaries.append(summaryOfNode(plan, state, node));
    return summaries;
}
