// Where a simulated node listens: an unprivileged port on 127.0.0.1 and a host key made at the start.
#pragma once

#include "app/base/result.h"
#include "app/demo/demo_ssh_connection.h"

#include <memory>

class DemoDoor
{
public:
    static Result<std::shared_ptr<DemoDoor>> opened(const DemoLogin &login, const std::shared_ptr<DemoHost> &host);
    ~DemoDoor();
    DemoDoor(const DemoDoor &) = delete;
    DemoDoor &operator=(const DemoDoor &) = delete;

    int socket() const { return m_socket; }
    int port() const { return m_port; }
    /// `ssh-ed25519 AAAA…`
    QByteArray hostKey() const { return m_hostKey; }
    DemoHost &host() const { return *m_host; }
    /// The next client that waits; null if none does, or the host is off and it was sent away.
    std::unique_ptr<DemoConnection> accepted() const;

private:
    DemoDoor(const DemoLogin &login, const std::shared_ptr<DemoHost> &host);
    Result<void> listen();
    Result<void> makeKey();

    DemoLogin m_login;
    std::shared_ptr<DemoHost> m_host;
    ssh_bind m_bind;
    int m_socket = -1;
    int m_port = 0;
    QByteArray m_hostKey;
};
