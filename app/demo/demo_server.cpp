#include "app/demo/demo_server.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>

DemoServer::DemoServer(const std::vector<std::shared_ptr<DemoDoor>> &doors)
    : m_doors(doors)
{
    if (::pipe2(m_wakers, O_CLOEXEC | O_NONBLOCK) == 0)
        m_thread = std::jthread([this](const std::stop_token &stop) { serve(stop); });
}

DemoServer::~DemoServer()
{
    m_thread.request_stop();
    wake();
    if (m_thread.joinable())
        m_thread.join();
    ::close(m_wakers[0]);
    ::close(m_wakers[1]);
}

void DemoServer::wake()
{
    const char byte = 0;
    if (::write(m_wakers[1], &byte, 1) < 0)
        return; // full: the thread will look anyway
}

int DemoServer::waitMs() const
{
    int wait = -1;
    for (const std::unique_ptr<DemoConnection> &connection : m_connections) {
        const int own = connection->isSilent() ? -1 : connection->waitMs();
        if (own >= 0 && (wait < 0 || own < wait))
            wait = own;
    }
    return wait;
}

/// Waits, and says of each connection whether its socket is ready. New clients are taken in.
void DemoServer::wait(std::vector<bool> &ready)
{
    std::vector<pollfd> sockets;
    sockets.reserve(1 + m_doors.size() + m_connections.size());
    sockets.push_back({m_wakers[0], POLLIN, 0});
    // A negative number is left out by poll: a silent host neither greets nor reads.
    for (const std::shared_ptr<DemoDoor> &door : m_doors)
        sockets.push_back({door->host().faults().hangs ? -1 : door->socket(), POLLIN, 0});
    for (const std::unique_ptr<DemoConnection> &connection : m_connections)
        sockets.push_back({connection->isSilent() ? -1 : connection->socket(), short(connection->wantsWrite() ? POLLIN | POLLOUT : POLLIN), 0});
    ::poll(sockets.data(), nfds_t(sockets.size()), waitMs());
    char bytes[256];
    while (sockets[0].revents && ::read(m_wakers[0], bytes, sizeof bytes) > 0) {
    }
    ready.clear();
    for (size_t at = 1 + m_doors.size(); at < sockets.size(); ++at)
        ready.push_back(sockets[at].revents != 0);
    for (size_t at = 0; at < m_doors.size(); ++at) {
        if (!sockets[1 + at].revents)
            continue;
        if (std::unique_ptr<DemoConnection> connection = m_doors[at]->accepted())
            m_connections.push_back(std::move(connection));
    }
    ready.resize(m_connections.size(), false);
}

void DemoServer::serve(const std::stop_token &stop)
{
    std::vector<bool> ready;
    while (!stop.stop_requested()) {
        wait(ready);
        for (size_t at = 0; at < m_connections.size(); ++at)
            m_connections[at]->process(ready[at]);
        const auto over = std::remove_if(m_connections.begin(), m_connections.end(),
                                         [](const std::unique_ptr<DemoConnection> &connection) { return connection->isOver(); });
        m_connections.erase(over, m_connections.end());
    }
    m_connections.clear();
}
