#include "app/run/journal_line.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

namespace {
const int formatNumber = 1;

QString key(const char *text)
{
    return QString::fromLatin1(text);
}

void insertText(QJsonObject &object, const char *name, const QString &text)
{
    if (!text.isEmpty())
        object.insert(key(name), text);
}

Error broken(const QString &what)
{
    return {ErrorKind::Invalid, what, QCoreApplication::translate("Journal", "Keep the file for inspection and begin a new run.")};
}

Result<QJsonObject> objectOf(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (!document.isObject())
        return broken(QCoreApplication::translate("Journal", "it is not a JSON object"));
    return document.object();
}

bool isNumber(const QJsonObject &object, const char *name)
{
    return object.value(key(name)).isDouble();
}

qint64 numberOf(const QJsonObject &object, const char *name, qint64 otherwise)
{
    return object.value(key(name)).toInteger(otherwise);
}

QString textOf(const QJsonObject &object, const char *name)
{
    return object.value(key(name)).toString();
}
} // namespace

QByteArray journalHash(const QByteArray &line)
{
    return QCryptographicHash::hash(line, QCryptographicHash::Sha256).toHex();
}

QByteArray journalHeadLine(const JournalHead &head)
{
    QJsonObject object{
        {key("n"), 0}, {key("t"), head.time}, {key("prev"), QString()}, {key("type"), key("journal")}, {key("format"), formatNumber}};
    insertText(object, "run", head.runId);
    insertText(object, "cluster", head.cluster);
    insertText(object, "cluster-id", head.clusterId);
    insertText(object, "operation", head.operation);
    insertText(object, "plan", head.planHash);
    insertText(object, "user", head.user);
    insertText(object, "host", head.host);
    insertText(object, "program", head.program);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray journalLine(const RunEvent &event, const JournalLink &link)
{
    QJsonObject object{{key("n"), link.number},
                       {key("t"), event.time},
                       {key("prev"), QString::fromLatin1(link.previous)},
                       {key("type"), runEventWord(event.type)}};
    insertText(object, "stage", event.stage);
    insertText(object, "step", event.step);
    insertText(object, "node", event.node);
    if (event.attempt != 0)
        object.insert(key("attempt"), event.attempt);
    insertText(object, "job", event.job);
    if (event.at >= 0)
        object.insert(key("at"), event.at);
    insertText(object, "text", event.text);
    insertText(object, "advice", event.advice);
    if (event.error != ErrorKind::Failed)
        object.insert(key("error"), errorKindWord(event.error));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<JournalHead> readJournalHead(const QByteArray &line)
{
    const Result<QJsonObject> object = objectOf(line);
    if (!object)
        return object.error();
    if (textOf(*object, "type") != key("journal"))
        return broken(QCoreApplication::translate("Journal", "it does not begin a journal"));
    if (numberOf(*object, "format", 0) != formatNumber)
        return broken(QCoreApplication::translate("Journal", "its format is not known to this version"));
    return JournalHead{.runId = textOf(*object, "run"),
                       .cluster = textOf(*object, "cluster"),
                       .clusterId = textOf(*object, "cluster-id"),
                       .operation = textOf(*object, "operation"),
                       .planHash = textOf(*object, "plan"),
                       .user = textOf(*object, "user"),
                       .host = textOf(*object, "host"),
                       .program = textOf(*object, "program"),
                       .time = numberOf(*object, "t", 0)};
}

Result<RunEvent> readJournalLine(const QByteArray &line, const JournalLink &link)
{
    const Result<QJsonObject> object = objectOf(line);
    if (!object)
        return object.error();
    if (!isNumber(*object, "n") || !isNumber(*object, "t") || numberOf(*object, "n", -1) != link.number)
        return broken(QCoreApplication::translate("Journal", "its number is not %1").arg(link.number));
    if (textOf(*object, "prev") != QString::fromLatin1(link.previous))
        return broken(QCoreApplication::translate("Journal", "it does not follow from the line before"));
    RunEvent event;
    if (!runEventFromWord(textOf(*object, "type"), &event.type))
        return broken(QCoreApplication::translate("Journal", "its type is not known to this version"));
    const QString error = textOf(*object, "error");
    if (!error.isEmpty() && !errorKindFromWord(error, &event.error))
        return broken(QCoreApplication::translate("Journal", "its kind of error is not known to this version"));
    event.stage = textOf(*object, "stage");
    event.step = textOf(*object, "step");
    event.node = textOf(*object, "node");
    event.attempt = int(qBound(qint64(0), numberOf(*object, "attempt", 0), qint64(1000000)));
    event.job = textOf(*object, "job");
    event.at = std::max(qint64(-1), numberOf(*object, "at", -1));
    event.text = textOf(*object, "text");
    event.advice = textOf(*object, "advice");
    event.time = numberOf(*object, "t", 0);
    return event;
}
