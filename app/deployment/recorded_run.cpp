#include "app/deployment/recorded_run.h"

#include "app/run/last_hash.h"

#include <QCoreApplication>

#include <optional>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("RecordedRun", text);
}

/// Nodes on which a step ended well: they were reached.
QList<NodeId> nodesWithSteps(const Plan &plan, const RunState &state)
{
    QList<NodeId> nodes;
    for (const NodeSummary &node : summaryOf(plan, state)) {
        if (!node.node.isEmpty() && node.done > 0)
            nodes.append(node.node);
    }
    return nodes;
}
} // namespace

Result<RecordedRun> recordedRun(const RecordedRunRequest &request)
{
    Result<std::unique_ptr<Journal>> journal = Journal::open(request.journal, request.head);
    if (!journal)
        return journal.error();
    Execution execution = request.execution;
    std::stop_source following;
    const std::stop_callback forward(execution.stopFollowing, [&following] { following.request_stop(); });
    std::optional<Error> broken;
    const Tell tell = execution.tell;
    execution.stopFollowing = following.get_token();
    execution.tell = [&](const RunEvent &event) {
        // execute() tells one event at a time, so there is no other thread in here.
        if (!broken) {
            const Result<void> written = (*journal)->append(event);
            if (!written) {
                broken = written.error();
                following.request_stop();
            } else if (request.onLine) {
                request.onLine((*journal)->lastLine());
            }
        }
        if (tell)
            tell(event);
    };
    RecordedRun run{execute(execution), {}, {}};
    run.lastHash = (*journal)->lastHash();
    run.withoutHash = storeLastHash({execution.runId, run.lastHash}, nodesWithSteps(execution.plan, run.state), execution.openMachine, execution.stopFollowing);
    if (broken)
        return Error{broken->kind, broken->message, broken->advice + QLatin1Char(' ') + tr("Jobs that were begun go on on their nodes; resume the run afterwards.")};
    return run;
}

Result<EarlierRun> earlierRun(const QString &folder, const QString &runId, const QString &planHash)
{
    const QStringList ids = runIdsIn(folder);
    const QString id = runId.isEmpty() ? ids.value(0) : runId;
    if (id.isEmpty() || !ids.contains(id))
        return Error{ErrorKind::Invalid, runId.isEmpty() ? tr("There is no run of this cluster in %1.").arg(folder) : tr("There is no run %1 in %2.").arg(runId, folder),
                     tr("Begin a new one without --resume.")};
    Result<JournalContent> content = readJournal(folder + QLatin1Char('/') + id + QStringLiteral(".jsonl"));
    if (!content)
        return content.error();
    if (content->head.planHash != planHash)
        return Error{ErrorKind::Conflict,
                     tr("The run %1 did another plan (%2) than the document gives now (%3).").arg(id, content->head.planHash.left(12), planHash.left(12)),
                     tr("Undo the change of the document to resume that run, or begin a new run without --resume.")};
    EarlierRun earlier{content->head, runStateOf(content->events), content->note};
    earlier.state.runId = id;
    return earlier;
}
