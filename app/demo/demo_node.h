// A simulated node: a real SSH server inside the process, on a loopback port, before a simulated host. Faults can be set while it runs.
#pragma once

#include "app/demo/demo_server.h"

#include <functional>
#include <memory>

class DemoNode
{
public:
    /// A node with a thread of its own.
    static Result<std::unique_ptr<DemoNode>> started(const DemoSetup &setup, const DemoLogin &login);
    /// A node that a server of several will serve. `wake` tells that server to look.
    DemoNode(const std::shared_ptr<DemoDoor> &door, const std::function<void()> &wake);
    ~DemoNode();
    DemoNode(const DemoNode &) = delete;
    DemoNode &operator=(const DemoNode &) = delete;

    int port() const { return m_door->port(); }
    /// `ssh-ed25519 AAAA…`
    QByteArray hostKey() const { return m_door->hostKey(); }
    DemoFaults faults() const { return m_door->host().faults(); }
    void setFaults(const DemoFaults &faults);
    /// Running jobs are lost, connections end, a started service comes back.
    void reboot();
    void dropConnections();
    QStringList verbs() const { return m_door->host().verbs(); }
    std::optional<QByteArray> file(const QString &path) const { return m_door->host().file(path); }

private:
    std::shared_ptr<DemoDoor> m_door;
    std::unique_ptr<DemoServer> m_server; ///< if it is its own
    std::function<void()> m_wake;
};
