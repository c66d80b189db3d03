#include "app/demo/demo_world.h"

#include <QMutexLocker>

#include <chrono>

qint64 demoNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void DemoWorld::addMaster(const NodeId &name)
{
    const QMutexLocker lock(&m_mutex);
    m_masters.insert(name);
}

void DemoWorld::setStarted(const NodeId &name, bool isStarted)
{
    const QMutexLocker lock(&m_mutex);
    if (!m_masters.contains(name))
        return;
    if (isStarted)
        m_started.insert(name);
    else
        m_started.remove(name);
    if (m_started.isEmpty())
        m_formedAt = -1;
    else if (m_formedAt < 0 && m_started == m_masters)
        m_formedAt = demoNow();
}

qint64 DemoWorld::formedAt() const
{
    const QMutexLocker lock(&m_mutex);
    return m_formedAt;
}

bool DemoWorld::hasMasters() const
{
    const QMutexLocker lock(&m_mutex);
    return !m_masters.isEmpty();
}
