// Replacements in a text, gathered first and done at once, and the questions about lines that splicing asks.
#pragma once

#include <QByteArray>
#include <QList>

/// The edits of one text, which must outlive them. Ranges must not overlap; edits at the same place happen in the order given.
class YamlEdits
{
public:
    explicit YamlEdits(const QByteArray &text);

    const QByteArray &text() const { return m_text; }
    const QByteArray &lineEnd() const { return m_lineEnd; }

    /// Line feeds in `bytes` become the line ends of the text.
    void replace(qsizetype from, qsizetype to, QByteArray bytes);
    void insert(qsizetype at, const QByteArray &bytes) { replace(at, at, bytes); }
    void remove(qsizetype from, qsizetype to) { replace(from, to, {}); }

    qsizetype lineStart(qsizetype at) const;
    qsizetype nextLine(qsizetype at) const;                ///< behind the line's end; `at` itself if it stands at the start of a line
    qsizetype blanksEnd(qsizetype at) const;               ///< behind blanks and tabs
    qsizetype tokenBehind(qsizetype at) const;             ///< behind blanks, line ends and comments
    qsizetype trimmed(qsizetype from, qsizetype to) const; ///< `to` without white space in front of it
    bool isFirstOnLine(qsizetype at) const;
    bool isLastOnLine(qsizetype at) const; ///< only blanks and a comment follow

    /// The part of the text with the edits done.
    QByteArray done(qsizetype from, qsizetype to) const;

private:
    struct Edit
    {
        qsizetype from, to;
        QByteArray bytes;
    };

    const QByteArray &m_text;
    QByteArray m_lineEnd;
    QList<Edit> m_edits;
};
