#include "app/run/log_search.h"

#include <algorithm>

LogSearch::LogSearch(const QStringList &texts)
{
    for (const QString &text : texts) {
        if (text.isEmpty())
            continue;
        m_missing.append(text.toUtf8());
        m_tailSize = std::max(m_tailSize, m_missing.last().size() - 1);
    }
}

void LogSearch::feed(QByteArrayView bytes)
{
    if (m_missing.isEmpty())
        return;
    m_tail.append(bytes.data(), bytes.size());
    m_missing.removeIf([this](const QByteArray &text) { return m_tail.contains(text); });
    m_tail = m_tail.right(m_tailSize);
}

QStringList LogSearch::missing() const
{
    QStringList texts;
    for (const QByteArray &text : m_missing)
        texts.append(QString::fromUtf8(text));
    return texts;
}
