#include "app/run/job_step.h"
#include "tests/support/run_fixture.h"

#include <QTest>

using std::chrono::milliseconds;

namespace {
/// A run of one job `install@a`.
struct OneJob : RunFixture
{
    OneJob()
    {
        plan.stages = {stageOf("install", {stepOf("install", text("a"), jobOf("install master"))})};
        node.jobs[text("install master")] = {.chunks = {"one\n", "two\n", "three\n"}};
    }
    Step &step() { return plan.stages[0].steps[0]; }
    Job &job() { return std::get<Job>(step().action); }
    FakeJobScript &script() { return node.jobs[text("install master")]; }
    /// The reason of the failure.
    QString failure() { return last(RunEvent::Type::StepFailed).text; }

    FakeNode &node = cluster.node(text("a"));
};
} // namespace

class JobStepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsIdIsToldBeforeTheNodeIsAsked()
    {
        OneJob fixture;
        QStringList callsThen;
        fixture.onEvent = [&](const RunEvent &event) {
            if (event.type == RunEvent::Type::JobStarted)
                callsThen = fixture.node.calls;
        };
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started install@a 1", "job-started install@a 1 job r1.install@a.1",
                                                      "output install@a 1 at 14: one|two|three", "step-done install@a 1"}));
        QVERIFY(callsThen.isEmpty());
        QCOMPARE(fixture.node.calls, rows({"job-start r1.install@a.1 install master", "job-follow r1.install@a.1 0"}));
    }

    void aStopBecauseOfItsEventAsksForNothing()
    {
        OneJob fixture;
        fixture.onEvent = [&](const RunEvent &event) {
            if (event.type == RunEvent::Type::JobStarted)
                fixture.stopFollowing.request_stop();
        };
        QCOMPARE(fixture.run().outcome, text("stopped"));
        QVERIFY(fixture.node.calls.isEmpty());
        QVERIFY(!runStateOf(fixture.history).step(text("install@a")).isJobLeft);
    }

    void noLineIsLostOrDoubledByCuts()
    {
        OneJob fixture;
        fixture.node.cuts = {6, 1, 3, 7};
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.linesOf(text("install@a")), rows({"one", "two", "three"}));
        QCOMPARE(fixture.node.starts.value(text("r1.install@a.1")), 1);
        QCOMPARE(fixture.node.calls, rows({"job-start r1.install@a.1 install master", "job-follow r1.install@a.1 0", "job-follow r1.install@a.1 4",
                                           "job-follow r1.install@a.1 4", "job-follow r1.install@a.1 4", "job-follow r1.install@a.1 8"}));
    }

    void itRunsOnWhileTheNodeIsAway()
    {
        OneJob fixture;
        fixture.script().pause = milliseconds(150);
        fixture.node.cuts = {4};
        fixture.node.awayAfterLoss = milliseconds(900);
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.linesOf(text("install@a")), rows({"one", "two", "three"}));
        QCOMPARE(fixture.node.starts.size(), 1);
    }

    void anAnswerLostAtTheStartStartsNothingTwice()
    {
        OneJob fixture;
        fixture.node.losesAfterJobStart = true;
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.node.starts.value(text("r1.install@a.1")), 1);
        QCOMPARE(fixture.node.calls.count(text("job-start r1.install@a.1 install master")), 2);
    }

    void aRebootIsSaid()
    {
        OneJob fixture;
        fixture.script().pause = milliseconds(100);
        fixture.node.cuts = {4};
        fixture.node.rebootsWhenLost = true;
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")).last(), text("step-failed install@a 1"));
        QVERIFY2(fixture.failure().contains(text("started anew")), qPrintable(fixture.failure()));
        QVERIFY(!state.step(text("install@a")).isJobLeft);
        fixture.node.rebootsWhenLost = false;
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")).first(), text("step-started install@a 2"));
        QCOMPARE(fixture.node.starts.size(), 2);
    }

    void aBadEndIsAFailure()
    {
        OneJob fixture;
        fixture.script().exitStatus = 7;
        QCOMPARE(fixture.run().outcome, text("failed"));
        QVERIFY2(fixture.failure().contains(text("exit status 7: three")), qPrintable(fixture.failure()));
        QVERIFY(!fixture.last(RunEvent::Type::StepFailed).advice.isEmpty());
    }

    void exitZeroWithoutItsTextsIsAFailure_data()
    {
        QTest::addColumn<QStringList>("success");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("none wanted") << QStringList() << text("done");
        QTest::newRow("one") << rows({"two"}) << text("done");
        QTest::newRow("over a line end") << rows({"e\ntwo\nthr", "three"}) << text("done");
        QTest::newRow("one lacks") << rows({"two", "banner"}) << text("failed");
    }

    void exitZeroWithoutItsTextsIsAFailure()
    {
        QFETCH(QStringList, success);
        OneJob fixture;
        fixture.node.followChunk = 3;
        fixture.job().success = success;
        const QString outcome = fixture.run().outcome;
        QTEST(outcome, "outcome");
        if (outcome == text("failed"))
            QVERIFY2(fixture.failure().contains(text("its log lacks “banner”")), qPrintable(fixture.failure()));
    }

    void thePostconditionMustHoldAfterwards_data()
    {
        QTest::addColumn<bool>("holds");
        QTest::newRow("holds") << true;
        QTest::newRow("does not hold") << false;
    }

    void thePostconditionMustHoldAfterwards()
    {
        QFETCH(bool, holds);
        OneJob fixture;
        fixture.step().postcondition = SealedText("test -e /opt/openvidu\n");
        if (holds)
            fixture.node.marks[text("install master")] = text("install@a");
        QCOMPARE(fixture.run().outcome, holds ? text("done") : text("failed"));
        QCOMPARE(fixture.node.calls.count(text("exec done install@a")), 2);
        if (!holds)
            QVERIFY2(fixture.failure().contains(text("says it is not done")), qPrintable(fixture.failure()));
    }

    void aHangingJobIsEndedAtItsDeadline()
    {
        OneJob fixture;
        fixture.job().deadline = std::chrono::seconds(1);
        fixture.script().endsByItself = false;
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")).mid(2), rows({"output install@a 1 at 14: one|two|three", "step-failed install@a 1"}));
        QVERIFY2(fixture.failure().contains(text("did not end within 1 s; last output 4 s ago: three")), qPrintable(fixture.failure()));
        QVERIFY(fixture.node.calls.contains(text("job-stop r1.install@a.1")));
        QVERIFY(!state.step(text("install@a")).isJobLeft);
    }

    void outOfPatienceTheJobIsLeftAndFoundAgain()
    {
        OneJob fixture;
        fixture.patience = milliseconds(600);
        fixture.script().pause = milliseconds(50);
        fixture.node.cuts = {5};
        fixture.node.awayAfterLoss = milliseconds(1500);
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")).last(), text("step-failed install@a 1 job r1.install@a.1"));
        QVERIFY2(fixture.failure().contains(text("a has been away since")), qPrintable(fixture.failure()));
        QVERIFY(state.step(text("install@a")).isJobLeft);
        fixture.patience = milliseconds(5000);
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")).first(), text("job-started install@a 1 job r1.install@a.1 at 4"));
        QCOMPARE(fixture.linesOf(text("install@a")), rows({"one", "two", "three"}));
        QCOMPARE(fixture.node.starts.size(), 1);
    }

    void textsOfTheFirstPartCountAfterResuming()
    {
        OneJob fixture;
        fixture.job().success = rows({"one"});
        fixture.script().pause = milliseconds(50);
        fixture.onEvent = [&](const RunEvent &event) {
            if (event.type == RunEvent::Type::Output)
                fixture.stopFollowing.request_stop();
        };
        QCOMPARE(fixture.run().outcome, text("stopped"));
        fixture.onEvent = {};
        fixture.stopFollowing = std::stop_source();
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.linesOf(text("install@a")), rows({"one", "two", "three"}));
        QCOMPARE(fixture.node.calls.last(), text("job-follow r1.install@a.1 0"));
    }

    void aJobThatSomebodyRemovedIsSaid()
    {
        OneJob fixture;
        fixture.script().pause = milliseconds(50);
        fixture.onEvent = [&](const RunEvent &event) {
            if (event.type == RunEvent::Type::Output)
                fixture.stopFollowing.request_stop();
        };
        fixture.run();
        fixture.onEvent = {};
        fixture.stopFollowing = std::stop_source();
        fixture.node.running.clear();
        QCOMPARE(fixture.run().outcome, text("failed"));
        QVERIFY2(fixture.failure().contains(text("knows nothing of the job")), qPrintable(fixture.failure()));
    }

    void aVanishedJobIsDoneIfTheHostSaysSo()
    {
        OneJob fixture;
        fixture.step().postcondition = SealedText("test -e /opt/openvidu\n");
        fixture.script().pause = milliseconds(100);
        fixture.node.cuts = {4};
        fixture.node.rebootsWhenLost = true;
        fixture.node.marks[text("install master")] = text("install@a");
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")).mid(2), rows({"output install@a 1 at 4: one", "note install@a 1", "note install@a 1", "step-done install@a 1"}));
    }

    void reportsOfALogKeepTheirPlace()
    {
        OneJob fixture;
        fixture.script().chunks = {"one\n@@report installer-sha256 ab", "cd\n", "no end"};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")).mid(2),
                 rows({"output install@a 1 at 4: one", "report install@a 1 at 35: installer-sha256 abcd", "output install@a 1 at 41: no end",
                       "step-done install@a 1"}));
        QCOMPARE(state.reports[text("installer-sha256")][text("a")], text("abcd"));
    }

    void idsHaveTheAllowedCharacters()
    {
        QCOMPARE(jobIdOf(text("r1"), text("install@master-1"), 2), text("r1.install@master-1.2"));
        QCOMPARE(jobIdOf(text("r1"), text("a b/ü;$(x)"), 1), text("r1.a_b_____x_.1"));
        const QString longId = jobIdOf(text("r1"), QString(300, QLatin1Char('x')), 1);
        QCOMPARE(longId.size(), 120);
        QVERIFY(longId != jobIdOf(text("r1"), QString(301, QLatin1Char('x')), 1));
    }
};

QTEST_GUILESS_MAIN(JobStepTest)
#include "job_step_test.moc"
