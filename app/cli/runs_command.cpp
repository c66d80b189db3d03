// runs: the journals of a cluster, as a list or one of them whole.
#include "app/cli/open_document.h"
#include "app/run/journal.h"
#include "app/run/run_state.h"

#include <QDateTime>

namespace {
QString timeText(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

int listRuns(Invocation &invocation, const Places &places)
{
    QList<QStringList> rows;
    QJsonArray list;
    bool isBroken = false;
    for (const QString &id : runIdsIn(places.runs)) {
        const Result<JournalContent> journal = readJournal(places.journal(id));
        if (!journal) {
            isBroken = true;
            invocation.console.note(journal.error().message);
            continue;
        }
        const RunState state = runStateOf(journal->events);
        const QString outcome = state.outcome.isEmpty() ? QStringLiteral("unfinished") : state.outcome;
        rows.append({id, timeText(journal->head.time), journal->head.operation, outcome, journal->head.user + u'@' + journal->head.host, journal->head.planHash.left(12)});
        list.append(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("time"), journal->head.time}, {QStringLiteral("operation"), journal->head.operation}, {QStringLiteral("outcome"), outcome},
                                {QStringLiteral("planHash"), journal->head.planHash}});
    }
    invocation.console.table({QStringLiteral("Run"), QStringLiteral("Begun"), QStringLiteral("Operation"), QStringLiteral("Outcome"), QStringLiteral("By"), QStringLiteral("Plan")}, rows);
    return invocation.console.finish(isBroken ? Red : Fine, list);
}

int showRun(Invocation &invocation, const QString &path)
{
    Console &console = invocation.console;
    const Result<JournalContent> journal = readJournal(path);
    if (!journal)
        return console.fail(journal.error());
    if (!journal->note.isEmpty())
        console.note(journal->note);
    QJsonArray list;
    for (const RunEvent &event : journal->events) {
        const QString advice = event.advice.isEmpty() ? QString() : u' ' + event.advice;
        console.line(QStringLiteral("%1  %2  %3  %4%5").arg(timeText(event.time), runEventWord(event.type).leftJustified(14), event.step.leftJustified(22), event.text, advice));
        list.append(QJsonObject{{QStringLiteral("t"), event.time}, {QStringLiteral("type"), runEventWord(event.type)}, {QStringLiteral("step"), event.step}, {QStringLiteral("text"), event.text}});
    }
    return console.finish(Fine, QJsonObject{{QStringLiteral("id"), journal->head.runId}, {QStringLiteral("events"), list}});
}
} // namespace

int runsCommand(Invocation &invocation)
{
    const Result<Project> project = openDocument(invocation);
    if (!project)
        return invocation.console.fail(project.error());
    const Places places = placesOf(invocation, *project);
    const QString id = invocation.arguments.value(1);
    if (id.isEmpty())
        return listRuns(invocation, places);
    if (!runIdsIn(places.runs).contains(id))
        return invocation.console.fail({ErrorKind::Invalid, QStringLiteral("There is no run %1 in %2.").arg(id, places.runs), QStringLiteral("`ovdeploy-cli runs FILE` lists them.")});
    return showRun(invocation, places.journal(id));
}
