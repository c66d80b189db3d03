// YAML with positions, and changed by splicing bytes: comments, order and untouched lines stay.
// The only file that knows libyaml (its events; it builds no tree that keeps places).
#pragma once

#include "app/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

/// A place in the text. `offset` is in bytes, line and column count from 1 (columns in characters), as editors show them.
struct YamlMark
{
    qsizetype offset = 0;
    int line = 1;
    int column = 1;
};

struct YamlEntry;

/// A part of a document. A default one is an empty scalar.
struct YamlNode
{
    enum class Kind { Scalar, List, Map };

    Kind kind = Kind::Scalar;
    QString text;             ///< a scalar's value, quotes resolved
    bool isPlain = true;      ///< unquoted: may stand for a number, a boolean or nothing
    QList<YamlNode> items;    ///< of a list
    QList<YamlEntry> entries; ///< of a map, in order
    bool isFlow = false;      ///< written as [a, b] or {a: b}
    YamlMark start, end;      ///< of the node's text, without comments

    /// The value of a key, or nullptr.
    const YamlNode *find(const QString &key) const;
    bool isNull() const; ///< a plain empty scalar, ~ or null

    static YamlNode scalar(const QString &text); ///< plain where it can be; an empty text is an empty text, not nothing
    static YamlNode word(const QString &text);   ///< a text, quoted where it would read as a number, a boolean or nothing
    static YamlNode list(const QList<YamlNode> &items, bool isFlow = false);
    static YamlNode list(const QStringList &items); ///< flow
    static YamlNode map(const QList<YamlEntry> &entries, bool isFlow = false);
};

struct YamlEntry
{
    QString key;
    YamlNode value;
    YamlMark keyStart, keyEnd;
};

/// Equal values, wherever and however they are written. A quoted "22" is a text and not the number 22; the order of keys does not count.
bool sameValue(const YamlNode &a, const YamlNode &b);

/// Reads one document. Refused with line, column and what was expected: syntax errors, duplicate keys, anchors, aliases, tags, more
/// than one document, depth over 64, text over 8 MB, more than 500,000 values, text that is not UTF-8, control characters, line ends other
/// than LF and CRLF, keys that are not one short word on their line. An empty text is an empty map.
Result<YamlNode> readYaml(const QByteArray &text);

/// A value as canonical text: two blanks of indentation, flow style where the node says so, quotes only where needed.
QByteArray yamlText(const YamlNode &value);

/// The old text with the new value in it: equal entries and items keep their bytes and comments, changed scalars are spliced, new
/// entries are written canonically, removed ones go with their own line. List items are matched by `name` or else by value.
/// The result is read again and compared with `wanted` before it is returned.
Result<QByteArray> splicedYaml(const QByteArray &oldText, const YamlNode &wanted);
