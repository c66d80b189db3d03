#include "app/run/step_actions.h"

#include "app/base/plain_text.h"

#include <QCoreApplication>

using std::chrono::milliseconds;

namespace {
/// For checks, which bring deadlines of their own for everything they ask a node.
const milliseconds checkDeadline{900000};
const milliseconds postconditionDeadline{60000};
const milliseconds recoveryDeadline{300000};

QString secondsText(milliseconds time)
{
    return QString::number(std::chrono::round<std::chrono::seconds>(time).count());
}
} // namespace

StepActions::StepActions(const RunShare &share, const StepPlace &place, const Step &step)
    : m_share(share)
    , m_place(place)
    , m_step(step)
    , m_lines(place, share.stop)
{
}

Result<void> StepActions::perform(Machine *machine)
{
    if (m_calls++ > 0 && machine && !m_step.postcondition.isEmpty()) {
        const Result<bool> done = isDone(*machine);
        if (!done)
            return done.error();
        if (*done)
            return {};
    }
    return std::visit([&](const auto &action) { return act(machine, action); }, m_step.action);
}

Result<bool> StepActions::isDone(Machine &machine)
{
    const Result<Outcome> outcome =
        runScript(machine, {QStringLiteral("exec done ") + m_step.id, m_step.postcondition, postconditionDeadline}, {});
    if (!outcome)
        return outcome.error();
    return outcome->isSuccess();
}

Result<Outcome> StepActions::runScript(Machine &machine, const Call &call, const OnOutput &onOutput)
{
    const Result<Secret> text = m_share.unseal(call.script);
    if (!text)
        return text.error();
    const SteadyTime started = std::chrono::steady_clock::now();
    const Alarm alarm(m_share.stop, call.deadline);
    Result<Outcome> outcome =
        machine.run({.verb = call.verb, .text = *text, .asRoot = true, .deadline = call.deadline}, onOutput, alarm.token());
    if (outcome || outcome.error().kind == ErrorKind::Unreachable || m_share.stop.stop_requested())
        return outcome;
    if (alarm.hasRung() || std::chrono::steady_clock::now() - started >= call.deadline)
        return lateStepError(m_step, call.deadline, m_lines);
    return outcome;
}

Result<void> StepActions::runTold(Machine &machine, const Call &call)
{
    LineCutter out(m_share.redactor, 0);
    LineCutter err(m_share.redactor, 0);
    const Result<Outcome> outcome = runScript(machine, call, [&](Stream stream, QByteArrayView bytes) {
        m_lines.heard();
        m_lines.tell((stream == Stream::Out ? out : err).feed(bytes), false);
    });
    m_lines.tell(out.finish(), false);
    m_lines.tell(err.finish(), false);
    if (!outcome)
        return outcome.error();
    if (outcome->isSuccess())
        return {};
    const QString how = outcome->signal.isEmpty() ? QCoreApplication::translate("Run", "exit status %1").arg(outcome->exitStatus)
                                                  : QCoreApplication::translate("Run", "signal %1").arg(outcome->signal);
    return Error{ErrorKind::Failed, QCoreApplication::translate("Run", "“%1” ended with %2").arg(m_step.title, how) + m_lines.ending(),
                 QCoreApplication::translate("Run", "Read its output, mend the cause on the host, then resume the run.")};
}

Result<void> StepActions::act(Machine *machine, const Command &command)
{
    return machine ? runTold(*machine, {command.verb, command.script, command.deadline}) : noMachineError();
}

Result<void> StepActions::act(Machine *, const Job &)
{
    return noMachineError();
}

Result<void> StepActions::act(Machine *machine, const Upload &upload)
{
    if (!machine)
        return noMachineError();
    const Result<Secret> content = m_share.unseal(upload.content);
    return content ? machine->put(upload.path, content->bytes(), upload.mode, m_share.stop) : content.error();
}

Result<void> StepActions::act(Machine *machine, const Check &check)
{
    if (!m_share.execution.answerCheck)
        return Error{ErrorKind::Failed, QCoreApplication::translate("Run", "Nobody answers the check “%1”.").arg(check.id), {}};
    const Alarm alarm(m_share.stop, checkDeadline);
    const RunState state = m_share.teller.state();
    const CheckQuestion question{.step = m_step,
                                 .machine = machine,
                                 .state = state,
                                 .note = [this](const QString &text) { m_place.tell(RunEvent::Type::Note, text); },
                                 .stop = alarm.token()};
    const Result<void> answer = m_share.execution.answerCheck(question);
    return !answer && alarm.hasRung() ? lateStepError(m_step, checkDeadline, m_lines) : answer;
}

Result<bool> StepActions::tryOnce(Machine &machine, const WaitUntil &wait)
{
    QByteArray printed;
    const Result<Outcome> outcome = runScript(machine, {wait.verb, wait.script, wait.deadline}, [&](Stream, QByteArrayView bytes) {
        m_lines.heard();
        printed.append(bytes.first(std::min(bytes.size(), qsizetype(65536) - printed.size())).toByteArray());
    });
    if (!outcome)
        return outcome.error();
    LineCutter cutter(m_share.redactor, 0);
    const QList<LineBlock> blocks = cutter.feed(printed) + cutter.finish();
    const QString text = blocks.isEmpty() ? QString() : blocks.last().text;
    if (text != m_lastTry)
        m_lines.tell(blocks, false);
    m_lastTry = text;
    return outcome->isSuccess();
}

Result<void> StepActions::act(Machine *machine, const WaitUntil &wait)
{
    if (!machine)
        return noMachineError();
    if (m_waitStarted == SteadyTime())
        m_waitStarted = std::chrono::steady_clock::now();
    for (;;) {
        const Result<bool> success = tryOnce(*machine, wait);
        if (!success)
            return success.error();
        if (*success)
            return {};
        if (std::chrono::steady_clock::now() - m_waitStarted >= wait.deadline) {
            if (m_hasRecovered || wait.recovery.isEmpty())
                return lateStepError(m_step, wait.deadline, m_lines);
            if (Result<void> recovered = recover(*machine, wait); !recovered)
                return recovered;
        }
        if (!pauseFor(wait.interval, m_share.stop))
            return Error{ErrorKind::Stopped, QCoreApplication::translate("Run", "Stopped while waiting."), {}};
    }
}

Result<void> StepActions::recover(Machine &machine, const WaitUntil &wait)
{
    m_place.tell(RunEvent::Type::Note, QCoreApplication::translate("Run", "“%1” has not been reached within %2 s; one recovery is tried.")
                                           .arg(m_step.title, secondsText(wait.deadline)));
    m_hasRecovered = true;
    Result<void> recovered = runTold(machine, {QStringLiteral("exec recover ") + m_step.id, wait.recovery, recoveryDeadline});
    m_waitStarted = std::chrono::steady_clock::now();
    return recovered;
}

Error StepActions::noMachineError() const
{
    return {ErrorKind::Failed, QCoreApplication::translate("Run", "“%1” names no node to be done on.").arg(m_step.title), {}};
}

Error lateStepError(const Step &step, milliseconds deadline, const LineTeller &lines)
{
    const auto silent = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - lines.lastTime());
    const QString last = lines.lastLine().isEmpty()
                             ? QCoreApplication::translate("Run", "it has printed nothing")
                             : QCoreApplication::translate("Run", "last output %1 s ago: %2").arg(secondsText(silent), lines.lastLine());
    return {ErrorKind::Failed,
            QCoreApplication::translate("Run", "“%1” did not end within %2 s; %3").arg(step.title, secondsText(deadline), last),
            QCoreApplication::translate("Run", "Look at what it was waiting for on the host, then resume the run.")};
}
