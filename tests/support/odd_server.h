// TCP servers on loopback that misbehave, each in a thread of its own.
#pragma once

#include <atomic>
#include <thread>

class OddServer
{
public:
    enum class Manner {
        Silent,  ///< accepts and never speaks
        Full,    ///< its queue is full: a connect gets no answer
        HangsUp, ///< accepts and closes
        Web,     ///< answers as a web server
        Proxy,   ///< hands on to another port, and cuts after some bytes from there
    };

    explicit OddServer(Manner manner, int target = 0, qint64 bytes = -1);
    ~OddServer();
    OddServer(const OddServer &) = delete;
    OddServer &operator=(const OddServer &) = delete;

    int port() const { return m_port; }
    int connections() const { return m_connections; }
    /// A plain connection to a loopback port; -1 if it fails. The caller closes it.
    static int connectTo(int port);

private:
    void serve();
    void serveOne(int client);
    void handOn(int client);

    const Manner m_manner;
    const int m_target;
    const qint64 m_bytes;
    int m_listener = -1, m_port = 0;
    int m_filling[4] = {-1, -1, -1, -1};
    std::atomic<int> m_connections = 0;
    std::atomic<bool> m_isStopping = false;
    std::thread m_thread;
};
