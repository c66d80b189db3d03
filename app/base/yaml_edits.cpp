#include "app/base/yaml_edits.h"

#include <algorithm>

namespace {
bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isSpace(char c)
{
    return isBlank(c) || c == '\n' || c == '\r';
}
} // namespace

YamlEdits::YamlEdits(const QByteArray &text)
    : m_text(text)
{
    const qsizetype first = text.indexOf('\n');
    m_lineEnd = first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

void YamlEdits::replace(qsizetype from, qsizetype to, QByteArray bytes)
{
    if (m_lineEnd.size() > 1)
        bytes.replace("\n", m_lineEnd);
    m_edits.append({from, to, bytes});
}

qsizetype YamlEdits::lineStart(qsizetype at) const
{
    return at == 0 ? 0 : m_text.lastIndexOf('\n', at - 1) + 1;
}

qsizetype YamlEdits::nextLine(qsizetype at) const
{
    if (at > 0 && m_text[at - 1] == '\n')
        return at;
    const qsizetype feed = m_text.indexOf('\n', at);
    return feed < 0 ? m_text.size() : feed + 1;
}

qsizetype YamlEdits::blanksEnd(qsizetype at) const
{
    while (at < m_text.size() && isBlank(m_text[at]))
        ++at;
    return at;
}

qsizetype YamlEdits::tokenBehind(qsizetype at) const
{
    while (at < m_text.size() && (isSpace(m_text[at]) || m_text[at] == '#')) {
        const bool isComment = m_text[at] == '#';
        at = isComment ? nextLine(at + 1) : at + 1;
    }
    return at;
}

qsizetype YamlEdits::trimmed(qsizetype from, qsizetype to) const
{
    while (to > from && isSpace(m_text[to - 1]))
        --to;
    return to;
}

bool YamlEdits::isFirstOnLine(qsizetype at) const
{
    while (at > 0 && isBlank(m_text[at - 1]))
        --at;
    return at == 0 || m_text[at - 1] == '\n';
}

bool YamlEdits::isLastOnLine(qsizetype at) const
{
    const qsizetype next = blanksEnd(at);
    return next == m_text.size() || m_text[next] == '\n' || m_text[next] == '\r' || m_text[next] == '#';
}

QByteArray YamlEdits::done(qsizetype from, qsizetype to) const
{
    QList<Edit> edits = m_edits;
    // What is inserted in front of a part stays when the part goes.
    std::stable_sort(edits.begin(), edits.end(),
                     [](const Edit &a, const Edit &b) { return a.from != b.from ? a.from < b.from : (a.to == a.from && b.to > b.from); });
    QByteArray result;
    result.reserve(to - from + 256);
    qsizetype at = from;
    for (const Edit &edit : edits) {
        if (edit.from < at)
            continue;
        result.append(m_text.constData() + at, edit.from - at);
        result.append(edit.bytes);
        at = edit.to;
        // `[a]# note` is a comment, `a# note` is not.
        if (at < to && m_text[at] == '#' && !result.isEmpty() && !isSpace(result.back()))
            result.append(' ');
    }
    result.append(m_text.constData() + at, to - at);
    return result;
}
