#include <QtGlobal>

#include "tests/support/odd_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace {
sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(quint16(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool isReadable(int descriptor)
{
    pollfd watched{descriptor, POLLIN, 0};
    return poll(&watched, 1, 20) > 0;
}
} // namespace

OddServer::OddServer(Manner manner, int target, qint64 bytes)
    : m_manner(manner)
    , m_target(target)
    , m_bytes(bytes)
    , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto *name = reinterpret_cast<sockaddr *>(&address);
    bind(m_listener, name, size);
    listen(m_listener, manner == Manner::Full ? 0 : 64);
    getsockname(m_listener, name, &size);
    m_port = ntohs(address.sin_port);
    if (manner == Manner::Full) {
        for (int &filling : m_filling) {
            filling = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            (void)connect(filling, name, size);
        }
    } else {
        m_thread = std::thread([this] { serve(); });
    }
}

OddServer::~OddServer()
{
    m_isStopping = true;
    if (m_thread.joinable())
        m_thread.join();
    for (const int filling : m_filling)
        if (filling >= 0)
            close(filling);
    close(m_listener);
}

int OddServer::connectTo(int port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    if (connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

void OddServer::serve()
{
    while (!m_isStopping)
        if (isReadable(m_listener))
            serveOne(accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC));
}

void OddServer::serveOne(int client)
{
    ++m_connections;
    if (m_manner == Manner::Proxy)
        handOn(client);
    if (m_manner == Manner::Web) {
        const char answer[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
        (void)!write(client, answer, sizeof answer - 1);
    }
    if (m_manner == Manner::Silent)
        while (!m_isStopping)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    close(client);
}

void OddServer::handOn(int client)
{
    const int server = connectTo(m_target);
    std::array<char, 16384> buffer{};
    qint64 left = m_bytes < 0 ? 1'000'000'000 : m_bytes;
    while (!m_isStopping && left > 0) {
        pollfd watched[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (poll(watched, 2, 20) <= 0)
            continue;
        const bool isFromClient = watched[0].revents != 0;
        const ssize_t size = read(isFromClient ? client : server, buffer.data(), buffer.size());
        if (size <= 0)
            break;
        const ssize_t passed = isFromClient ? size : std::min<ssize_t>(size, left);
        (void)!write(isFromClient ? server : client, buffer.data(), size_t(passed));
        left -= isFromClient ? 0 : passed;
    }
    close(server);
}
