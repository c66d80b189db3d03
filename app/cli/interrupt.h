// Ctrl-C: once stops following, twice stops the jobs too. The signal handler only writes to an eventfd.
#pragma once

#include <functional>
#include <stop_token>
#include <thread>

class Interrupt
{
public:
    /// `onFirst` is called (on a thread of its own) at the first Ctrl-C or TERM, to say what happens now.
    explicit Interrupt(std::function<void()> onFirst = {});
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;

    std::stop_token first() const { return m_first.get_token(); }
    std::stop_token second() const { return m_second.get_token(); }

private:
    void listen(const std::stop_token &stop);
    std::function<void()> m_onFirst;
    std::stop_source m_first, m_second;
    int m_event = -1;
    std::jthread m_listener;
};
