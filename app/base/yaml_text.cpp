#include "app/base/yaml_text.h"

#include "app/base/plain_text.h"
#include "app/base/yaml_edits.h"
#include "app/base/yaml_places.h"

#include <QCoreApplication>
#include <QSet>

#include <yaml.h>

#include <memory>

namespace {
constexpr qsizetype largestText = 8 * 1024 * 1024;
constexpr int deepest = 64;
constexpr int mostValues = 500'000;
/// A key written with escapes must stay below the 1024 characters that libyaml looks ahead.
constexpr qsizetype longestKey = 160;

QString tr(const char *text)
{
    return QCoreApplication::translate("YamlText", text);
}

class Event
{
public:
    Event() = default;
    ~Event() { yaml_event_delete(&m_event); }
    Q_DISABLE_COPY_MOVE(Event)

    yaml_event_t *fill()
    {
        yaml_event_delete(&m_event);
        return &m_event;
    }
    const yaml_event_t *operator->() const { return &m_event; }

private:
    yaml_event_t m_event = {};
};

/// Builds the tree from libyaml's events; the first thing it cannot accept ends it.
class Reader
{
public:
    explicit Reader(const QByteArray &text)
        : m_text(text)
        , m_places(text)
        , m_lines(text)
    {
        yaml_parser_initialize(&m_parser);
        yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&m_parser, reinterpret_cast<const uchar *>(text.constData()), size_t(text.size()));
    }
    ~Reader() { yaml_parser_delete(&m_parser); }
    Q_DISABLE_COPY_MOVE(Reader)

    Result<YamlNode> read();

private:
    bool next();
    bool readDocument(YamlNode *root);
    bool readNode(YamlNode *node, int depth);
    bool readScalar(YamlNode *node);
    bool readList(YamlNode *node, int depth);
    bool readMap(YamlNode *node, int depth);
    bool readKey(YamlEntry *entry, QSet<QString> *known);
    bool hasOnlyAValue();
    bool refuse(const YamlMark &place, const QString &fault, const QString &advice);
    void setParserError();
    YamlMark place(const yaml_mark_t &mark) const { return m_places.markOfCharacter(qsizetype(mark.index)); }
    qsizetype colonBehind(qsizetype at) const;
    bool hasColonInPlace(const YamlEntry &entry, bool isFlow) const;
    void placeMissingValue(YamlEntry *entry) const;

    const QByteArray &m_text;
    YamlPlaces m_places;
    YamlEdits m_lines;
    yaml_parser_t m_parser = {};
    Event m_event;
    Error m_error;
    int m_values = 0;
};

bool Reader::refuse(const YamlMark &place, const QString &fault, const QString &advice)
{
    m_error = {ErrorKind::Invalid, tr("line %1, column %2: %3").arg(place.line).arg(place.column).arg(fault), advice};
    return false;
}

void Reader::setParserError()
{
    YamlMark mark = place(m_parser.problem_mark);
    QString problem = QString::fromLatin1(m_parser.problem ? m_parser.problem : "no memory left");
    if (m_parser.context)
        problem = tr("%1 (%2)").arg(problem, QString::fromLatin1(m_parser.context));
    refuse(mark, tr("this is not YAML: %1").arg(problem),
           tr("Look at the indentation, the brackets and the quotes at that place and just before it."));
}

bool Reader::next()
{
    if (yaml_parser_parse(&m_parser, m_event.fill()))
        return true;
    setParserError();
    return false;
}

Result<YamlNode> Reader::read()
{
    YamlMark mark;
    QString fault;
    YamlNode root;
    if (m_text.size() > largestText)
        return Error{ErrorKind::Invalid, tr("the text has more than 8 MB, a smaller one was expected"),
                     tr("Check that it is the right file.")};
    if (m_places.findFault(&mark, &fault))
        refuse(mark, fault, tr("Save the file as UTF-8 text in an editor and remove the character."));
    else if (next() && readDocument(&root))
        return root;
    return m_error;
}

bool Reader::readDocument(YamlNode *root)
{
    if (!next())
        return false;
    if (m_event->type == YAML_STREAM_END_EVENT) {
        root->kind = YamlNode::Kind::Map;
        root->start = root->end = m_places.markOfByte(m_text.size());
        return true;
    }
    if (m_event->data.document_start.tag_directives.start != m_event->data.document_start.tag_directives.end)
        return refuse(place(m_event->start_mark), tr("a tag was found, a plain value was expected"), tr("Remove the %TAG line."));
    if (!next() || !readNode(root, 1) || !next() || !next())
        return false;
    if (m_event->type != YAML_STREAM_END_EVENT)
        return refuse(place(m_event->start_mark), tr("a second document begins here, one was expected"),
                      tr("Keep each document in a file of its own."));
    return true;
}

bool Reader::hasOnlyAValue()
{
    const yaml_event_t *event = m_event.operator->();
    const uchar *anchor = nullptr;
    const uchar *tag = nullptr;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    const YamlMark start = place(event->start_mark);
    if (event->type == YAML_ALIAS_EVENT)
        return refuse(start, tr("an alias (*) was found, a value was expected"), tr("Write the value itself."));
    if (anchor)
        return refuse(start, tr("an anchor (&) was found, a value was expected"), tr("Remove the anchor."));
    if (tag)
        return refuse(start, tr("a tag (!) was found, a value was expected"), tr("Remove the tag."));
    if (++m_values > mostValues)
        return refuse(start, tr("there are more than 500,000 values up to here"), tr("Check that it is the right file."));
    return true;
}

/// Reads the node whose first event is the current one.
bool Reader::readNode(YamlNode *node, int depth)
{
    if (!hasOnlyAValue())
        return false;
    node->start = place(m_event->start_mark);
    node->end = place(m_event->end_mark);
    if (depth > deepest)
        return refuse(node->start, tr("values are nested deeper than 64 levels"), tr("Check that it is the right file."));
    if (m_event->type == YAML_SEQUENCE_START_EVENT)
        return readList(node, depth);
    if (m_event->type == YAML_MAPPING_START_EVENT)
        return readMap(node, depth);
    return readScalar(node);
}

bool Reader::readScalar(YamlNode *node)
{
    const auto &scalar = m_event->data.scalar;
    node->text = QString::fromUtf8(reinterpret_cast<const char *>(scalar.value), qsizetype(scalar.length));
    node->isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return true;
}

bool Reader::readList(YamlNode *node, int depth)
{
    node->kind = YamlNode::Kind::List;
    node->isPlain = false;
    node->isFlow = m_event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    while (next()) {
        if (m_event->type == YAML_SEQUENCE_END_EVENT) {
            // A block list ends in libyaml where the next thing begins, behind comments that are not its own.
            if (node->isFlow)
                node->end = place(m_event->end_mark);
            else if (!node->items.isEmpty())
                node->end = node->items.constLast().end;
            return true;
        }
        YamlNode item;
        if (!readNode(&item, depth + 1))
            return false;
        node->items.append(std::move(item));
    }
    return false;
}

/// The colon that follows on the same line, or -1.
qsizetype Reader::colonBehind(qsizetype at) const
{
    while (at < m_text.size() && (m_text[at] == ' ' || m_text[at] == '\t'))
        ++at;
    return at < m_text.size() && m_text[at] == ':' ? at : -1;
}

/// Behind the key, on its line. In brackets there may be no value at all.
bool Reader::hasColonInPlace(const YamlEntry &entry, bool isFlow) const
{
    const qsizetype next = m_lines.tokenBehind(entry.keyEnd.offset);
    return colonBehind(entry.keyEnd.offset) >= 0 || (isFlow && next < m_text.size() && m_text[next] != ':');
}

/// For libyaml a missing value stands where the next thing begins, behind comments.
void Reader::placeMissingValue(YamlEntry *entry) const
{
    const qsizetype colon = colonBehind(entry->keyEnd.offset);
    const bool hasColon = colon >= 0 && colon < entry->value.end.offset;
    entry->value.start = entry->value.end = hasColon ? m_places.markOfByte(colon + 1) : entry->keyEnd;
}

bool Reader::readKey(YamlEntry *entry, QSet<QString> *known)
{
    YamlNode key;
    const YamlMark start = place(m_event->start_mark);
    if (m_event->type == YAML_SEQUENCE_START_EVENT || m_event->type == YAML_MAPPING_START_EVENT)
        return refuse(start, tr("a list or a group was found, a key was expected"), tr("Use one word as the key."));
    if (!readNode(&key, 1))
        return false;
    if (key.text.size() > longestKey)
        return refuse(start, tr("a key has more than 160 characters"), tr("Check that it is the right file."));
    if (known->contains(key.text))
        return refuse(start, tr("the key `%1` is there for a second time").arg(plainLine(key.text.toUtf8(), 60)),
                      tr("Remove one of the two."));
    known->insert(key.text);
    *entry = {key.text, {}, key.start, key.end};
    return true;
}

bool Reader::readMap(YamlNode *node, int depth)
{
    node->kind = YamlNode::Kind::Map;
    node->isPlain = false;
    node->isFlow = m_event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    QSet<QString> known;
    while (next()) {
        if (m_event->type == YAML_MAPPING_END_EVENT) {
            const bool hasBraces = node->isFlow && m_text[node->start.offset] == '{';
            if (hasBraces)
                node->end = place(m_event->end_mark);
            else if (!node->entries.isEmpty())
                node->end = node->entries.constLast().value.end;
            return true;
        }
        YamlEntry entry;
        if (!readKey(&entry, &known))
            return false;
        if (!hasColonInPlace(entry, node->isFlow))
            return refuse(entry.keyStart, tr("a key was found, a colon was expected behind it"), tr("Write `key: value` on one line."));
        if (!next() || !readNode(&entry.value, depth + 1))
            return false;
        if (entry.value.start.offset == entry.value.end.offset)
            placeMissingValue(&entry);
        node->entries.append(std::move(entry));
    }
    return false;
}
} // namespace

Result<YamlNode> readYaml(const QByteArray &text)
{
    return Reader(text).read();
}
