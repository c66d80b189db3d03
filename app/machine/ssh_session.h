// libssh behind one class: a connected session, non-blocking, driven until it is done, stopped or late.
#pragma once

#include "app/machine/host_keys.h"
#include "app/machine/ssh_connect.h"

#include <functional>
#include <memory>

struct ssh_session_struct;
struct ssh_event_struct;

/// How long each part of opening a session may take.
struct SshPatience
{
    std::chrono::milliseconds connect{10000};
    std::chrono::milliseconds greeting{15000}; ///< banner and key exchange, with repeated tries
    std::chrono::milliseconds login{30000};    ///< each way to log in
    std::chrono::milliseconds channel{15000};
};

class SshSession
{
public:
    /// Connects and exchanges keys; prefers key types that are pinned. A server that closes before its greeting is busy (MaxStartups):
    /// tried again after growing pauses. Errors: Unreachable, Stopped.
    static Result<std::unique_ptr<SshSession>> greeted(const SshEndpoint &endpoint, const QStringList &pins, const SshPatience &patience,
                                                       std::stop_token stop);
    ~SshSession();
    SshSession(const SshSession &) = delete;
    SshSession &operator=(const SshSession &) = delete;

    Result<HostKey> hostKey() const;
    const SshEndpoint &endpoint() const { return m_endpoint; }
    const SshPatience &patience() const { return m_patience; }
    ssh_session_struct *handle() const { return m_handle; }
    bool isConnected() const;

    /// Calls `step` (a libssh function) until it returns something else than `again`. Errors: Unreachable (late), Stopped.
    Result<int> repeated(const std::function<int()> &step, int again, QDeadlineTimer deadline, const StopBell &bell) const;
    /// Handles the packets that have come; false if the connection went.
    bool handlePackets();
    /// Waits for the socket, for writing too if libssh has something to send.
    WaitEnd wait(QDeadlineTimer deadline, const StopBell &bell) const;
    /// The connection went; with libssh's reason.
    Error lostError() const;

private:
    SshSession(const SshEndpoint &endpoint, const SshPatience &patience);
    bool wasTurnedAway() const; ///< closed before a greeting
    Result<void> exchangeKeys(SshSocket socket, const QStringList &pins, const StopBell &bell);

    SshEndpoint m_endpoint;
    SshPatience m_patience;
    ssh_session_struct *m_handle = nullptr;
    ssh_event_struct *m_event = nullptr;
};

/// Which key a host shows, without logging in: for the table of unknown keys.
Result<HostKey> hostKeyOf(const SshEndpoint &endpoint, std::stop_token stop, const SshPatience &patience = {});
