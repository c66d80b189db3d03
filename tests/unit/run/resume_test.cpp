#include "app/run/journal.h"
#include "tests/support/run_fixture.h"

#include <QTemporaryDir>
#include <QTest>

namespace {
const int lineCount = 24;

QList<QByteArray> logLines(const NodeId &node)
{
    QList<QByteArray> lines;
    for (int i = 0; i < lineCount; ++i)
        lines.append(node.toLatin1() + " line " + QByteArray::number(i) + '\n');
    return lines;
}

/// On every node: a download with a report, a comparison, an installation, a start, a wait.
void fill(RunFixture &fixture, const QList<NodeId> &nodes)
{
    Stage download = stageOf("download", {}), install = stageOf("install", {}), start = stageOf("start", {}), health = stageOf("health", {});
    for (const NodeId &id : nodes) {
        FakeNode &node = fixture.cluster.node(id);
        node.jobs[text("download master")] = {.chunks = {"@@report installer-sha256 abcd\n", "done\n"}};
        node.jobs[text("install master")] = {.chunks = logLines(id), .pause = std::chrono::milliseconds(1)};
        node.marks[text("install master")] = QStringLiteral("install@") + id;
        node.marks[text("exec start-service")] = QStringLiteral("start@") + id;
        node.followChunk = 100;
        Job job = jobOf("install master");
        job.success = QStringList{QStringLiteral("%1 line 3").arg(id), QStringLiteral("%1 line %2").arg(id).arg(lineCount - 1)};
        Step installing = stepOf("install", id, job);
        installing.postcondition = SealedText("test -e /opt/openvidu\n");
        Step starting = stepOf("start", id, commandOf("exec start-service"));
        starting.postcondition = SealedText("systemctl is-active openvidu\n");
        download.steps.append(stepOf("download", id, jobOf("download master")));
        install.steps.append(installing);
        start.steps.append(starting);
        health.steps.append(stepOf("health", id, WaitUntil{text("exec health"), SealedText("true\n"), std::chrono::seconds(0), std::chrono::seconds(60), {}}));
    }
    fixture.plan.stages = {download, stageOf("compare", {stepOf("same-installer", {}, Check{text("same-installer")})}), install, start, health};
    fixture.answerCheck = [count = nodes.size()](const CheckQuestion &question) -> Result<void> {
        const auto sums = question.state.reports.value(text("installer-sha256"));
        if (sums.size() == count && sums.value(text("a")) == text("abcd"))
            return {};
        return Error{ErrorKind::Failed, QStringLiteral("%1 reports").arg(sums.size()), {}};
    };
}

/// What must be true when a run that was killed once has ended.
QString wrongIn(RunFixture &fixture, const RunState &state)
{
    if (state.outcome != text("done"))
        return state.outcome + QLatin1Char(' ') + fixture.last(RunEvent::Type::StepFailed).text;
    for (const NodeId &id : fixture.plan.nodes()) {
        FakeNode &node = fixture.cluster.node(id);
        if (node.starts.size() != 2)
            return QStringLiteral("%1 started %2 jobs").arg(id).arg(node.starts.size());
        QByteArray log;
        for (const QString &line : fixture.linesOf(QStringLiteral("install@") + id))
            log += line.toUtf8() + '\n';
        if (log != logLines(id).join())
            return id + text(": lines are missing or doubled");
    }
    return {};
}

/// A run that is dead after `count` events: no later one is in the journal. It dies with the last of them, or it goes on until it would
/// write the next one, so that a node may have done what nobody wrote down.
void runAndDie(RunFixture &fixture, const QString &path, qsizetype count, bool actsOn)
{
    const auto journal = Journal::open(path, JournalHead());
    if (!journal)
        qFatal("%s", qPrintable(journal.error().message));
    qsizetype told = 0;
    fixture.onEvent = [&](const RunEvent &event) {
        if (++told <= count && !(*journal)->append(event))
            qFatal("The journal cannot be written.");
        if (told >= count + (actsOn ? 1 : 0))
            fixture.stopFollowing.request_stop();
    };
    fixture.run();
    fixture.onEvent = {};
    fixture.stopFollowing = std::stop_source();
}
} // namespace

class ResumeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtEveryEvent_data()
    {
        QTest::addColumn<QStringList>("nodes");
        QTest::addColumn<bool>("actsOn");
        QTest::newRow("three nodes, dead at once") << rows({"a", "b", "c"}) << false;
        QTest::newRow("one node, dead at once") << rows({"a"}) << false;
        // With several nodes another one's job would be asked for before it is written down, which does not happen.
        QTest::newRow("one node, dead before the next line") << rows({"a"}) << true;
    }

    void killedAtEveryEvent()
    {
        QFETCH(QStringList, nodes);
        QFETCH(bool, actsOn);
        RunFixture whole;
        fill(whole, nodes);
        QCOMPARE(whole.run().outcome, text("done"));
        const qsizetype count = whole.events.size();
        QVERIFY(count > 20 * nodes.size());
        QTemporaryDir folder;
        for (qsizetype at = 1; at <= count; ++at) {
            RunFixture fixture;
            fill(fixture, nodes);
            const QString path = folder.filePath(QStringLiteral("%1/r1.jsonl").arg(at));
            runAndDie(fixture, path, at, actsOn);
            const Result<JournalContent> content = readJournal(path);
            QVERIFY(content);
            fixture.history = content->events;
            const QString wrong = wrongIn(fixture, fixture.run());
            QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("after event %1 (%2): %3").arg(at).arg(rowOf(content->events.last()), wrong)));
        }
    }

    void aDoneRunThatIsResumedDoesNothing()
    {
        RunFixture fixture;
        fill(fixture, rows({"a", "b", "c"}));
        QCOMPARE(fixture.run().outcome, text("done"));
        const qsizetype openings = fixture.cluster.node(text("a")).openings;
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rows(), rows({"run-started", "stage-started install", "stage-ended install", "stage-started start", "stage-ended start",
                                       "run-ended: done"}));
        QCOMPARE(fixture.cluster.node(text("a")).starts.size(), 2);
        QCOMPARE(fixture.cluster.node(text("a")).openings, int(openings + 1));
    }

    void aFinishedNodeThatIsAwayStaysFinished()
    {
        RunFixture fixture;
        fill(fixture, rows({"a", "b", "c"}));
        fixture.cluster.node(text("b")).answers[text("exec health")] = {{.exitStatus = 1, .takes = std::chrono::milliseconds(50)}};
        std::get<WaitUntil>(fixture.plan.stages.last().steps[1].action).deadline = std::chrono::seconds(1);
        QCOMPARE(fixture.run().outcome, text("failed"));
        fixture.cluster.node(text("b")).answers.clear();
        fixture.cluster.node(text("a")).refusedOpenings = -1;
        fixture.patience = std::chrono::milliseconds(600);
        const RunState state = fixture.run();
        QCOMPARE(state.outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")).count(text("note install@a 2")), 1);
        QVERIFY(state.isFinished(text("install@a")));
    }
};

QTEST_GUILESS_MAIN(ResumeTest)
#include "resume_test.moc"
