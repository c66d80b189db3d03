#include "app/base/yaml_match.h"

#include "app/base/yaml_write.h"

#include <QHash>

namespace {
QByteArray identity(const YamlNode &item)
{
    const YamlNode *name = item.kind == YamlNode::Kind::Map ? item.find(QStringLiteral("name")) : nullptr;
    return name && name->kind == YamlNode::Kind::Scalar ? 'n' + name->text.toUtf8() : 'v' + flowText(item);
}

bool canContinue(const YamlNode &old, const YamlNode &wanted)
{
    return old.kind == wanted.kind;
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
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const qsizetype here = i == 0 ? 0 : matches[i - 1] + 1;
        const bool hasPlace = matches[i] < 0 && (i == 0 || matches[i - 1] >= 0) && here < old.size();
        if (hasPlace && !isTaken[here] && canContinue(old[here], wanted[i])) {
            matches[i] = here;
            isTaken[here] = true;
        }
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
