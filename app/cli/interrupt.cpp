#include "app/cli/interrupt.h"

#include <atomic>
#include <csignal>
#include <cstdint>

#include <sys/eventfd.h>
#include <unistd.h>

namespace {
std::atomic<int> signalEvent{-1};

void tellEvent(int)
{
    const uint64_t one = 1;
    const int event = signalEvent.load(std::memory_order_relaxed);
    if (event >= 0 && write(event, &one, sizeof one) < 0)
        return;
}

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}
} // namespace

Interrupt::Interrupt(std::function<void()> onFirst) : m_onFirst(std::move(onFirst)), m_event(eventfd(0, EFD_CLOEXEC | EFD_SEMAPHORE))
{
    signalEvent = m_event;
    setHandler(tellEvent);
    m_listener = std::jthread([this](const std::stop_token &stop) { listen(stop); });
}

Interrupt::~Interrupt()
{
    setHandler(SIG_DFL);
    signalEvent = -1;
    m_listener.request_stop();
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(m_event, &one, sizeof one);
    m_listener.join();
    close(m_event);
}

void Interrupt::listen(const std::stop_token &stop)
{
    uint64_t count = 0;
    while (read(m_event, &count, sizeof count) > 0 && !stop.stop_requested()) {
        if (!m_first.stop_requested()) {
            m_first.request_stop();
            if (m_onFirst)
                m_onFirst();
        } else {
            m_second.request_stop();
        }
    }
}
