// One command on a session: its stdin, both output streams, and how it ended.
#pragma once

#include "app/machine/machine.h"
#include "app/machine/ssh_session.h"

struct ssh_channel_struct;

class SshChannel
{
public:
    /// Opens a channel and starts `exec`. Errors: Unreachable, Failed (the server refuses a channel or the command), Stopped.
    static Result<std::unique_ptr<SshChannel>> executing(SshSession &session, const QByteArray &exec, const StopBell &bell);
    ~SshChannel();
    SshChannel(const SshChannel &) = delete;
    SshChannel &operator=(const SshChannel &) = delete;

    /// Queues bytes for stdin.
    void write(const Secret &bytes);
    /// Ends stdin behind what is queued.
    void closeInput() { m_closesInput = true; }
    /// Gives what has come, writes what fits; false if there was nothing to do: then wait for the session. Error: Unreachable.
    Result<bool> turn(const OnOutput &take);

    /// Nothing more will come: the streams are at their end and the status is known, or the server closed the channel.
    bool hasEnded() const;
    bool hasStatus() const { return m_hasStatus || !m_signal.isEmpty(); }
    int exitStatus() const { return m_hasStatus ? m_exitStatus : -1; }
    const QString &signal() const { return m_signal; } ///< without SIG

private:
    struct Callbacks;
    explicit SshChannel(SshSession &session);
    bool giveReceived(const OnOutput &take);
    Result<bool> writeSome();

    SshSession &m_session;
    ssh_channel_struct *m_channel = nullptr;
    std::unique_ptr<Callbacks> m_callbacks;
    QByteArray m_receivedOut, m_receivedErr; ///< at most a window each
    QList<Secret> m_input;
    qsizetype m_written = 0; ///< of the first one
    bool m_closesInput = false, m_hasClosedInput = false, m_hasStatus = false;
    int m_exitStatus = -1;
    QString m_signal;
};
