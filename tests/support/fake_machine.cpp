#include "tests/support/fake_machine.h"

#include "app/run/waiting.h"

#include <thread>

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {
const milliseconds tick{1};

Error lostError()
{
    return {ErrorKind::Unreachable, QStringLiteral("The connection was cut."), QStringLiteral("Look at the cable.")};
}

Error stoppedError()
{
    return {ErrorKind::Stopped, QStringLiteral("Stopped."), {}};
}

class FakeMachine : public Machine
{
public:
    explicit FakeMachine(std::shared_ptr<FakeNode> node)
        : m_node(std::move(node))
    {
    }
    ~FakeMachine() override
    {
        const std::lock_guard lock(m_node->mutex);
        --m_node->openNow;
    }

    Result<Outcome> run(const Script &script, const OnOutput &onOutput, std::stop_token stop) override;
    Result<void> put(const QString &path, QByteArrayView content, int mode, std::stop_token stop) override;
    Result<QByteArray> get(const QString &path, std::stop_token stop) override;

private:
    Error lose();
    Result<Outcome> answer(const Script &script, const OnOutput &onOutput, const std::stop_token &stop);
    Result<Outcome> startJob(const QStringList &words);
    Result<Outcome> stopJob(const QString &id);
    Result<Outcome> followJob(const QString &id, qint64 offset, const OnOutput &onOutput, const std::stop_token &stop);
    FakeAnswer nextAnswer(const QString &verb);

    std::shared_ptr<FakeNode> m_node;
    bool m_isLost = false;
};

Outcome outcomeOf(int exitStatus, const QByteArray &out, const QByteArray &err, const OnOutput &onOutput)
{
    if (!onOutput)
        return {exitStatus, {}, out, err};
    if (!out.isEmpty())
        onOutput(Stream::Out, out);
    if (!err.isEmpty())
        onOutput(Stream::Err, err);
    return {exitStatus, {}, {}, {}};
}

Error FakeMachine::lose()
{
    m_isLost = true;
    const std::lock_guard lock(m_node->mutex);
    const auto now = steady_clock::now();
    m_node->awayUntil = now + m_node->awayAfterLoss;
    for (FakeJob &job : m_node->running) {
        if (m_node->rebootsWhenLost)
            job.lose(now);
    }
    return lostError();
}

Result<Outcome> FakeMachine::run(const Script &script, const OnOutput &onOutput, std::stop_token stop)
{
    if (m_isLost)
        return lostError();
    if (stop.stop_requested())
        return stoppedError();
    {
        const std::lock_guard lock(m_node->mutex);
        m_node->calls.append(script.verb);
        m_node->scripts.append(script.text.bytes().toByteArray());
    }
    const QStringList words = script.verb.split(QLatin1Char(' '));
    if (words.first() == QLatin1String("job-start"))
        return startJob(words);
    if (words.first() == QLatin1String("job-stop"))
        return stopJob(words.value(1));
    if (words.first() == QLatin1String("job-clean")) {
        const std::lock_guard lock(m_node->mutex);
        m_node->running.remove(words.value(1));
        return Outcome{0, {}, {}, {}};
    }
    if (words.first() == QLatin1String("job-follow"))
        return followJob(words.value(1), words.value(2).toLongLong(), onOutput, stop);
    return answer(script, onOutput, stop);
}

Result<Outcome> FakeMachine::startJob(const QStringList &words)
{
    const QString id = words.value(1);
    const QString verb = words.mid(2).join(QLatin1Char(' '));
    QByteArray state;
    bool loses = false;
    {
        const std::lock_guard lock(m_node->mutex);
        const auto now = steady_clock::now();
        if (!m_node->running.contains(id)) {
            const FakeJobScript what = m_node->jobs.value(verb);
            m_node->running.insert(id, FakeJob(what, now));
            ++m_node->starts[id];
            if (what.exitStatus == 0 && m_node->marks.contains(verb))
                m_node->done.insert(m_node->marks.value(verb));
        }
        state = m_node->running.value(id).stateLine(now);
        loses = std::exchange(m_node->losesAfterJobStart, false);
    }
    if (loses)
        return lose();
    return Outcome{0, {}, state, {}};
}

Result<Outcome> FakeMachine::stopJob(const QString &id)
{
    const std::lock_guard lock(m_node->mutex);
    const auto job = m_node->running.find(id);
    const auto now = steady_clock::now();
    if (job == m_node->running.end())
        return Outcome{0, {}, "state absent\n", {}};
    job->stop(now);
    return Outcome{0, {}, job->stateLine(now), {}};
}

Result<Outcome> FakeMachine::followJob(const QString &id, qint64 offset, const OnOutput &onOutput, const std::stop_token &stop)
{
    qint64 left = -1;
    {
        const std::lock_guard lock(m_node->mutex);
        if (!m_node->running.contains(id))
            return outcomeOf(0, {}, "state absent\n", onOutput);
        if (!m_node->cuts.isEmpty())
            left = m_node->cuts.takeFirst();
    }
    for (;;) {
        QByteArray part, state;
        {
            const std::lock_guard lock(m_node->mutex);
            const FakeJob &job = *m_node->running.constFind(id);
            const auto now = steady_clock::now();
            part = job.logPart(now, offset, m_node->followChunk);
            if (part.isEmpty() && job.hasEnded(now))
                state = job.stateLine(now);
        }
        if (!state.isEmpty())
            return outcomeOf(0, {}, state, onOutput);
        if (left >= 0)
            part.truncate(left);
        offset += part.size();
        left -= left >= 0 ? part.size() : 0;
        if (!part.isEmpty())
            onOutput(Stream::Out, part);
        if (left == 0)
            return lose();
        if (stop.stop_requested())
            return stoppedError();
        if (part.isEmpty())
            pauseFor(tick, stop);
    }
}

FakeAnswer FakeMachine::nextAnswer(const QString &verb)
{
    const std::lock_guard lock(m_node->mutex);
    QList<FakeAnswer> &answers = m_node->answers[verb];
    if (answers.isEmpty())
        return {};
    return answers.size() > 1 ? answers.takeFirst() : answers.first();
}

Result<Outcome> FakeMachine::answer(const Script &script, const OnOutput &onOutput, const std::stop_token &stop)
{
    const QString question = QStringLiteral("exec done ");
    if (script.verb.startsWith(question)) {
        const std::lock_guard lock(m_node->mutex);
        if (!m_node->answers.contains(script.verb))
            return Outcome{m_node->done.contains(script.verb.mid(question.size())) ? 0 : 1, {}, {}, {}};
    }
    const FakeAnswer answer = nextAnswer(script.verb);
    if (answer.losesBefore)
        return lose();
    if (!answer.out.isEmpty() && onOutput)
        onOutput(Stream::Out, answer.out);
    if (!pauseFor(answer.hangs ? script.deadline : answer.takes, stop))
        return stoppedError();
    if (answer.hangs)
        return Error{ErrorKind::Failed, QStringLiteral("The deadline has passed."), {}};
    {
        const std::lock_guard lock(m_node->mutex);
        if (answer.exitStatus == 0 && m_node->marks.contains(script.verb))
            m_node->done.insert(m_node->marks.value(script.verb));
    }
    if (answer.losesAfter)
        return lose();
    return outcomeOf(answer.exitStatus, onOutput ? QByteArray() : answer.out, answer.err, onOutput);
}

Result<void> FakeMachine::put(const QString &path, QByteArrayView content, int, std::stop_token stop)
{
    if (m_isLost)
        return lostError();
    if (stop.stop_requested())
        return stoppedError();
    const QString verb = QStringLiteral("put ") + path;
    const FakeAnswer answer = nextAnswer(verb);
    if (answer.losesBefore)
        return lose();
    {
        const std::lock_guard lock(m_node->mutex);
        m_node->calls.append(verb);
        if (answer.exitStatus == 0)
            m_node->files.insert(path, content.toByteArray());
    }
    if (answer.losesAfter)
        return lose();
    return answer.exitStatus == 0 ? Result<void>() : Error{ErrorKind::Failed, QString::fromUtf8(answer.err), {}};
}

Result<QByteArray> FakeMachine::get(const QString &path, std::stop_token)
{
    const std::lock_guard lock(m_node->mutex);
    return m_node->files.value(path);
}

Result<std::unique_ptr<Machine>> openNode(const std::shared_ptr<FakeNode> &node, const std::stop_token &stop)
{
    bool hangs = false;
    {
        const std::lock_guard lock(node->mutex);
        ++node->openings;
        hangs = node->hangsOpening;
    }
    while (hangs && pauseFor(milliseconds(1000), stop)) {
    }
    if (stop.stop_requested())
        return stoppedError();
    const std::lock_guard lock(node->mutex);
    if (steady_clock::now() < node->awayUntil)
        return Error{ErrorKind::Unreachable, QStringLiteral("No route to host."), {}};
    if (node->refusedOpenings != 0) {
        node->refusedOpenings -= node->refusedOpenings > 0 ? 1 : 0;
        return Error{node->refusal, QStringLiteral("Connection refused."), QStringLiteral("Look at the host.")};
    }
    node->mostOpen = std::max(node->mostOpen, ++node->openNow);
    return std::unique_ptr<Machine>(std::make_unique<FakeMachine>(node));
}
} // namespace

FakeNode &FakeCluster::node(const NodeId &id)
{
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<FakeNode> &node = m_nodes[id];
    if (!node)
        node = std::make_shared<FakeNode>();
    return *node;
}

OpenMachine FakeCluster::opener()
{
    return [this](const NodeId &id, const std::stop_token &stop) -> Result<std::unique_ptr<Machine>> {
        node(id);
        std::shared_ptr<FakeNode> found;
        {
            const std::lock_guard lock(m_mutex);
            found = m_nodes[id];
        }
        return openNode(found, stop);
    };
}
