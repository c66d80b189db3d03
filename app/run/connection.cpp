#include "app/run/connection.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

using std::chrono::milliseconds;

namespace {
const milliseconds longestPause{10000};
/// The shortest time that a connection is given, however little patience is left.
const milliseconds shortestOpening{5000};

milliseconds pauseBefore(int tries)
{
    return std::min(longestPause, milliseconds(500) * (1 << std::min(tries, 6)));
}

QString clockText(qint64 time)
{
    return QDateTime::fromMSecsSinceEpoch(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}
} // namespace

Connection::Connection(const RunShare &share, const NodeId &node, bool wasReached) : m_share(share), m_node(node), m_wasReached(wasReached) {}

void Connection::lose(const Error &error)
{
    m_machine.reset();
    m_why = error;
    if (m_lost)
        return;
    m_lost = std::chrono::steady_clock::now();
    m_lostClock = QDateTime::currentMSecsSinceEpoch();
}

void Connection::heard()
{
    m_lost.reset();
    m_tries = 0;
}

Result<Machine *> Connection::open(const std::stop_token &stop)
{
    const Alarm alarm(stop, std::max(shortestOpening, m_lost ? patienceLeft() : m_share.execution.patience));
    Result<std::unique_ptr<Machine>> opened = m_share.execution.openMachine(m_node, alarm.token());
    if (opened) {
        m_machine = std::move(*opened);
        m_wasReached = true;
        return m_machine.get();
    }
    if (!alarm.hasRung())
        return opened.error();
    return Error{ErrorKind::Unreachable, QCoreApplication::translate("Run", "%1 did not answer in time.").arg(m_node), {}};
}

Result<Machine *> Connection::machine(const StepPlace &place, const std::stop_token &stop)
{
    if (m_machine)
        return m_machine.get();
    if (m_lost && m_tries == 0)
        place.tell(RunEvent::Type::Note, QCoreApplication::translate("Run", "The connection to %1 was lost; it is opened again.").arg(m_node), m_why.message);
    for (;;) {
        if (m_lost && !pauseFor(std::min(pauseBefore(m_tries++), patienceLeft()), stop))
            return Error{ErrorKind::Stopped, QCoreApplication::translate("Run", "Stopped while waiting for %1.").arg(m_node), {}};
        Result<Machine *> opened = open(stop);
        if (opened)
            return opened;
        if (opened.error().kind == ErrorKind::Stopped)
            return opened;
        // A node that starts anew refuses logins for a while, so after a loss a refusal is no last word. Another host key is.
        const bool mayComeBack = opened.error().kind == ErrorKind::Unreachable || opened.error().kind == ErrorKind::LoginRefused;
        if (!m_wasReached || !mayComeBack)
            return opened;
        lose(opened.error());
        if (patienceLeft() == milliseconds(0))
            return awayError();
    }
}

milliseconds Connection::patienceLeft() const
{
    const auto away = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - *m_lost);
    return std::max(milliseconds(0), m_share.execution.patience - away);
}

Error Connection::awayError() const
{
    return {m_why.kind,
            QCoreApplication::translate("Run", "%1 has been away since %2: %3").arg(m_node, clockText(m_lostClock), m_why.message),
            QCoreApplication::translate("Run", "Check the host and its network, then resume run %1: what is done stays done, and a job that goes on "
                                               "there is found again.").arg(m_share.execution.runId)};
}
