// Lists and maps that stand on lines of their own.
#include "app/base/yaml_match.h"
#include "app/base/yaml_splice.h"
#include "app/base/yaml_write.h"

#include <algorithm>

namespace {
/// An entry from its key, or an item from its dash.
struct Part
{
    qsizetype start = 0;
    qsizetype end = 0;
    const YamlNode *value = nullptr;
    YamlSpot spot;
};

class Block
{
public:
    Block(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted);

    bool splice();

private:
    void collectEntries();
    void collectItems();
    qsizetype dashBehind(qsizetype at) const;
    const YamlNode &wantedValue(qsizetype index) const;
    QByteArray newText(qsizetype index) const;
    void removeOld();
    void addNew();
    void reorder();
    QByteArray movedText(qsizetype oldIndex, qsizetype wantedIndex) const;

    YamlEdits &m_edits;
    const YamlNode &m_old;
    const YamlNode &m_wanted;
    QList<Part> m_parts;
    QList<qsizetype> m_matches;
    QList<bool> m_stays;
    int m_indent = 0;
};

Block::Block(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted)
    : m_edits(edits)
    , m_old(old)
    , m_wanted(wanted)
{
    m_indent = old.start.column - 1;
    if (old.kind == YamlNode::Kind::Map) {
        m_matches = matchedEntries(old.entries, wanted.entries);
        collectEntries();
    } else {
        m_matches = matchedItems(old.items, wanted.items);
        collectItems();
    }
    m_stays.fill(false, m_parts.size());
    for (const qsizetype match : m_matches) {
        if (match >= 0)
            m_stays[match] = true;
    }
}

void Block::collectEntries()
{
    for (const YamlEntry &entry : m_old.entries) {
        const qsizetype colon = m_edits.blanksEnd(entry.keyEnd.offset);
        m_parts.append({entry.keyStart.offset, entry.value.end.offset, &entry.value, {YamlSpot::Kind::BehindKey, colon + 1, m_indent}});
    }
}

void Block::collectItems()
{
    qsizetype dash = m_old.start.offset;
    for (const YamlNode &item : m_old.items) {
        m_parts.append({dash, item.end.offset, &item, {YamlSpot::Kind::BehindDash, dash + 1, m_indent}});
        dash = dashBehind(item.end.offset);
    }
}

/// The next dash in the list's column; comments in between stand in other columns or begin with another character.
qsizetype Block::dashBehind(qsizetype at) const
{
    const QByteArray &text = m_edits.text();
    for (qsizetype line = m_edits.nextLine(at); line < text.size(); line = m_edits.nextLine(line + 1)) {
        const qsizetype first = m_edits.blanksEnd(line);
        if (first < text.size() && text[first] == '-')
            return first;
    }
    return text.size();
}

const YamlNode &Block::wantedValue(qsizetype index) const
{
    return m_wanted.kind == YamlNode::Kind::Map ? m_wanted.entries[index].value : m_wanted.items[index];
}

QByteArray Block::newText(qsizetype index) const
{
    return m_wanted.kind == YamlNode::Kind::Map ? entryText(m_wanted.entries[index].key, m_wanted.entries[index].value, m_indent)
                                                : itemText(m_wanted.items[index], m_indent);
}

bool Block::splice()
{
    if (!m_stays.contains(true))
        return false;
    QList<qsizetype> kept = m_matches;
    kept.removeAll(-1);
    if (m_wanted.kind == YamlNode::Kind::List && !std::is_sorted(kept.cbegin(), kept.cend())) {
        reorder();
        return true;
    }
    removeOld();
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        if (m_matches[i] >= 0)
            spliceValue(m_edits, *m_parts[m_matches[i]].value, wantedValue(i), m_parts[m_matches[i]].spot);
    }
    addNew();
    return true;
}

void Block::removeOld()
{
    const qsizetype firstStaying = m_stays.indexOf(true);
    // What begins on the line of an outer dash cannot take that line with it.
    const bool sharesLine = !m_edits.isFirstOnLine(m_parts[0].start);
    if (sharesLine && firstStaying > 0)
        m_edits.remove(m_parts[0].start, m_parts[firstStaying].start);
    for (qsizetype i = sharesLine ? firstStaying : 0; i < m_parts.size(); ++i) {
        if (!m_stays[i])
            m_edits.remove(m_edits.lineStart(m_parts[i].start), m_edits.nextLine(m_parts[i].end));
    }
}

void Block::addNew()
{
    const QByteArray indent(m_indent, ' ');
    qsizetype before = -1;
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        if (m_matches[i] >= 0) {
            before = m_matches[i];
            continue;
        }
        if (before < 0) {
            m_edits.insert(m_parts[m_stays.indexOf(true)].start, newText(i) + '\n' + indent);
            continue;
        }
        const qsizetype at = m_edits.nextLine(m_parts[before].end);
        const bool isOnNewLine = m_edits.text()[at - 1] == '\n';
        m_edits.insert(at, isOnNewLine ? indent + newText(i) + '\n' : '\n' + indent + newText(i));
    }
}

/// An item that changes its place takes the comments above it along.
QByteArray Block::movedText(qsizetype oldIndex, qsizetype wantedIndex) const
{
    const Part &part = m_parts[oldIndex];
    YamlEdits inner(m_edits.text());
    spliceValue(inner, *part.value, wantedValue(wantedIndex), part.spot);
    const qsizetype from = oldIndex == 0 ? part.start : m_edits.nextLine(m_parts[oldIndex - 1].end);
    QByteArray text = inner.done(from, m_edits.nextLine(part.end));
    if (oldIndex == 0)
        text.prepend(QByteArray(m_indent, ' '));
    if (!text.endsWith('\n'))
        text += m_edits.lineEnd();
    return text;
}

void Block::reorder()
{
    QByteArray text;
    for (qsizetype i = 0; i < m_matches.size(); ++i)
        text += m_matches[i] >= 0 ? movedText(m_matches[i], i) : QByteArray(m_indent, ' ') + newText(i) + '\n';
    text.replace("\r\n", "\n");
    // The first line stands behind what was in front of the old first dash.
    if (text.startsWith(QByteArray(m_indent, ' ')))
        text.remove(0, m_indent);
    m_edits.replace(m_parts.constFirst().start, m_edits.nextLine(m_parts.constLast().end), text);
}
} // namespace

bool spliceBlock(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted)
{
    return !(old.items.isEmpty() && old.entries.isEmpty()) && Block(edits, old, wanted).splice();
}
