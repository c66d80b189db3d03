#include "tests/support/fake_job.h"

#include <algorithm>

qsizetype FakeJob::chunksBy(Time now) const
{
    if (m_isLost || !m_signal.isEmpty())
        return m_chunksAtEnd;
    if (script.pause == std::chrono::milliseconds(0))
        return script.chunks.size();
    return std::min(script.chunks.size(), qsizetype((now - m_started) / script.pause));
}

bool FakeJob::hasEnded(Time now) const
{
    return m_isLost || !m_signal.isEmpty() || (script.endsByItself && now - m_started >= script.pause * (script.chunks.size() + 1));
}

QByteArray FakeJob::stateLine(Time now) const
{
    if (m_isLost)
        return "state lost\n";
    if (!m_signal.isEmpty())
        return "state killed " + m_signal.toLatin1() + '\n';
    return hasEnded(now) ? "state exited " + QByteArray::number(script.exitStatus) + '\n' : QByteArray("state running\n");
}

QByteArray FakeJob::logPart(Time now, qint64 offset, qsizetype most) const
{
    QByteArray part;
    qint64 at = 0;
    const qsizetype count = chunksBy(now);
    for (qsizetype i = 0; i < count && part.size() < most; at += script.chunks[i++].size()) {
        const QByteArray &chunk = script.chunks[i];
        if (at + chunk.size() > offset)
            part += chunk.mid(std::max(qint64(0), offset - at), most - part.size());
    }
    return part;
}

void FakeJob::stop(Time now)
{
    if (hasEnded(now))
        return;
    m_chunksAtEnd = chunksBy(now);
    m_signal = QStringLiteral("TERM");
}

void FakeJob::lose(Time now)
{
    if (hasEnded(now))
        return;
    m_chunksAtEnd = chunksBy(now);
    m_isLost = true;
}
