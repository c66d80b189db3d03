#include "app/run/lines.h"

#include "app/base/plain_text.h"

#include <algorithm>

namespace {
const qsizetype maxLine = 4096;
const qsizetype maxBlock = 65536;
const std::chrono::milliseconds eventPause{5};
const QLatin1String reportMark("@@report ");
} // namespace

LineCutter::LineCutter(const Redactor &redactor, qint64 offset)
    : m_redactor(redactor)
    , m_redactorAtOffset(redactor)
    , m_read(offset)
    , m_offset(offset)
{
}

void LineCutter::restart()
{
    m_redactor = m_redactorAtOffset;
    m_text.clear();
    m_read = m_offset;
}

void LineCutter::append(QList<LineBlock> &blocks, const QByteArray &line, qint64 at)
{
    QString text = plainText(line, maxLine);
    const bool isReport = text.startsWith(reportMark);
    if (isReport)
        text = text.mid(reportMark.size()).trimmed();
    const bool isContinued =
        !isReport && !blocks.isEmpty() && !blocks.last().isReport && blocks.last().text.size() + text.size() < maxBlock;
    if (isContinued) {
        blocks.last().text += QLatin1Char('\n') + text;
        blocks.last().at = at;
    } else {
        blocks.append({isReport, text, at});
    }
}

/// Gives the text that is there. While the redactor holds something back the offset stays, so that a stream read again masks it whole.
void LineCutter::give(QList<LineBlock> &blocks, bool isWhole)
{
    const qint64 before = m_offset;
    if (!m_redactor.isHoldingBack()) {
        m_offset = m_read;
        m_redactorAtOffset = m_redactor;
    }
    QList<QByteArray> lines = m_text.split('\n');
    if (isWhole)
        lines.removeLast();
    for (qsizetype at = 0; at < lines.size(); ++at)
        append(blocks, lines[at], at + 1 == lines.size() ? m_offset : before);
    m_text.clear();
}

QList<LineBlock> LineCutter::feed(QByteArrayView bytes)
{
    QList<LineBlock> blocks;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype feed = bytes.indexOf('\n', at);
        const qsizetype end = std::min(feed < 0 ? bytes.size() : feed + 1, at + maxBlock);
        m_text += m_redactor.feed(bytes.sliced(at, end - at));
        m_read += end - at;
        at = end;
        const bool isWhole = m_text.endsWith('\n') && !m_redactor.isHoldingBack();
        if (isWhole || m_text.size() >= maxBlock)
            give(blocks, m_text.endsWith('\n'));
    }
    return blocks;
}

QList<LineBlock> LineCutter::finish()
{
    QList<LineBlock> blocks;
    m_text += m_redactor.flush();
    if (!m_text.isEmpty())
        give(blocks, m_text.endsWith('\n'));
    return blocks;
}

LineTeller::LineTeller(const StepPlace &place, const std::stop_token &stop)
    : m_place(place)
    , m_stop(stop)
    , m_last(std::chrono::steady_clock::now())
    , m_told(m_last - eventPause)
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
