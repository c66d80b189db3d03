#include "app/base/yaml_match.h"

#include "app/base/yaml_write.h"

#include <QHash>

#include <algorithm>

namespace {
/// So many old items are compared with a new one: what is farther away was hardly renamed.
constexpr qsizetype nearby = 200;

QByteArray identity(const YamlNode &item)
{
    const YamlNode *name = item.kind == YamlNode::Kind::Map ? item.find(QStringLiteral("name")) : nullptr;
    return name && name->kind == YamlNode::Kind::Scalar ? 'n' + name->text.toUtf8() : 'v' + flowText(item);
}

bool canContinue(const YamlNode &old, const YamlNode &wanted)
{
    return old.kind == wanted.kind;
}

/// How many entries two maps share. Other things are as good as each other, maps with nothing in common are none.
qsizetype likeness(const YamlNode &old, const YamlNode &wanted)
{
    if (old.kind != wanted.kind)
        return 0;
    if (old.kind != YamlNode::Kind::Map)
        return 1;
    qsizetype shared = 0;
    for (const YamlEntry &entry : wanted.entries) {
        const YamlNode *other = old.find(entry.key);
        shared += other && sameValue(*other, entry.value) ? 1 : 0;
    }
    return shared;
}

/// Pairs the unmatched items from `first` on with old ones between their neighbours' matches, in order.
void pairGap(const QList<YamlNode> &old, const QList<YamlNode> &wanted, QList<bool> &isTaken, QList<qsizetype> &matches, qsizetype first)
{
    qsizetype here = first == 0 ? 0 : matches[first - 1] + 1;
    for (qsizetype i = first; i < matches.size() && matches[i] < 0; ++i) {
        qsizetype best = -1;
        qsizetype most = 0;
        const qsizetype end = std::min(old.size(), here + nearby);
        for (qsizetype candidate = here; candidate < end && !isTaken[candidate]; ++candidate) {
            const qsizetype shared = likeness(old[candidate], wanted[i]);
            if (shared > most) {
                best = candidate;
                most = shared;
            }
        }
        if (best < 0)
            continue;
        matches[i] = best;
        isTaken[best] = true;
        here = best + 1;
    }
}
} // namespace

QList<qsizetype> matchedItems(const QList<YamlNode> &old, const QList<YamlNode> &wanted)
{
    QHash<QByteArray, QList<qsizetype>> places;
    for (qsizetype i = 0; i < old.size(); ++i)
        places[identity(old[i])].append(i);
    QList<qsizetype> matches;
    QList<bool> isTaken(old.size(), false);
    for (const YamlNode &item : wanted) {
        const auto found = places.find(identity(item));
        const bool isKnown = found != places.end() && !found->isEmpty() && canContinue(old[found->constFirst()], item);
        matches.append(isKnown ? found->takeFirst() : -1);
        if (isKnown)
            isTaken[matches.constLast()] = true;
    }
    for (qsizetype i = 0; i < matches.size(); ++i) {
        if (matches[i] < 0 && (i == 0 || matches[i - 1] >= 0))
            pairGap(old, wanted, isTaken, matches, i);
    }
    return matches;
}

QList<qsizetype> matchedEntries(const QList<YamlEntry> &old, const QList<YamlEntry> &wanted)
{
    QHash<QString, qsizetype> places;
    places.reserve(old.size());
    for (qsizetype i = 0; i < old.size(); ++i)
        places.insert(old[i].key, i);
    QList<qsizetype> matches;
    matches.reserve(wanted.size());
    for (const YamlEntry &entry : wanted)
        matches.append(places.value(entry.key, -1));
    return matches;
}
