// Lists and maps in brackets, on one line or on several.
#include "app/base/yaml_match.h"
#include "app/base/yaml_scalar.h"
#include "app/base/yaml_splice.h"
#include "app/base/yaml_write.h"

#include <algorithm>

namespace {
struct Part
{
    qsizetype start = 0;
    qsizetype end = 0;
    qsizetype comma = -1; ///< the one behind it
    bool hasOwnLine = false;
};

class Brackets
{
public:
    Brackets(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted);

    bool splice();

private:
    void addPart(qsizetype start, qsizetype end);
    QByteArray newText(qsizetype index) const;
    void spliceKept(qsizetype oldIndex, qsizetype wantedIndex);
    void remove(const Part &part);
    void removeComma(const Part &part);
    void removeLastComma();
    void addNew();
    void addBefore(const Part &next, const QList<QByteArray> &texts);
    void addBehind(const Part &part, const QList<QByteArray> &texts);

    YamlEdits &m_edits;
    const YamlNode &m_old;
    const YamlNode &m_wanted;
    QList<Part> m_parts;
    QList<qsizetype> m_matches;
    QList<bool> m_stays;
};

Brackets::Brackets(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted)
    : m_edits(edits)
    , m_old(old)
    , m_wanted(wanted)
{
    m_matches = old.kind == YamlNode::Kind::Map ? matchedEntries(old.entries, wanted.entries) : matchedItems(old.items, wanted.items);
    for (const YamlEntry &entry : old.entries)
        addPart(entry.keyStart.offset, entry.value.end.offset);
    for (const YamlNode &item : old.items)
        addPart(item.start.offset, item.end.offset);
    m_stays.fill(false, m_parts.size());
    for (const qsizetype match : m_matches) {
        if (match >= 0)
            m_stays[match] = true;
    }
}

void Brackets::addPart(qsizetype start, qsizetype end)
{
    // A question mark may stand in front of a key.
    const qsizetype before = m_parts.isEmpty() ? m_old.start.offset + 1 : m_parts.constLast().comma + 1;
    Part part{std::min(start, m_edits.tokenBehind(before)), end, -1, false};
    const qsizetype next = m_edits.tokenBehind(end);
    if (next < m_edits.text().size() && m_edits.text()[next] == ',')
        part.comma = next;
    const bool isCommaNear = part.comma >= 0 && m_edits.blanksEnd(end) == part.comma;
    const bool isCommaAway = part.comma >= 0 && !isCommaNear;
    part.hasOwnLine = !isCommaAway && m_edits.isFirstOnLine(part.start) && m_edits.isLastOnLine(isCommaNear ? part.comma + 1 : end);
    m_parts.append(part);
}

QByteArray Brackets::newText(qsizetype index) const
{
    if (m_wanted.kind == YamlNode::Kind::List)
        return flowText(m_wanted.items[index]);
    return keyText(m_wanted.entries[index].key) + ": " + flowText(m_wanted.entries[index].value);
}

bool Brackets::splice()
{
    const char first = m_edits.text()[m_old.start.offset];
    QList<qsizetype> kept = m_matches;
    kept.removeAll(-1);
    const bool isMoved = m_wanted.kind == YamlNode::Kind::List && !std::is_sorted(kept.cbegin(), kept.cend());
    // `[a: b]` holds a map without brackets of its own.
    if (!m_stays.contains(true) || isMoved || (first != '{' && first != '['))
        return false;
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        if (!m_stays[i])
            remove(m_parts[i]);
    }
    for (qsizetype i = 0; i < m_matches.size(); ++i) {
        if (m_matches[i] >= 0)
            spliceKept(m_matches[i], i);
    }
    removeLastComma();
    addNew();
    return true;
}

void Brackets::spliceKept(qsizetype oldIndex, qsizetype wantedIndex)
{
    const YamlSpot spot{YamlSpot::Kind::InBrackets, 0, 0};
    if (m_old.kind == YamlNode::Kind::List)
        return spliceValue(m_edits, m_old.items[oldIndex], m_wanted.items[wantedIndex], spot);
    const YamlNode &value = m_old.entries[oldIndex].value;
    if (value.start.offset < value.end.offset)
        return spliceValue(m_edits, value, m_wanted.entries[wantedIndex].value, spot);
    if (!sameValue(value, m_wanted.entries[wantedIndex].value))
        m_edits.replace(m_parts[oldIndex].start, m_parts[oldIndex].end, newText(wantedIndex));
}

void Brackets::remove(const Part &part)
{
    if (part.hasOwnLine)
        return m_edits.remove(m_edits.lineStart(part.start), m_edits.nextLine(part.end));
    m_edits.remove(part.start, part.end);
    removeComma(part);
}

void Brackets::removeComma(const Part &part)
{
    if (part.comma >= 0)
        m_edits.remove(part.comma, m_edits.blanksEnd(part.comma + 1));
}

/// `{a: 1, b: 2}` without b shall not keep its comma.
void Brackets::removeLastComma()
{
    const qsizetype last = m_stays.lastIndexOf(true);
    const bool isEndRemoved = last + 1 < m_parts.size();
    if (isEndRemoved && m_parts.constLast().comma < 0 && !m_parts[last].hasOwnLine && !m_parts.constLast().hasOwnLine)
        removeComma(m_parts[last]);
}

void Brackets::addNew()
{
    QList<QByteArray> texts;
    qsizetype before = -1;
    for (qsizetype i = 0; i <= m_matches.size(); ++i) {
        const bool isNew = i < m_matches.size() && m_matches[i] < 0;
        if (isNew) {
            texts.append(newText(i));
            continue;
        }
        if (!texts.isEmpty() && before < 0)
            addBefore(m_parts[m_stays.indexOf(true)], texts);
        else if (!texts.isEmpty())
            addBehind(m_parts[before], texts);
        texts.clear();
        before = i < m_matches.size() ? m_matches[i] : before;
    }
}

void Brackets::addBefore(const Part &next, const QList<QByteArray> &texts)
{
    const qsizetype line = m_edits.lineStart(next.start);
    const QByteArray between = next.hasOwnLine ? ",\n" + m_edits.text().mid(line, next.start - line) : QByteArray(", ");
    m_edits.insert(next.start, texts.join(between) + between);
}

void Brackets::addBehind(const Part &part, const QList<QByteArray> &texts)
{
    if (!part.hasOwnLine)
        return m_edits.insert(part.end, ", " + texts.join(", "));
    const qsizetype line = m_edits.lineStart(part.start);
    const QByteArray indent = m_edits.text().mid(line, part.start - line);
    QByteArray lines = indent + texts.join(",\n" + indent);
    if (part.comma >= 0)
        lines += ',';
    else
        m_edits.insert(part.end, ",");
    m_edits.insert(m_edits.nextLine(part.end), lines + '\n');
}
} // namespace

bool spliceBrackets(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted)
{
    return !(old.items.isEmpty() && old.entries.isEmpty()) && Brackets(edits, old, wanted).splice();
}
