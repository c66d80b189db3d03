#include "app/run/waiting.h"

#include <condition_variable>
#include <mutex>

bool pauseFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

Alarm::Alarm(const std::stop_token &outer, std::chrono::milliseconds time)
    : m_forward(outer, [source = m_source]() mutable { source.request_stop(); })
    , m_thread([this, time](const std::stop_token &gone) {
        if (!pauseFor(time, gone) || m_source.stop_requested())
            return;
        m_hasRung = true;
        m_source.request_stop();
    })
{
}
