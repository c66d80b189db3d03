#include "app/machine/ssh_channel.h"

#include "app/base/plain_text.h"

#include <QCoreApplication>

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include <algorithm>

struct SshChannel::Callbacks
{
    ssh_channel_callbacks_struct table{};

    /// Whichever call into libssh handles packets, their data ends up here: nothing is left in its buffers when the socket is waited for.
    static int receive(ssh_session, ssh_channel, void *bytes, uint32_t size, int isErr, void *channel)
    {
        auto *self = static_cast<SshChannel *>(channel);
        (isErr ? self->m_receivedErr : self->m_receivedOut).append(static_cast<const char *>(bytes), qsizetype(size));
        return int(size);
    }
    static void tellStatus(ssh_session, ssh_channel, int status, void *channel)
    {
        auto *self = static_cast<SshChannel *>(channel);
        self->m_hasStatus = true;
        self->m_exitStatus = status;
    }
    static void tellSignal(ssh_session, ssh_channel, const char *signal, int, const char *, const char *, void *channel)
    {
        static_cast<SshChannel *>(channel)->m_signal = plainLine(signal, 20);
    }
};

SshChannel::SshChannel(SshSession &session)
    : m_session(session)
    , m_channel(ssh_channel_new(session.handle()))
    , m_callbacks(std::make_unique<Callbacks>())
{
    m_callbacks->table.userdata = this;
    m_callbacks->table.channel_data_function = Callbacks::receive;
    m_callbacks->table.channel_exit_status_function = Callbacks::tellStatus;
    m_callbacks->table.channel_exit_signal_function = Callbacks::tellSignal;
    ssh_callbacks_init(&m_callbacks->table);
    if (m_channel)
        ssh_set_channel_callbacks(m_channel, &m_callbacks->table);
}

SshChannel::~SshChannel()
{
    if (!m_channel)
        return;
    ssh_remove_channel_callbacks(m_channel, &m_callbacks->table); // libssh may keep the channel until the server closes it too
    ssh_channel_free(m_channel);
}

Result<std::unique_ptr<SshChannel>> SshChannel::executing(SshSession &session, const QByteArray &exec, const StopBell &bell)
{
    std::unique_ptr<SshChannel> channel(new SshChannel(session));
    const QDeadlineTimer deadline(session.patience().channel);
    ssh_channel raw = channel->m_channel;
    const auto opened = session.repeated([raw] { return ssh_channel_open_session(raw); }, SSH_AGAIN, deadline, bell);
    if (!opened)
        return opened.error();
    const auto started = *opened == SSH_OK ? session.repeated([raw, &exec] { return ssh_channel_request_exec(raw, exec.constData()); },
                                                              SSH_AGAIN, deadline, bell)
                                           : opened;
    if (!started)
        return started.error();
    if (*started == SSH_OK)
        return channel;
    // After a reset libssh may call itself connected still: only a refusal that the server spoke is one.
    if (!session.isConnected() || ssh_get_error_code(session.handle()) != SSH_REQUEST_DENIED)
        return session.lostError();
    return Error{ErrorKind::Failed,
                 QCoreApplication::translate("Ssh", "%1 refuses another command on this connection.").arg(session.endpoint().place()),
                 QCoreApplication::translate("Ssh", "Look at MaxSessions, ForceCommand and the SSH server's log on the node.")};
}

void SshChannel::write(const Secret &bytes)
{
    if (!bytes.isEmpty())
        m_input.append(bytes);
}

bool SshChannel::giveReceived(const OnOutput &take)
{
    const QByteArray out = std::exchange(m_receivedOut, {});
    const QByteArray err = std::exchange(m_receivedErr, {});
    if (!out.isEmpty())
        take(Stream::Out, out);
    if (!err.isEmpty())
        take(Stream::Err, err);
    return !out.isEmpty() || !err.isEmpty();
}

Result<bool> SshChannel::writeSome()
{
    bool hasWritten = false;
    while (!m_input.isEmpty() && ssh_channel_is_open(m_channel)) {
        const QByteArrayView left = m_input.first().bytes().sliced(m_written);
        const qsizetype fits = std::min({left.size(), qsizetype(ssh_channel_window_size(m_channel)), qsizetype(32 * 1024)});
        if (fits == 0 || (ssh_get_poll_flags(m_session.handle()) & SSH_WRITE_PENDING))
            return hasWritten;
        const int size = ssh_channel_write(m_channel, left.data(), uint32_t(fits));
        if (size < 0)
            return m_session.isConnected() ? Result<bool>(hasWritten) : m_session.lostError();
        hasWritten = hasWritten || size > 0;
        m_written += size;
        if (m_written == m_input.first().bytes().size()) {
            m_input.removeFirst();
            m_written = 0;
        }
        if (size == 0)
            return hasWritten;
    }
    if (m_input.isEmpty() && m_closesInput && !m_hasClosedInput) {
        m_hasClosedInput = true;
        ssh_channel_send_eof(m_channel);
    }
    return hasWritten;
}

Result<bool> SshChannel::turn(const OnOutput &take)
{
    const bool isConnected = m_session.handlePackets();
    const bool hasReceived = giveReceived(take);
    if (hasReceived || hasEnded())
        return hasReceived;
    if (!isConnected)
        return m_session.lostError();
    Result<bool> hasWritten = writeSome();
    if (!hasWritten)
        return hasWritten;
    // Writing may have handled packets too: what they brought must not wait for the socket to stir again.
    return giveReceived(take) || *hasWritten;
}

bool SshChannel::hasEnded() const
{
    const bool isEmpty = m_receivedOut.isEmpty() && m_receivedErr.isEmpty();
    const bool isClosed = ssh_channel_is_closed(m_channel) && m_session.isConnected();
    return isEmpty && (isClosed || (hasStatus() && ssh_channel_is_eof(m_channel)));
}
