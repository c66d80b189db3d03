#include "app/machine/ssh_session.h"

#include "app/base/plain_text.h"

#include <QCoreApplication>
#include <QRandomGenerator>

#include <libssh/libssh.h>
#include <poll.h>

namespace {
/// Key types in the order in which they are asked for: pinned ones first, so that another key of the host does not look like a change.
QByteArray keyTypesFor(const QStringList &pins)
{
    const QStringList all = {QStringLiteral("ssh-ed25519"),         QStringLiteral("ecdsa-sha2-nistp256"),
                             QStringLiteral("ecdsa-sha2-nistp384"), QStringLiteral("ecdsa-sha2-nistp521"),
                             QStringLiteral("rsa-sha2-512"),        QStringLiteral("rsa-sha2-256")};
    QStringList wanted;
    for (const QString &pin : pins)
        if (const auto key = readHostKey(pin)) {
            const bool isRsa = key->type == QLatin1String("ssh-rsa");
            wanted += isRsa ? QStringList{QStringLiteral("rsa-sha2-512"), QStringLiteral("rsa-sha2-256")} : QStringList{key->type};
        }
    wanted.removeIf([&all](const QString &type) { return !all.contains(type); });
    wanted += all;
    wanted.removeDuplicates();
    return wanted.join(QLatin1Char(',')).toLatin1();
}

void setOptions(ssh_session handle, const SshEndpoint &endpoint, const QStringList &pins, int descriptor)
{
    const bool no = false;
    const int yes = 1;
    ssh_options_set(handle, SSH_OPTIONS_PROCESS_CONFIG, &no);
    ssh_options_set(handle, SSH_OPTIONS_HOST, endpoint.host.toUtf8().constData());
    ssh_options_set(handle, SSH_OPTIONS_PORT, &endpoint.port);
    ssh_options_set(handle, SSH_OPTIONS_USER, "nobody"); // the login names the real one; libssh would ask the system
    ssh_options_set(handle, SSH_OPTIONS_NODELAY, &yes);
    ssh_options_set(handle, SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
    ssh_options_set(handle, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    ssh_options_set(handle, SSH_OPTIONS_HOSTKEYS, keyTypesFor(pins).constData());
    ssh_options_set(handle, SSH_OPTIONS_FD, &descriptor);
    ssh_set_blocking(handle, 0);
}

QString reasonOf(ssh_session handle)
{
    const QString reason = plainLine(ssh_get_error(handle), 300);
    return reason.isEmpty() ? QCoreApplication::translate("Ssh", "no reason given") : reason;
}

/// Growing, and different for each of many nodes behind one address.
std::chrono::milliseconds pauseBefore(int attempt)
{
    const int longest = 250 << attempt;
    return std::chrono::milliseconds(longest / 2 + QRandomGenerator::global()->bounded(longest / 2));
}
} // namespace

SshSession::SshSession(const SshEndpoint &endpoint, const SshPatience &patience)
    : m_endpoint(endpoint)
    , m_patience(patience)
    , m_handle(ssh_new())
{
}

SshSession::~SshSession()
{
    if (m_event) {
        ssh_event_remove_session(m_event, m_handle);
        ssh_event_free(m_event);
    }
    // Not ssh_disconnect(): with a descriptor of ours it forgets it unclosed, ssh_free() closes it.
    ssh_free(m_handle);
}

Result<std::unique_ptr<SshSession>> SshSession::greeted(const SshEndpoint &endpoint, const QStringList &pins, const SshPatience &patience,
                                                        std::stop_token stop)
{
    const StopBell bell(std::move(stop));
    const QDeadlineTimer deadline(patience.connect + patience.greeting);
    for (int attempt = 1;; ++attempt) {
        auto socket = connectedSocket(endpoint, QDeadlineTimer(patience.connect), bell);
        if (!socket)
            return socket.error();
        std::unique_ptr<SshSession> session(new SshSession(endpoint, patience));
        const auto done = session->exchangeKeys(*std::move(socket), pins, bell);
        if (done)
            return session;
        if (!session->wasTurnedAway() || attempt == 5 || deadline.hasExpired())
            return done.error();
        if (waitFor(-1, 0, QDeadlineTimer(pauseBefore(attempt)), bell) == WaitEnd::Stopped)
            return stoppedError(endpoint);
    }
}

Result<void> SshSession::exchangeKeys(SshSocket socket, const QStringList &pins, const StopBell &bell)
{
    const QString place = m_endpoint.place();
    setOptions(m_handle, m_endpoint, pins, socket.release());
    const auto done = repeated([this] { return ssh_connect(m_handle); }, SSH_AGAIN, QDeadlineTimer(m_patience.greeting), bell);
    if (!done && done.error().kind == ErrorKind::Stopped)
        return done.error();
    if (!done)
        return Error{ErrorKind::Unreachable,
                     QCoreApplication::translate("Ssh", "%1 accepts connections, but does not answer as an SSH server.").arg(place),
                     QCoreApplication::translate("Ssh", "The node or its SSH server may hang, or the port may belong to something else.")};
    if (*done == SSH_OK)
        return {};
    if (wasTurnedAway())
        return Error{
            ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "%1 closed the connection before greeting.").arg(place),
            QCoreApplication::translate(
                "Ssh", "It may limit simultaneous logins (MaxStartups) or refuse this computer; try again, or look at its SSH log.")};
    return Error{ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "No SSH session with %1: %2.").arg(place, reasonOf(m_handle)),
                 QCoreApplication::translate("Ssh", "Check that the port is an SSH server's, and the algorithms it allows.")};
}

Result<HostKey> SshSession::hostKey() const
{
    ssh_key key = nullptr;
    char *base64 = nullptr;
    std::optional<HostKey> read;
    if (ssh_get_server_publickey(m_handle, &key) == SSH_OK && ssh_pki_export_pubkey_base64(key, &base64) == SSH_OK)
        read = hostKeyOfBlob(QByteArray::fromBase64(base64));
    ssh_string_free_char(base64);
    ssh_key_free(key);
    if (!read)
        return Error{ErrorKind::Unreachable,
                     QCoreApplication::translate("Ssh", "The host key of %1 could not be read.").arg(m_endpoint.place()),
                     QCoreApplication::translate("Ssh", "Look at the SSH server's log on the node.")};
    return *read;
}

bool SshSession::isConnected() const
{
    return ssh_is_connected(m_handle) && ssh_get_fd(m_handle) != SSH_INVALID_SOCKET &&
           !(ssh_get_status(m_handle) & (SSH_CLOSED | SSH_CLOSED_ERROR));
}

bool SshSession::wasTurnedAway() const
{
    return !ssh_get_serverbanner(m_handle) && !isConnected() && QByteArrayView(ssh_get_error(m_handle)).startsWith("Socket error");
}

bool SshSession::handlePackets()
{
    // Reading a channel stops handling packets at its end of file, and the exit status may come after that.
    if (!m_event) {
        m_event = ssh_event_new();
        ssh_event_add_session(m_event, m_handle);
    }
    return ssh_event_dopoll(m_event, 0) != SSH_ERROR && isConnected();
}

WaitEnd SshSession::wait(QDeadlineTimer deadline, const StopBell &bell) const
{
    const bool hasToWrite = ssh_get_poll_flags(m_handle) & SSH_WRITE_PENDING;
    return waitFor(ssh_get_fd(m_handle), short(hasToWrite ? POLLIN | POLLOUT : POLLIN), deadline, bell);
}

Result<int> SshSession::repeated(const std::function<int()> &step, int again, QDeadlineTimer deadline, const StopBell &bell) const
{
    for (;;) {
        const int status = step();
        if (status != again)
            return status;
        if (ssh_get_fd(m_handle) == SSH_INVALID_SOCKET) // a polite good-bye of the server leaves libssh waiting
            return SSH_ERROR;
        switch (wait(deadline, bell)) {
        case WaitEnd::Ready:
            break;
        case WaitEnd::Stopped:
            return stoppedError(m_endpoint);
        case WaitEnd::TimedOut:
            return Error{ErrorKind::Unreachable, QCoreApplication::translate("Ssh", "%1 did not answer in time.").arg(m_endpoint.place()),
                         QCoreApplication::translate("Ssh", "The node or the network may be overloaded; try again.")};
        }
    }
}

Error SshSession::lostError() const
{
    return {ErrorKind::Unreachable,
            QCoreApplication::translate("Ssh", "The connection to %1 was lost: %2.").arg(m_endpoint.place(), reasonOf(m_handle)),
            QCoreApplication::translate("Ssh", "Check the network and that the node is on; then connect again.")};
}

Result<HostKey> hostKeyOf(const SshEndpoint &endpoint, std::stop_token stop, const SshPatience &patience)
{
    const auto session = SshSession::greeted(endpoint, {}, patience, std::move(stop));
    if (!session)
        return session.error();
    return (*session)->hostKey();
}
