#include "app/run/runner.h"
#include "tests/support/run_fixture.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

namespace {
Execution executionOf(RunFixture &fixture)
{
    Execution execution;
    execution.plan = fixture.plan;
    execution.runId = text("r1");
    execution.openMachine = fixture.cluster.opener();
    return execution;
}

QList<RunEvent> eventsOf(const QSignalSpy &spy)
{
    QList<RunEvent> events;
    for (const QList<QVariant> &call : spy)
        events += call[0].value<QList<RunEvent>>();
    return events;
}
} // namespace

class RunnerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsArriveInOrderOnTheRunnersThread()
    {
        RunFixture fixture;
        QList<QByteArray> chunks;
        for (int i = 0; i < 100; ++i)
            chunks.append("line " + QByteArray::number(i) + '\n');
        fixture.cluster.node(text("a")).jobs[text("install master")] = {.chunks = chunks, .pause = std::chrono::milliseconds(1)};
        fixture.plan.stages = {stageOf("one", {stepOf("install", text("a"), jobOf("install master"))})};
        Runner runner;
        QSignalSpy happened(&runner, &Runner::happened);
        QSignalSpy ended(&runner, &Runner::ended);
        bool isHere = true;
        connect(
            &runner, &Runner::happened, this, [&] { isHere = isHere && QThread::currentThread() == thread(); }, Qt::DirectConnection);
        QList<RunEvent> told;
        Execution execution = executionOf(fixture);
        execution.tell = [&](const RunEvent &event) { told.append(event); };
        runner.start(execution);
        QVERIFY(runner.isRunning());
        runner.start(execution); // one at a time
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 10000);
        QVERIFY(!runner.isRunning() && isHere);
        QCOMPARE(ended[0][0].value<RunState>().outcome, text("done"));
        QCOMPARE(eventsOf(happened), told);
        QCOMPARE(fixture.cluster.node(text("a")).openings, 1);
    }

    void itIsStoppedAndStartedAgain()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.jobs[text("install master")] = {.chunks = {"one\n"}, .endsByItself = false};
        fixture.plan.stages = {stageOf("one", {stepOf("install", text("a"), jobOf("install master"))})};
        Runner runner;
        QSignalSpy happened(&runner, &Runner::happened);
        QSignalSpy ended(&runner, &Runner::ended);
        Execution execution = executionOf(fixture);
        runner.start(execution);
        QTRY_VERIFY_WITH_TIMEOUT(!eventsOf(happened).isEmpty() && eventsOf(happened).last().type == RunEvent::Type::Output, 10000);
        runner.stopFollowing();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 10000);
        QCOMPARE(ended[0][0].value<RunState>().outcome, text("stopped"));

        execution.before = ended[0][0].value<RunState>();
        runner.start(execution);
        QTRY_VERIFY_WITH_TIMEOUT(eventsOf(happened).last().type == RunEvent::Type::JobStarted, 10000);
        runner.stopJobs();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 10000);
        QVERIFY(!ended[1][0].value<RunState>().step(text("install@a")).isJobLeft);
        const std::lock_guard lock(node.mutex);
        QCOMPARE(node.starts.size(), 1);
    }

    void workThatCannotBeDoneIsTold()
    {
        RunFixture fixture;
        Runner runner;
        QSignalSpy broke(&runner, &Runner::broke);
        QSignalSpy ended(&runner, &Runner::ended);
        runner.start(executionOf(fixture), [](const Execution &) -> Result<RunState> {
            return Error{ErrorKind::Conflict, text("no"), {}};
        });
        QTRY_COMPARE_WITH_TIMEOUT(broke.size(), 1, 10000);
        QCOMPARE(broke[0][0].value<Error>().kind, ErrorKind::Conflict);
        QVERIFY(!runner.isRunning());
        QCOMPARE(ended.size(), 0);
    }

    void aRunnerThatGoesStopsItsRun()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).jobs[text("install master")] = {.chunks = {"one\n"}, .endsByItself = false};
        fixture.plan.stages = {stageOf("one", {stepOf("install", text("a"), jobOf("install master"))})};
        QList<RunEvent> told;
        {
            Runner runner;
            Execution execution = executionOf(fixture);
            execution.tell = [&](const RunEvent &event) { told.append(event); };
            runner.start(execution);
        }
        QCOMPARE(told.last().text, text("stopped"));
    }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "runner_test.moc"
