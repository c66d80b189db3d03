#include "app/project/changed_tree.h"

#include "app/base/yaml_match.h"

#include <QHash>

namespace {
using Kind = YamlNode::Kind;
using Index = QHash<QString, const YamlNode *>;

Index indexOf(const YamlNode &map)
{
    Index index;
    index.reserve(map.entries.size());
    for (const YamlEntry &entry : map.entries)
        index.insert(entry.key, &entry.value);
    return index;
}

YamlNode emptyLike(const YamlNode &node)
{
    YamlNode empty;
    empty.kind = node.kind;
    empty.isFlow = node.isFlow;
    empty.isPlain = node.isPlain;
    return empty;
}

/// Entries that the program no longer wants; of a map stays what it never knew.
void appendKept(QList<YamlEntry> *entries, const YamlEntry &old, const YamlNode *before)
{
    if (!before)
        return entries->append(old);
    if (old.value.kind != Kind::Map || before->kind != Kind::Map)
        return;
    const YamlNode rest = changedTree(old.value, *before, emptyLike(*before));
    if (!rest.entries.isEmpty())
        entries->append({old.key, rest, old.keyStart, old.keyEnd});
}

YamlNode changedMap(const YamlNode &file, const YamlNode &before, const YamlNode &after)
{
    const Index inFile = indexOf(file);
    const Index known = indexOf(before);
    const Index wanted = indexOf(after);
    YamlNode result = emptyLike(file);
    for (const YamlEntry &entry : after.entries) {
        const YamlNode *here = inFile.value(entry.key);
        const YamlNode *was = known.value(entry.key);
        const bool isUsual = !here && was && sameValue(*was, entry.value);
        if (here)
            result.entries.append({entry.key, changedTree(*here, was ? *was : emptyLike(entry.value), entry.value), {}, {}});
        else if (!isUsual)
            result.entries.append(entry);
    }
    for (const YamlEntry &entry : file.entries) {
        if (!wanted.contains(entry.key))
            appendKept(&result.entries, entry, known.value(entry.key));
    }
    return result;
}

YamlNode changedList(const YamlNode &file, const YamlNode &before, const YamlNode &after)
{
    if (file.items.size() != before.items.size())
        return after;
    YamlNode result = emptyLike(file);
    const QList<qsizetype> matches = matchedItems(before.items, after.items);
    for (qsizetype i = 0; i < matches.size(); ++i) {
        const qsizetype match = matches[i];
        result.items.append(match < 0 ? after.items[i] : changedTree(file.items[match], before.items[match], after.items[i]));
    }
    return result;
}
} // namespace

YamlNode changedTree(const YamlNode &file, const YamlNode &before, const YamlNode &after)
{
    if (sameValue(before, after))
        return file;
    if (file.kind == Kind::Map && before.kind == Kind::Map && after.kind == Kind::Map)
        return changedMap(file, before, after);
    if (file.kind == Kind::List && before.kind == Kind::List && after.kind == Kind::List)
        return changedList(file, before, after);
    return after;
}
