#include "app/project/document_reading.h"

#include "app/base/plain_text.h"

#include <QCoreApplication>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectFile", text);
}

QString quoted(const QString &text)
{
    return u'`' + plainLine(text.toUtf8(), 60) + u'`';
}

QString kindText(const YamlNode &node)
{
    if (node.isNull() || (node.kind == YamlNode::Kind::Scalar && node.text.isEmpty()))
        return tr("empty");
    return node.kind == YamlNode::Kind::List ? tr("a list") : node.kind == YamlNode::Kind::Map ? tr("a group of keys") : tr("a word");
}

QString foundText(const YamlNode &node)
{
    const bool isWord = node.kind == YamlNode::Kind::Scalar && !node.isNull() && !node.text.isEmpty();
    return isWord ? quoted(node.text) : kindText(node);
}

/// The item of a list under the list's key, so that messages name it.
YamlEntry asEntry(const QString &key, const YamlNode &value)
{
    return {key, value, value.start, value.end};
}
} // namespace

void DocumentReading::refuse(const YamlMark &place, const QString &fault, const QString &advice)
{
    if (hasFailed())
        return;
    m_error = {ErrorKind::Invalid, tr("line %1, column %2: %3").arg(place.line).arg(place.column).arg(fault),
               advice.isEmpty() ? tr("Correct the line in an editor and open the file again; nothing was changed.") : advice};
}

void DocumentReading::expect(const YamlEntry &entry, const QString &found, const QString &expected)
{
    refuse(entry.value.start, tr("%1 is %2, %3 was expected").arg(quoted(entry.key), found, expected));
}

void DocumentReading::noteUnknown(const YamlEntry &entry)
{
    Finding note;
    note.rule = QStringLiteral("V-DOC-1");
    note.severity = Severity::Warning;
    note.field = plainLine(entry.key.toUtf8(), 60);
    note.message = tr("line %1, column %2: the key %3 is not known to this version and has no effect")
                       .arg(entry.keyStart.line)
                       .arg(entry.keyStart.column)
                       .arg(quoted(entry.key));
    note.advice = tr("Check its spelling; it is kept as it is.");
    m_notes.append(note);
}

bool DocumentReading::isText(const YamlEntry &entry, ValueKind kind)
{
    const bool isScalar = entry.value.kind == YamlNode::Kind::Scalar && !entry.value.isNull();
    if (!isScalar || !holds(kind, entry.value.text))
        expect(entry, foundText(entry.value), expectedText(kind));
    return !hasFailed();
}

QString DocumentReading::word(const YamlEntry &entry, ValueKind kind)
{
    return isText(entry, kind) ? entry.value.text : QString();
}

bool DocumentReading::isList(const YamlEntry &entry)
{
    if (entry.value.kind != YamlNode::Kind::List && !entry.value.isNull())
        expect(entry, kindText(entry.value), tr("a list"));
    return !hasFailed();
}

bool DocumentReading::isMap(const YamlEntry &entry)
{
    if (entry.value.kind != YamlNode::Kind::Map && !entry.value.isNull())
        expect(entry, kindText(entry.value), tr("a group of keys"));
    return !hasFailed();
}

QStringList DocumentReading::words(const YamlEntry &entry, ValueKind kind)
{
    QStringList found;
    if (!isList(entry))
        return found;
    for (const YamlNode &item : entry.value.items) {
        if (isText(asEntry(entry.key, item), kind))
            found.append(item.text);
    }
    return found;
}

QMap<QString, QString> DocumentReading::wordMap(const YamlEntry &entry, ValueKind keys, ValueKind values)
{
    QMap<QString, QString> found;
    if (!isMap(entry))
        return found;
    for (const YamlEntry &inner : entry.value.entries) {
        if (!holds(keys, inner.key))
            refuse(inner.keyStart, tr("the key is %1, %2 was expected").arg(quoted(inner.key), expectedText(keys)));
        if (isText(inner, values))
            found.insert(inner.key, inner.value.text);
    }
    return found;
}

int DocumentReading::number(const YamlEntry &entry, int least, int most)
{
    bool isNumber = false;
    const int value = entry.value.text.toInt(&isNumber);
    const bool isScalar = entry.value.kind == YamlNode::Kind::Scalar && entry.value.isPlain;
    if (!isScalar || !isNumber || value < least || value > most)
        expect(entry, foundText(entry.value), tr("a number from %1 to %2").arg(least).arg(most));
    return value;
}

bool DocumentReading::yesOrNo(const YamlEntry &entry)
{
    const QString text = entry.value.text.toLower();
    const bool isYes = text == QLatin1String("true") || text == QLatin1String("yes");
    const bool isNo = text == QLatin1String("false") || text == QLatin1String("no");
    if (entry.value.kind != YamlNode::Kind::Scalar || !entry.value.isPlain || (!isYes && !isNo))
        expect(entry, foundText(entry.value), tr("true or false"));
    return isYes;
}

int DocumentReading::choice(const YamlEntry &entry, const QStringList &choices)
{
    const qsizetype index = entry.value.kind == YamlNode::Kind::Scalar ? choices.indexOf(entry.value.text) : -1;
    if (index < 0)
        expect(entry, foundText(entry.value), tr("one of %1").arg(choices.join(QStringLiteral(", "))));
    return int(index);
}
