#include "app/run/teller.h"

#include "app/base/plain_text.h"

#include <QDateTime>

namespace {
/// Messages of machines are data: no longer than a person reads.
const qsizetype maxText = 8192;
} // namespace

Teller::Teller(const Execution &execution, const Redactor &redactor)
    : m_execution(execution)
    , m_redactor(redactor)
    , m_state(execution.before)
{
    m_state.runId = execution.runId;
}

QString Teller::withoutSecrets(const QString &text) const
{
    if (text.isEmpty())
        return text;
    Redactor redactor = m_redactor;
    QByteArray shown = redactor.feed(text.toUtf8());
    shown += redactor.flush();
    return plainText(shown, maxText);
}

void Teller::tell(RunEvent event)
{
    // Output and reports were redacted as streams, where a secret may be split.
    if (event.type != RunEvent::Type::Output && event.type != RunEvent::Type::Report) {
        event.text = withoutSecrets(event.text);
        event.advice = withoutSecrets(event.advice);
    }
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
