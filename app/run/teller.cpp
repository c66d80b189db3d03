#include "app/run/teller.h"

#include <QDateTime>

Teller::Teller(const Execution &execution) : m_execution(execution), m_state(execution.before)
{
    m_state.runId = execution.runId;
}

void Teller::tell(RunEvent event)
{
    const std::lock_guard lock(m_mutex);
    event.time = QDateTime::currentMSecsSinceEpoch();
    m_state.apply(event);
    if (m_execution.tell)
        m_execution.tell(event);
}

RunState Teller::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

StepState Teller::step(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    return m_state.step(id);
}

RunEvent StepPlace::event(RunEvent::Type type) const
{
    RunEvent event;
    event.type = type;
    event.stage = stage;
    event.step = step;
    event.node = node;
    event.attempt = attempt;
    return event;
}

void StepPlace::tell(RunEvent::Type type, const QString &text, const QString &advice) const
{
    RunEvent told = event(type);
    told.text = text;
    told.advice = advice;
    teller.tell(told);
}
