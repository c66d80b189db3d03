#include "app/run/execute.h"

#include "app/run/node_run.h"
#include "app/run/teller.h"

#include <QCoreApplication>

#include <atomic>
#include <map>
#include <thread>
#include <vector>

namespace {
const size_t maxThreads = 64;

/// The one place where sealed texts are opened.
Result<Secret> unsealed(const SealedText &text, const SecretSet &secrets)
{
    return text.opened(secrets);
}

Redactor redactorOf(const Execution &execution)
{
    QStringList keys = execution.secretKeys;
    for (const SecretName &name : execution.secrets.names())
        keys += keysOf(name);
    return Redactor(execution.secrets.values(), keys);
}

/// A node and what it has to do in a stage.
struct Part
{
    NodeRun *run = nullptr;
    QList<Step> steps;
};

class PlanRun
{
public:
    explicit PlanRun(const RunShare &share) : m_share(share) {}

    void run();

private:
    std::vector<Part> partsOf(const Stage &stage);
    bool runStage(const Stage &stage);
    NodeRun &nodeRun(const NodeId &node);
    QString outcome() const;

    const RunShare &m_share;
    std::map<NodeId, NodeRun> m_nodes;
};

NodeRun &PlanRun::nodeRun(const NodeId &node)
{
    const auto found = m_nodes.find(node);
    return found != m_nodes.end() ? found->second : m_nodes.try_emplace(node, m_share, node).first->second;
}

std::vector<Part> PlanRun::partsOf(const Stage &stage)
{
    std::vector<Part> parts;
    std::map<NodeId, size_t> places;
    for (const Step &step : stage.steps) {
        NodeRun &run = nodeRun(step.node);
        if (run.isDropped() || !isToDo(step, m_share.teller.step(step.id)))
            continue;
        const auto place = places.try_emplace(step.node, parts.size());
        if (place.second)
            parts.push_back({&run, {}});
        parts[place.first->second].steps.append(step);
    }
    return parts;
}

bool PlanRun::runStage(const Stage &stage)
{
    const std::vector<Part> parts = partsOf(stage);
    if (parts.empty())
        return true;
    RunEvent event;
    event.type = RunEvent::Type::StageStarted;
    event.stage = stage.id;
    event.text = stage.title;
    m_share.teller.tell(event);
    std::atomic<size_t> next{0};
    std::vector<std::jthread> threads;
    for (size_t count = std::min(maxThreads, parts.size()); count > 0; --count) {
        threads.emplace_back([&] {
            for (size_t at = next++; at < parts.size(); at = next++)
                parts[at].run->run(stage.id, parts[at].steps);
        });
    }
    threads.clear(); // joins
    event.type = RunEvent::Type::StageEnded;
    m_share.teller.tell(event);
    return std::none_of(parts.begin(), parts.end(), [](const Part &part) { return part.run->endsRun(); });
}

QString PlanRun::outcome() const
{
    const RunState state = m_share.teller.state();
    if (remaining(m_share.execution.plan, state).stages.isEmpty())
        return QStringLiteral("done");
    return m_share.stop.stop_requested() ? QStringLiteral("stopped") : QStringLiteral("failed");
}

void PlanRun::run()
{
    RunEvent event;
    event.text = planHash(m_share.execution.plan);
    const QString before = m_share.execution.before.planHash;
    if (!before.isEmpty() && before != event.text) {
        event.text = QCoreApplication::translate("Run", "The plan is not the one that this run began with.");
        event.advice = QCoreApplication::translate("Run", "Begin a new run, or go back to the document that the run began with.");
        m_share.teller.tell(event);
        event = RunEvent();
        event.type = RunEvent::Type::RunEnded;
        event.text = QStringLiteral("failed");
        m_share.teller.tell(event);
        return;
    }
    event.type = RunEvent::Type::RunStarted;
    m_share.teller.tell(event);
    for (const Stage &stage : m_share.execution.plan.stages) {
        if (m_share.stop.stop_requested() || !runStage(stage))
            break;
    }
    event.type = RunEvent::Type::RunEnded;
    event.text = outcome();
    m_share.teller.tell(event);
}
} // namespace

RunState execute(const Execution &execution)
{
    const Redactor redactor = redactorOf(execution);
    Teller teller(execution, redactor);
    std::stop_source either;
    const std::stop_callback following(execution.stopFollowing, [&] { either.request_stop(); });
    const std::stop_callback jobs(execution.stopJobs, [&] { either.request_stop(); });
    const RunShare share{.execution = execution, .teller = teller, .stop = either.get_token(),
                         .unseal = [&](const SealedText &text) { return unsealed(text, execution.secrets); }, .redactor = redactor};
    PlanRun(share).run();
    return teller.state();
}
