// The one place where the SSH client waits: a socket, a stop request and a deadline in one poll().
#pragma once

#include <QDeadlineTimer>

#include <functional>
#include <optional>
#include <stop_token>

/// A stop request as a descriptor that poll() can watch.
class StopBell
{
public:
    explicit StopBell(std::stop_token stop);
    ~StopBell();
    StopBell(const StopBell &) = delete;
    StopBell &operator=(const StopBell &) = delete;

    bool isRung() const { return m_stop.stop_requested(); }
    int descriptor() const { return m_descriptor; }

private:
    std::stop_token m_stop;
    int m_descriptor = -1;
    std::optional<std::stop_callback<std::function<void()>>> m_callback;
};

enum class WaitEnd { Ready, TimedOut, Stopped };

/// Waits until the socket is ready for `events` (of poll), or has failed. A socket of -1 just lets time pass.
WaitEnd waitFor(int socket, short events, QDeadlineTimer deadline, const StopBell &bell);
