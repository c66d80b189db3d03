// Output of machines as it comes: cut into whole lines, without secrets and escapes, a few events a second.
#pragma once

#include "app/run/teller.h"
#include "app/run/waiting.h"

#include <QByteArray>
#include <QList>

/// Some whole lines, or one `@@report` line without that word.
struct LineBlock
{
    bool isReport = false;
    QString text;  ///< without the last line feed
    qint64 at = 0; ///< bytes of the stream up to the end of these lines

    bool operator==(const LineBlock &other) const = default;
};

/// Cuts bytes into blocks of lines; an unfinished line waits for its end. Memory is bounded: a line is cut off at 4096 characters, a block
/// has at most 64 KB, and a line without an end is given in pieces of 64 KB.
class LineCutter
{
public:
    LineCutter(const Redactor &redactor, qint64 offset);

    QList<LineBlock> feed(QByteArrayView bytes);
    /// What is left when the stream has ended.
    QList<LineBlock> finish();
    /// The stream is read again from `offset()` on: forgets what came behind it.
    void restart();
    /// Bytes up to the end of the last block given: a place where no secret has begun.
    qint64 offset() const { return m_offset; }

private:
    void give(QList<LineBlock> &blocks, bool isWhole);
    static void append(QList<LineBlock> &blocks, const QByteArray &line, qint64 at);

    Redactor m_redactor, m_redactorAtOffset;
    QByteArray m_text; ///< redacted and not given yet
    qint64 m_read, m_offset;
};

/// Tells blocks as events of a step, at most 200 a second: what comes faster waits, so that nothing piles up here.
class LineTeller
{
public:
    LineTeller(const StepPlace &place, const std::stop_token &stop);

    void tell(const QList<LineBlock> &blocks, bool withOffset);
    /// When something came last; when this was made, if nothing did.
    SteadyTime lastTime() const { return m_last; }
    QString lastLine() const { return m_lastLine; }
    /// `: last line`, or a full stop if there is none.
    QString ending() const { return m_lastLine.isEmpty() ? QStringLiteral(".") : QStringLiteral(": ") + m_lastLine; }
    void heard() { m_last = std::chrono::steady_clock::now(); }

private:
    StepPlace m_place;
    std::stop_token m_stop;
    SteadyTime m_last, m_told;
    QString m_lastLine;
};
