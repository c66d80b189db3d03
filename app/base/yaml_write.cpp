#include "app/base/yaml_write.h"

#include "app/base/yaml_scalar.h"

namespace {
/// The lines of a list or map in column `indent`, the first one not indented.
QByteArray blockText(const YamlNode &value, int indent)
{
    const QByteArray lineStart = '\n' + QByteArray(indent, ' ');
    QByteArray text;
    for (const YamlEntry &entry : value.entries)
        text += (text.isEmpty() ? QByteArray() : lineStart) + entryText(entry.key, entry.value, indent);
    for (const YamlNode &item : value.items)
        text += (text.isEmpty() ? QByteArray() : lineStart) + itemText(item, indent);
    return text;
}
} // namespace

QByteArray flowText(const YamlNode &value)
{
    if (value.kind == YamlNode::Kind::Scalar)
        return scalarText(value);
    QByteArray inside;
    for (const YamlNode &item : value.items)
        inside += (inside.isEmpty() ? "" : ", ") + flowText(item);
    for (const YamlEntry &entry : value.entries)
        inside += (inside.isEmpty() ? "" : ", ") + keyText(entry.key) + ": " + flowText(entry.value);
    return value.kind == YamlNode::Kind::List ? '[' + inside + ']' : '{' + inside + '}';
}

bool isInline(const YamlNode &value)
{
    return value.isFlow || (value.items.isEmpty() && value.entries.isEmpty());
}

QByteArray textBehindKey(const YamlNode &value, int indent)
{
    return isInline(value) ? ' ' + flowText(value) : '\n' + QByteArray(indent + 2, ' ') + blockText(value, indent + 2);
}

QByteArray textBehindDash(const YamlNode &value, int indent)
{
    return ' ' + (isInline(value) ? flowText(value) : blockText(value, indent + 2));
}

QByteArray entryText(const QString &key, const YamlNode &value, int indent)
{
    return keyText(key) + ':' + textBehindKey(value, indent);
}

QByteArray itemText(const YamlNode &value, int indent)
{
    return '-' + textBehindDash(value, indent);
}

QByteArray yamlText(const YamlNode &value)
{
    return (isInline(value) ? flowText(value) : blockText(value, 0)) + '\n';
}
