// The thread that serves many simulated nodes: one poll over all their ports and clients, no thread a connection.
#pragma once

#include "app/demo/demo_ssh_door.h"

#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

class DemoServer
{
public:
    explicit DemoServer(const std::vector<std::shared_ptr<DemoDoor>> &doors);
    /// Ends all connections.
    ~DemoServer();
    DemoServer(const DemoServer &) = delete;
    DemoServer &operator=(const DemoServer &) = delete;

    /// Something about a host has changed: look at once.
    void wake();

private:
    void serve(const std::stop_token &stop);
    int waitMs() const;
    void wait(std::vector<bool> &ready);

    std::vector<std::shared_ptr<DemoDoor>> m_doors;
    std::vector<std::unique_ptr<DemoConnection>> m_connections; ///< of the thread alone
    int m_wakers[2] = {-1, -1};
    std::jthread m_thread;
};
