#include "app/base/yaml_scalar.h"
#include "app/base/yaml_text.h"

#include <QHash>

const YamlNode *YamlNode::find(const QString &key) const
{
    for (const YamlEntry &entry : entries) {
        if (entry.key == key)
            return &entry.value;
    }
    return nullptr;
}

bool YamlNode::isNull() const
{
    return kind == Kind::Scalar && isPlain && readsAsNothing(text);
}

YamlNode YamlNode::scalar(const QString &text)
{
    YamlNode node;
    node.text = text;
    node.isPlain = !text.isEmpty();
    return node;
}

YamlNode YamlNode::word(const QString &text)
{
    YamlNode node = scalar(text);
    node.isPlain = !readsAsTyped(text);
    return node;
}

YamlNode YamlNode::list(const QList<YamlNode> &items, bool isFlow)
{
    YamlNode node;
    node.kind = Kind::List;
    node.isPlain = false;
    node.items = items;
    node.isFlow = isFlow;
    return node;
}

YamlNode YamlNode::list(const QStringList &items)
{
    QList<YamlNode> nodes;
    nodes.reserve(items.size());
    for (const QString &item : items)
        nodes.append(word(item));
    return list(nodes, true);
}

YamlNode YamlNode::map(const QList<YamlEntry> &entries, bool isFlow)
{
    YamlNode node;
    node.kind = Kind::Map;
    node.isPlain = false;
    node.entries = entries;
    node.isFlow = isFlow;
    return node;
}

namespace {
bool sameScalar(const YamlNode &a, const YamlNode &b)
{
    if (a.isNull() || b.isNull())
        return a.isNull() && b.isNull();
    return a.text == b.text && (a.isPlain == b.isPlain || !readsAsTyped(a.text));
}

bool sameMap(const YamlNode &a, const YamlNode &b)
{
    QHash<QString, const YamlNode *> others;
    others.reserve(b.entries.size());
    for (const YamlEntry &entry : b.entries)
        others.insert(entry.key, &entry.value);
    for (const YamlEntry &entry : a.entries) {
        const YamlNode *other = others.value(entry.key);
        if (!other || !sameValue(entry.value, *other))
            return false;
    }
    return a.entries.size() == b.entries.size();
}
} // namespace

bool sameValue(const YamlNode &a, const YamlNode &b)
{
    if (a.kind != b.kind)
        return false;
    if (a.kind == YamlNode::Kind::Scalar)
        return sameScalar(a, b);
    if (a.kind == YamlNode::Kind::Map)
        return sameMap(a, b);
    return std::equal(a.items.cbegin(), a.items.cend(), b.items.cbegin(), b.items.cend(), sameValue);
}
