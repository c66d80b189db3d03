#include "app/run/lines.h"

#include "app/base/plain_text.h"

#include <algorithm>

namespace {
const qsizetype maxLine = 4096;
const qsizetype maxBlock = 65536;
const std::chrono::milliseconds eventPause{5};
const QLatin1String reportMark("@@report ");
} // namespace

LineCutter::LineCutter(const Redact &redact, qint64 offset) : m_redact(redact), m_offset(offset) {}

void LineCutter::take(QByteArrayView line, QList<LineBlock> &blocks)
{
    m_offset += line.size();
    if (line.endsWith('\n'))
        line = line.chopped(1);
    QString text = plainText(m_redact ? m_redact(line) : line.toByteArray(), maxLine);
    const bool isReport = text.startsWith(reportMark);
    if (isReport)
        text = text.mid(reportMark.size()).trimmed();
    const bool isContinued = !isReport && !blocks.isEmpty() && !blocks.last().isReport && blocks.last().text.size() + text.size() < maxBlock;
    if (isContinued) {
        blocks.last().text += QLatin1Char('\n') + text;
        blocks.last().at = m_offset;
    } else {
        blocks.append({isReport, text, m_offset});
    }
}

void LineCutter::restart(qint64 offset)
{
    m_rest.clear();
    m_offset = offset;
}

QList<LineBlock> LineCutter::feed(QByteArrayView bytes)
{
    QList<LineBlock> blocks;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype feed = bytes.indexOf('\n', at);
        const qsizetype end = std::min(feed < 0 ? bytes.size() : feed + 1, at + maxBlock - m_rest.size());
        m_rest.append(bytes.data() + at, end - at);
        at = end;
        if (m_rest.endsWith('\n') || m_rest.size() >= maxBlock) {
            take(m_rest, blocks);
            m_rest.clear();
        }
    }
    return blocks;
}

QList<LineBlock> LineCutter::finish()
{
    QList<LineBlock> blocks;
    if (!m_rest.isEmpty())
        take(m_rest, blocks);
    m_rest.clear();
    return blocks;
}

LineTeller::LineTeller(const StepPlace &place, const std::stop_token &stop)
    : m_place(place), m_stop(stop), m_last(std::chrono::steady_clock::now()), m_told(m_last - eventPause)
{
}

void LineTeller::tell(const QList<LineBlock> &blocks, bool withOffset)
{
    for (const LineBlock &block : blocks) {
        const auto since = std::chrono::steady_clock::now() - m_told;
        if (since < eventPause)
            pauseFor(std::chrono::duration_cast<std::chrono::milliseconds>(eventPause - since) + std::chrono::milliseconds(1), m_stop);
        m_told = std::chrono::steady_clock::now();
        RunEvent event = m_place.event(block.isReport ? RunEvent::Type::Report : RunEvent::Type::Output);
        event.text = block.text;
        event.at = withOffset ? block.at : -1;
        m_place.teller.tell(event);
        if (!block.isReport)
            m_lastLine = block.text.mid(block.text.lastIndexOf(QLatin1Char('\n')) + 1);
    }
}
