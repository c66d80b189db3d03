// Waits that end early when somebody asks for a stop, and deadlines for calls that only know a stop.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <thread>

using SteadyTime = std::chrono::steady_clock::time_point;

/// False if it was stopped before the time was over.
bool pauseFor(std::chrono::milliseconds time, const std::stop_token &stop);

/// A stop that is asked for when `outer` is, or when the time is over.
class Alarm
{
public:
    Alarm(const std::stop_token &outer, std::chrono::milliseconds time);

    std::stop_token token() const { return m_source.get_token(); }
    /// The time was over, and nobody had asked for a stop before.
    bool hasRung() const { return m_hasRung; }

private:
    std::stop_source m_source;
    std::atomic<bool> m_hasRung{false};
    std::stop_callback<std::function<void()>> m_forward;
    std::jthread m_thread; ///< last: it goes first
};
