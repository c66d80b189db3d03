#include "tests/support/run_fixture.h"

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

QStringList rows(std::initializer_list<const char *> wanted)
{
    QStringList list;
    for (const char *row : wanted)
        list.append(text(row));
    return list;
}

QString rowOf(const RunEvent &event)
{
    QString row = runEventWord(event.type);
    if (!event.step.isEmpty())
        row += QStringLiteral(" %1 %2").arg(event.step).arg(event.attempt);
    else if (!event.stage.isEmpty())
        row += QLatin1Char(' ') + event.stage;
    const bool hasText =
        event.type == RunEvent::Type::Output || event.type == RunEvent::Type::Report || event.type == RunEvent::Type::RunEnded;
    if (!event.job.isEmpty())
        row += QStringLiteral(" job ") + event.job;
    if (event.at >= 0)
        row += QStringLiteral(" at %1").arg(event.at);
    return hasText ? row + QStringLiteral(": ") + QString(event.text).replace(QLatin1Char('\n'), QLatin1Char('|')) : row;
}

QStringList rowsOf(const QList<RunEvent> &events)
{
    QStringList rows;
    for (const RunEvent &event : events)
        rows.append(rowOf(event));
    return rows;
}

Step stepOf(const char *what, const NodeId &node, const Action &action)
{
    Step step;
    step.id = node.isEmpty() ? QString::fromLatin1(what) : QStringLiteral("%1@%2").arg(QLatin1String(what), node);
    step.node = node;
    step.title = step.id;
    step.action = action;
    return step;
}

Job jobOf(const char *verb)
{
    Job job;
    job.verb = QString::fromLatin1(verb);
    job.script = SealedText("true\n");
    return job;
}

Command commandOf(const char *verb)
{
    return {QString::fromLatin1(verb), SealedText("true\n"), std::chrono::seconds(60)};
}

Stage stageOf(const char *id, const QList<Step> &steps)
{
    return {QString::fromLatin1(id), QString::fromLatin1(id), steps, {}};
}

RunState RunFixture::run()
{
    events.clear();
    Execution execution;
    execution.plan = plan;
    execution.runId = QStringLiteral("r1");
    execution.before = runStateOf(history);
    execution.secrets = secrets;
    execution.secretKeys = secretKeys;
    execution.openMachine = cluster.opener();
    execution.answerCheck = answerCheck;
    execution.patience = patience;
    execution.stopFollowing = stopFollowing.get_token();
    execution.stopJobs = stopJobs.get_token();
    execution.tell = [this](const RunEvent &event) {
        if (keepsEvents) {
            events.append(event);
            history.append(event);
        }
        if (onEvent)
            onEvent(event);
    };
    return execute(execution);
}

QStringList RunFixture::rowsOfNode(const NodeId &node) const
{
    QStringList found;
    for (const RunEvent &event : events) {
        if (event.node == node)
            found.append(rowOf(event));
    }
    return found;
}

QStringList RunFixture::linesOf(const QString &step) const
{
    QStringList lines;
    for (const RunEvent &event : history) {
        if (event.step == step && event.type == RunEvent::Type::Output)
            lines += event.text.split(QLatin1Char('\n'));
    }
    return lines;
}

RunEvent RunFixture::last(RunEvent::Type type) const
{
    for (qsizetype at = events.size() - 1; at >= 0; --at) {
        if (events[at].type == type)
            return events[at];
    }
    return {};
}
