// A limit on simultaneous logins at one address: sshd turns away what is too many (MaxStartups), and a bastion serves many nodes.
#pragma once

#include <QHash>
#include <QString>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

/// Shared by the threads that open sessions; outlives their passes.
class SshGate
{
public:
    /// Lets the next one in when it goes.
    class Pass
    {
    public:
        Pass(SshGate &gate, const QString &address);
        ~Pass();
        Pass(Pass &&other) noexcept
            : m_gate(std::exchange(other.m_gate, nullptr))
            , m_address(std::move(other.m_address))
        {
        }
        Pass &operator=(Pass &&other) = delete;

    private:
        SshGate *m_gate;
        QString m_address;
    };

    explicit SshGate(int width = 8)
        : m_width(width)
    {
    }
    /// Waits for a free place at this address. Nothing when stopped.
    std::optional<Pass> enter(const QString &address, std::stop_token stop);

private:
    void leave(const QString &address);

    const int m_width;
    std::mutex m_mutex;
    std::condition_variable_any m_left;
    QHash<QString, int> m_inside;
};
