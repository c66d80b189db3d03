// The TCP part of an SSH session: names, addresses, a connected socket. Every wait ends at a deadline or a stop.
#pragma once

#include "app/base/result.h"
#include "app/machine/ssh_wait.h"
#include "app/topology/topology.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

/// Where a node listens, and how sentences call it.
struct SshEndpoint
{
    NodeId node;
    QString host;
    int port = 22;

    QString address() const; ///< 10.5.0.1:22, [fd00::1]:22
    QString place() const;   ///< master-1 (10.5.0.1:22)
};

/// An open socket that closes itself.
class SshSocket
{
public:
    explicit SshSocket(int descriptor = -1)
        : m_descriptor(descriptor)
    {
    }
    ~SshSocket();
    SshSocket(SshSocket &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    SshSocket &operator=(SshSocket &&other) noexcept;

    int descriptor() const { return m_descriptor; }
    int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

/// Socket addresses (struct sockaddr_*) of a host, numeric or by name. Errors: Unreachable, Stopped.
Result<QList<QByteArray>> resolvedAddresses(const SshEndpoint &endpoint, QDeadlineTimer deadline, const StopBell &bell);

/// The first address that answers, with TCP_NODELAY, keep-alive (15 s, then 5 s x 3) and a limit of 30 s on unanswered data.
/// Errors: Unreachable (unknown name, refused, timed out, no route: a sentence each), Stopped.
Result<SshSocket> connectedSocket(const SshEndpoint &endpoint, QDeadlineTimer deadline, const StopBell &bell);

/// The user's stop as an error.
Error stoppedError(const SshEndpoint &endpoint);
