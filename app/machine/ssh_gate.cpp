#include "app/machine/ssh_gate.h"

SshGate::Pass::Pass(SshGate &gate, const QString &address)
    : m_gate(&gate)
    , m_address(address)
{
}

SshGate::Pass::~Pass()
{
    if (m_gate)
        m_gate->leave(m_address);
}

std::optional<SshGate::Pass> SshGate::enter(const QString &address, std::stop_token stop)
{
    std::unique_lock lock(m_mutex);
    const bool isFree = m_left.wait(lock, std::move(stop), [this, &address] { return m_inside.value(address) < m_width; });
    if (!isFree)
        return std::nullopt;
    ++m_inside[address];
    return Pass(*this, address);
}

void SshGate::leave(const QString &address)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (--m_inside[address] == 0)
            m_inside.remove(address);
    }
    m_left.notify_all();
}
