#include "app/run/job_step.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>

using std::chrono::milliseconds;

namespace {
/// The node ends a late job by itself; we do only if it has not done so by then.
const milliseconds grace{3000};
/// What a job that is found again gets to be read to its end, even if its time is long over.
const milliseconds readingTime{30000};
/// TERM, 10 s, KILL and the way there; shorter if the node is away.
const milliseconds endingTime{40000};
const milliseconds endingTimeAway{15000};
const qsizetype maxId = 120;

QString advice()
{
    return QCoreApplication::translate("Run", "Read the last lines of its log, mend the cause on the host, then resume the run.");
}
} // namespace

QString jobIdOf(const QString &runId, const QString &stepId, int attempt)
{
    QString id = QStringLiteral("%1.%2.%3").arg(runId, stepId).arg(attempt);
    for (QChar &c : id) {
        const bool isAllowed = c < QChar(128) && (c.isLetterOrNumber() || QLatin1String("._-@").contains(c));
        c = isAllowed ? c : QLatin1Char('_');
    }
    if (id.size() <= maxId)
        return id;
    const QByteArray hash = QCryptographicHash::hash(stepId.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    const QString end = QStringLiteral(".%1.%2").arg(QLatin1String(hash)).arg(attempt);
    return id.left(maxId - end.size()) + end;
}

StepEnd StepEnd::of(const Result<void> &result, const RunShare &share)
{
    if (result)
        return {};
    const bool isStopped = result.error().kind == ErrorKind::Stopped && share.stop.stop_requested();
    return {isStopped ? RunEvent::Type::StepStopped : RunEvent::Type::StepFailed,
            result.error().message,
            result.error().advice,
            {},
            result.error().kind};
}

JobStep::JobStep(const Parts &parts)
    : m_parts(parts)
    , m_job(*std::get_if<Job>(&parts.step.action))
    , m_cutter(parts.share.redactor, 0)
    , m_search(m_job.success)
{
}

StepEnd JobStep::failed(const QString &text, const QString &advice) const
{
    return {RunEvent::Type::StepFailed, text, advice, {}};
}

StepEnd JobStep::left(const Error &error) const
{
    return {RunEvent::Type::StepFailed, error.message, error.advice, m_id, error.kind};
}

Result<JobRequest> JobStep::request() const
{
    JobRequest request{.id = m_id, .verb = m_job.verb, .script = m_job.script.asShell(), .secrets = {}, .deadline = m_job.deadline};
    const SecretSet &secrets = m_parts.share.execution.secrets;
    for (const QString &name : m_job.script.secretNames()) {
        if (!secrets.contains(name))
            return Error{ErrorKind::Failed, QCoreApplication::translate("Run", "The secret %1 has no value.").arg(name),
                         QCoreApplication::translate("Run", "Set it or let it be generated, then resume the run.")};
        request.secrets.insert(name, secrets.value(name));
    }
    return request;
}

StepEnd JobStep::begin()
{
    m_id = jobIdOf(m_parts.share.execution.runId, m_parts.step.id, m_parts.place.attempt);
    m_deadline = std::chrono::steady_clock::now() + m_job.deadline + grace;
    return ask();
}

StepEnd JobStep::takeUp(const StepState &before)
{
    m_id = before.job;
    m_cutter = LineCutter(m_parts.share.redactor, before.offset);
    m_firstOffset = before.offset;
    const milliseconds age{QDateTime::currentMSecsSinceEpoch() - before.started};
    m_deadline = std::chrono::steady_clock::now() + std::max(readingTime, m_job.deadline + grace - age);
    if (before.offset == 0)
        return ask();
    RunEvent event = m_parts.place.event(RunEvent::Type::JobStarted);
    event.job = m_id;
    event.at = before.offset;
    m_parts.share.teller.tell(event);
    return follow();
}

StepEnd JobStep::ask()
{
    const Result<JobRequest> wanted = request();
    if (!wanted)
        return failed(wanted.error().message, wanted.error().advice);
    RunEvent event = m_parts.place.event(RunEvent::Type::JobStarted);
    event.job = m_id;
    m_parts.share.teller.tell(event);
    // The listener may have stopped the run because the line above could not be written: then nothing is asked for.
    if (m_parts.share.stop.stop_requested())
        return {RunEvent::Type::StepStopped, QCoreApplication::translate("Run", "Stopped before the job was asked for."), {}, {}};
    const std::stop_token stop = m_parts.share.stop;
    const Result<JobState> started =
        reached(m_parts.connection, m_parts.place, stop, [&](Machine &machine) { return startJob(machine, *wanted, stop); });
    if (!started)
        return stop.stop_requested() ? stopped() : left(started.error());
    return follow();
}

milliseconds JobStep::timeLeft() const
{
    const auto left = std::chrono::duration_cast<milliseconds>(m_deadline - std::chrono::steady_clock::now());
    return std::max(milliseconds(0), left);
}

Result<JobState> JobStep::followOnce(Machine &machine, const std::stop_token &stop)
{
    m_cutter.restart();
    m_search.restart();
    const auto onLog = [this](QByteArrayView bytes) {
        const qint64 before = m_cutter.offset();
        m_parts.actions.lines().heard();
        m_search.feed(bytes);
        m_parts.actions.lines().tell(m_cutter.feed(bytes), true);
        // Only what brings us on counts: a connection that is lost in the same line every time is given up.
        if (m_cutter.offset() > before)
            m_parts.connection.heard();
    };
    return followJob(machine, m_id, m_cutter.offset(), onLog, stop);
}

StepEnd JobStep::follow()
{
    const std::stop_token stop = m_parts.share.stop;
    for (;;) {
        const Result<Machine *> machine = m_parts.connection.machine(m_parts.place, stop);
        if (!machine)
            return stop.stop_requested() ? stopped() : left(machine.error());
        const Alarm alarm(stop, timeLeft());
        const Result<JobState> state = followOnce(**machine, alarm.token());
        if (stop.stop_requested())
            return stopped();
        if (alarm.hasRung() && (!state || state->kind == JobState::Kind::Running)) {
            if (m_isLate)
                return left(lateStepError(m_parts.step, m_job.deadline, m_parts.actions.lines()));
            m_isLate = true;
            if (StepEnd end = endLate(); end.type != RunEvent::Type::StepDone)
                return end;
            continue;
        }
        if (!state && state.error().kind != ErrorKind::Unreachable)
            return left(state.error());
        if (!state) {
            m_parts.connection.lose(state.error());
            continue;
        }
        m_parts.connection.heard();
        if (state->kind != JobState::Kind::Running)
            return judge(*state);
        pauseFor(milliseconds(200), stop);
    }
}

StepEnd JobStep::endLate()
{
    const Alarm alarm(m_parts.share.stop, endingTime);
    const Result<JobState> ended =
        reached(m_parts.connection, m_parts.place, alarm.token(), [&](Machine &machine) { return stopJob(machine, m_id, alarm.token()); });
    if (m_parts.share.stop.stop_requested())
        return stopped();
    if (!ended || ended->kind == JobState::Kind::Running)
        return left(lateStepError(m_parts.step, m_job.deadline, m_parts.actions.lines()));
    m_deadline = std::chrono::steady_clock::now() + readingTime;
    return {};
}

StepEnd JobStep::stopped()
{
    const QString node = m_parts.place.node;
    if (!m_parts.share.endsJobs())
        return {RunEvent::Type::StepStopped,
                QCoreApplication::translate("Run", "No longer followed; the job goes on on %1.").arg(node),
                {},
                m_id};
    const Alarm alarm(std::stop_token(), m_parts.connection.isLost() ? endingTimeAway : endingTime);
    const Result<JobState> ended =
        reached(m_parts.connection, m_parts.place, alarm.token(), [&](Machine &machine) { return stopJob(machine, m_id, alarm.token()); });
    if (ended && ended->kind != JobState::Kind::Running)
        return {RunEvent::Type::StepStopped, QCoreApplication::translate("Run", "Stopped; the job on %1 was ended.").arg(node), {}, {}};
    return {RunEvent::Type::StepStopped,
            QCoreApplication::translate("Run", "Stopped, but the job on %1 could not be ended and may go on.").arg(node),
            ended ? QString() : ended.error().message, m_id};
}

StepEnd JobStep::judge(const JobState &state)
{
    m_parts.actions.lines().tell(m_cutter.finish(), true);
    const QString title = m_parts.step.title;
    const QString last = m_parts.actions.lines().ending();
    if (m_isLate && !(state.kind == JobState::Kind::Exited && state.exitStatus == 0)) {
        const Error late = lateStepError(m_parts.step, m_job.deadline, m_parts.actions.lines());
        return failed(late.message, late.advice);
    }
    if (state.kind == JobState::Kind::Exited && state.exitStatus == 0)
        return judgeSuccess();
    if (state.kind == JobState::Kind::Exited)
        return failed(QCoreApplication::translate("Run", "“%1” ended with exit status %2").arg(title).arg(state.exitStatus) + last,
                      advice());
    if (state.kind == JobState::Kind::Killed)
        return failed(QCoreApplication::translate("Run", "“%1” was ended by signal %2").arg(title, state.signal) + last, advice());
    return judgeVanished(state);
}

/// How it ended nobody knows. If the step can be looked at, the host decides, as it does when a run is resumed.
StepEnd JobStep::judgeVanished(const JobState &state)
{
    const bool isLost = state.kind == JobState::Kind::Lost;
    const QString what = isLost ? QCoreApplication::translate("Run", "“%1” was cut off: the host was started anew, or its job vanished.")
                                      .arg(m_parts.step.title)
                                : QCoreApplication::translate("Run", "%1 knows nothing of the job %2.").arg(m_parts.place.node, m_id);
    if (!m_parts.step.postcondition.isEmpty()) {
        const Result<bool> done = look();
        if (!done)
            return m_parts.share.stop.stop_requested() ? stopped() : left(done.error());
        if (*done) {
            m_parts.place.tell(RunEvent::Type::Note, what, QCoreApplication::translate("Run", "The host says that it is done."));
            return {};
        }
    }
    return failed(what, QCoreApplication::translate("Run", "Resume the run: it looks at what is done before it tries again."));
}

Result<bool> JobStep::look()
{
    return reached(m_parts.connection, m_parts.place, m_parts.share.stop,
                   [&](Machine &machine) { return m_parts.actions.isDone(machine); });
}

Result<bool> JobStep::searchWholeLog()
{
    const std::stop_token stop = m_parts.share.stop;
    const Result<JobState> state = reached(m_parts.connection, m_parts.place, stop, [&](Machine &machine) {
        m_search.restart();
        return followJob(
            machine, m_id, 0, [this](QByteArrayView bytes) { m_search.feed(bytes); }, stop);
    });
    if (!state)
        return state.error();
    return m_search.missing().isEmpty();
}

StepEnd JobStep::judgeSuccess()
{
    // Texts may stand in the part that an earlier run of ours has read.
    if (!m_search.missing().isEmpty() && m_firstOffset > 0) {
        if (const Result<bool> searched = searchWholeLog(); !searched)
            return m_parts.share.stop.stop_requested() ? stopped() : left(searched.error());
    }
    if (const QStringList missing = m_search.missing(); !missing.isEmpty())
        return failed(
            QCoreApplication::translate("Run", "“%1” ended without an error, but its log lacks “%2”: it did not do what it should.")
                .arg(m_parts.step.title, missing.first()),
            advice());
    if (m_parts.step.postcondition.isEmpty())
        return {};
    const Result<bool> done = look();
    if (!done)
        return m_parts.share.stop.stop_requested() ? stopped() : left(done.error());
    return *done ? StepEnd()
                 : failed(QCoreApplication::translate(
                              "Run", "“%1” ended without an error, but the look at the host afterwards says it is not done.")
                              .arg(m_parts.step.title),
                          advice());
}
