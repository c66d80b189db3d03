#include "app/machine/ssh_script.h"

#include "app/base/plain_text.h"
#include "app/machine/remote_script.h"
#include "app/machine/ssh_channel.h"

#include <QCoreApplication>

namespace {
constexpr qsizetype longestOutput = 16LL * 1024 * 1024;
constexpr std::chrono::milliseconds patienceForStragglers{2000};

/// A script on its way: from the wrapper's nonce to its end.
class RunningScript
{
public:
    RunningScript(SshSession &session, const ScriptOrder &order)
        : m_session(session)
        , m_order(order)
        , m_nonce(newNonce())
        , m_out(m_nonce)
        , m_err(m_nonce)
    {
    }

    Result<Outcome> run(const StopBell &bell);
    qint64 group() const { return m_out.group(); }

private:
    Result<void> advance(const StopBell &bell, QDeadlineTimer deadline);
    void take(Stream stream, QByteArrayView bytes);
    void sendScript();
    Result<void> judgePrivilege() const;
    Error neverBegan() const;
    Error lateError() const;
    QString place() const { return m_session.endpoint().place(); }

    SshSession &m_session;
    const ScriptOrder &m_order;
    QByteArray m_nonce;
    FrameReader m_out, m_err;
    std::unique_ptr<SshChannel> m_channel;
    Outcome m_outcome;
    bool m_hasSent = false, m_isTooLong = false;
    bool m_isLeft = false; ///< ended, but others hold its streams
};

void RunningScript::take(Stream stream, QByteArrayView bytes)
{
    FrameReader &reader = stream == Stream::Out ? m_out : m_err;
    const QByteArray framed = reader.isOpen() ? QByteArray() : reader.feed(bytes);
    const QByteArrayView inside = framed.isNull() && reader.isOpen() ? bytes : QByteArrayView(framed);
    if (inside.isEmpty())
        return;
    if (m_order.onOutput) {
        m_order.onOutput(stream, inside);
        return;
    }
    QByteArray &kept = stream == Stream::Out ? m_outcome.out : m_outcome.err;
    kept.append(inside);
    m_isTooLong = m_isTooLong || kept.size() > longestOutput;
}

void RunningScript::sendScript()
{
    QByteArray input = scriptInput(m_nonce, m_order.script.verb, m_order.script.text.bytes());
    m_channel->write(Secret::takenFrom(input));
    m_channel->closeInput();
    m_hasSent = true;
}

/// The last two lines: what comes first is a lecture or a banner.
QString lastWords(QByteArray said)
{
    QByteArrayList lines = said.replace('\r', '\n').split('\n');
    lines.removeIf([](const QByteArray &line) { return line.trimmed().isEmpty(); });
    return plainLine(lines.sliced(std::max(qsizetype(0), lines.size() - 2)).join(' '), 300);
}

/// sudo asks once for the password that it got, and a second time if that was wrong.
Result<void> RunningScript::judgePrivilege() const
{
    const qsizetype questions = m_err.isOpen() || m_order.privilege != Privilege::Sudo ? 0 : m_err.preface().count(passwordPrompt(m_nonce));
    if (questions > 0 && m_order.password.isEmpty())
        return Error{
            ErrorKind::LoginRefused, QCoreApplication::translate("Ssh", "sudo on %1 asks for a password, and none is known.").arg(place()),
            QCoreApplication::translate("Ssh", "Give a password (sudo-password) for this node, or allow the user sudo without one.")};
    if (questions > 1)
        return Error{ErrorKind::LoginRefused, QCoreApplication::translate("Ssh", "sudo on %1 did not accept the password.").arg(place()),
                     QCoreApplication::translate("Ssh", "Correct the password (sudo-password) for this node; it was tried once.")};
    return {};
}

Error RunningScript::neverBegan() const
{
    QByteArray said = m_err.preface();
    said.replace(passwordPrompt(m_nonce), "");
    QString reason = lastWords(said);
    if (reason.isEmpty())
        reason = lastWords(m_out.preface());
    if (reason.endsWith(QLatin1Char('.')))
        reason.chop(1);
    if (reason.isEmpty())
        reason = QCoreApplication::translate("Ssh", "exit status %1").arg(m_channel->exitStatus());
    if (m_order.script.asRoot && m_order.privilege != Privilege::Root) {
        const QString tool = m_order.privilege == Privilege::Sudo ? QStringLiteral("sudo") : QStringLiteral("doas");
        return {ErrorKind::LoginRefused,
                QCoreApplication::translate("Ssh", "%1 on %2 refused to run commands as root: %3.").arg(tool, place(), reason),
                QCoreApplication::translate("Ssh", "Check that %1 is installed there and allows this user to run sh without a terminal.")
                    .arg(tool)};
    }
    return {ErrorKind::LoginRefused,
            QCoreApplication::translate("Ssh", "The login shell on %1 did not run a command: %2.").arg(place(), reason),
            QCoreApplication::translate("Ssh", "Check the user's login shell and start-up files on the node.")};
}

Error RunningScript::lateError() const
{
    const double seconds = double(m_order.script.deadline.count()) / 1000;
    const QString state = m_hasSent ? QCoreApplication::translate("Ssh", "did not end within %1 s and was ended")
                                    : QCoreApplication::translate("Ssh", "did not begin within %1 s");
    return {ErrorKind::Failed,
            QCoreApplication::translate("Ssh", "A command on %1 (%2) %3.").arg(place(), m_order.script.verb, state.arg(seconds)),
            QCoreApplication::translate("Ssh", "Look at the node's load and disk; then try again.")};
}

/// One round: what has come, what may go, then a wait if there was neither.
Result<void> RunningScript::advance(const StopBell &bell, QDeadlineTimer deadline)
{
    const auto moved = m_channel->turn([this](Stream stream, QByteArrayView bytes) { take(stream, bytes); });
    if (!moved)
        return moved.error();
    if (m_isTooLong)
        return Error{ErrorKind::Failed,
                     QCoreApplication::translate("Ssh", "A command on %1 (%2) printed more than 16 MB.").arg(place(), m_order.script.verb),
                     QCoreApplication::translate("Ssh", "This is not expected of it; look at the node.")};
    if (const auto allowed = judgePrivilege(); !allowed)
        return allowed.error();
    if (m_out.isOpen() && !m_hasSent)
        sendScript();
    else if (!*moved && !m_channel->hasEnded()) {
        // A process left behind may hold the streams open for ever; the script itself has ended then.
        const QDeadlineTimer soon(m_channel->hasStatus()
                                      ? std::min(patienceForStragglers, std::chrono::milliseconds(deadline.remainingTime()))
                                      : std::chrono::milliseconds(deadline.remainingTime()));
        const WaitEnd end = m_session.wait(soon, bell);
        if (end == WaitEnd::Stopped)
            return stoppedError(m_session.endpoint());
        if (end == WaitEnd::TimedOut && !m_channel->hasStatus())
            return lateError();
        if (end == WaitEnd::TimedOut)
            m_isLeft = true;
    } else if (bell.isRung()) {
        return stoppedError(m_session.endpoint());
    }
    return {};
}

Result<Outcome> RunningScript::run(const StopBell &bell)
{
    const QDeadlineTimer deadline(m_order.script.deadline);
    auto channel = SshChannel::executing(m_session, wrappedExec(m_order.privilege, m_order.script.asRoot, m_nonce), bell);
    if (!channel)
        return channel.error();
    m_channel = *std::move(channel);
    if (m_order.script.asRoot && m_order.privilege == Privilege::Sudo && !m_order.password.isEmpty()) {
        QByteArray line = m_order.password.bytes().toByteArray() + '\n';
        m_channel->write(Secret::takenFrom(line));
    }
    while (!m_channel->hasEnded() && !m_isLeft) {
        if (const auto step = advance(bell, deadline); !step)
            return step.error();
        if (deadline.hasExpired() && !m_channel->hasStatus())
            return lateError();
    }
    if (!m_out.isOpen())
        return neverBegan();
    if (!m_channel->hasStatus())
        return m_session.lostError();
    m_outcome.exitStatus = m_channel->exitStatus();
    m_outcome.signal = m_channel->signal();
    return std::move(m_outcome);
}

/// TERM, a second, KILL; over a channel of its own, since closing the script's channel ends nothing.
void endGroup(SshSession &session, const ScriptOrder &order, qint64 group)
{
    const QByteArray name = "-" + QByteArray::number(group);
    QByteArray text = "kill -s TERM -- " + name +
                      " 2>/dev/null || exit 0\n"
                      "i=0\nwhile [ $i -lt 10 ]; do kill -s 0 -- " +
                      name +
                      " 2>/dev/null || exit 0; sleep 0.1; i=$((i + 1)); done\n"
                      "kill -s KILL -- " +
                      name + "\n";
    ScriptOrder kill{{QStringLiteral("exec end-group"), Secret(text), order.script.asRoot, std::chrono::milliseconds(5000)},
                     order.privilege,
                     order.password,
                     {}};
    const StopBell silent{std::stop_token()};
    (void)RunningScript(session, kill).run(silent);
}
} // namespace

Result<Outcome> runScript(SshSession &session, const ScriptOrder &order, std::stop_token stop)
{
    if (!session.isConnected())
        return session.lostError();
    const StopBell bell(std::move(stop));
    RunningScript running(session, order);
    auto outcome = running.run(bell);
    const bool isLeftRunning =
        !outcome && outcome.error().kind != ErrorKind::Unreachable && outcome.error().kind != ErrorKind::LoginRefused;
    if (isLeftRunning && running.group() > 1 && session.isConnected())
        endGroup(session, order, running.group());
    return outcome;
}
