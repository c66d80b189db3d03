#include "tests/support/run_fixture.h"

#include <QTest>

#include <thread>

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {
/// What the engine is doing when it is stopped.
struct Situation
{
    RunFixture fixture;
    FakeNode &node = fixture.cluster.node(text("a"));
    steady_clock::time_point asked;

    void plan(const Action &action) { fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), action), stepOf("y", text("a"), commandOf("exec y"))}),
                                                             stageOf("two", {stepOf("z", text("b"), commandOf("exec z"))})}; }

    void prepare(const QString &what)
    {
        node.jobs[text("install master")] = {.chunks = {"one\n"}, .endsByItself = false};
        if (what == text("command"))
            plan(commandOf("exec x"));
        else if (what == text("wait"))
            plan(WaitUntil{text("exec x"), SealedText("false\n"), std::chrono::seconds(60), std::chrono::seconds(300), {}});
        else
            plan(jobOf("install master"));
        node.answers[text("exec x")] = {{.exitStatus = what == text("wait") ? 1 : 0, .hangs = what == text("command")}};
        node.hangsOpening = what == text("opening");
        if (what == text("pause before opening again")) {
            node.cuts = {4};
            node.awayAfterLoss = milliseconds(60000);
        }
    }

    RunState runAndStop(std::stop_source source)
    {
        const std::jthread stopper([&, source]() mutable {
            std::this_thread::sleep_for(milliseconds(300));
            asked = steady_clock::now();
            source.request_stop();
        });
        return fixture.run();
    }
};
} // namespace

class StopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWaitEndsSoon_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"command", "wait", "job", "opening", "pause before opening again"})
            QTest::newRow(what) << text(what);
    }

    void everyWaitEndsSoon()
    {
        QFETCH(QString, what);
        auto fastest = steady_clock::duration::max();
        // The best of three: a busy machine may hold one of them up.
        for (int i = 0; i < 3 && fastest > milliseconds(200); ++i) {
            Situation situation;
            situation.prepare(what);
            const RunState state = situation.runAndStop(situation.fixture.stopFollowing);
            fastest = std::min(fastest, steady_clock::now() - situation.asked);
            QCOMPARE(state.outcome, text("stopped"));
            QCOMPARE(state.step(text("x@a")).kind, StepState::Kind::Stopped);
            QCOMPARE(situation.fixture.rows().mid(situation.fixture.rows().size() - 2), rows({"stage-ended one", "run-ended: stopped"}));
            QVERIFY(!situation.node.calls.contains(text("job-stop r1.x@a.1")));
        }
        QVERIFY2(fastest < milliseconds(200), qPrintable(QString::number(std::chrono::duration_cast<milliseconds>(fastest).count())));
    }

    void followingStopsAndTheJobGoesOn()
    {
        Situation situation;
        situation.prepare(text("job"));
        const RunState state = situation.runAndStop(situation.fixture.stopFollowing);
        QVERIFY(state.step(text("x@a")).isJobLeft);
        QCOMPARE(situation.fixture.rowsOfNode(text("a")).last(), text("step-stopped x@a 1 job r1.x@a.1"));
        QVERIFY(situation.fixture.last(RunEvent::Type::StepStopped).text.contains(text("the job goes on on a")));
        QVERIFY(situation.node.running[text("r1.x@a.1")].signal.isEmpty());

        situation.fixture.stopFollowing = std::stop_source();
        situation.node.running[text("r1.x@a.1")].script.endsByItself = true;
        QCOMPARE(situation.fixture.run().outcome, text("done"));
        QCOMPARE(situation.fixture.linesOf(text("x@a")), rows({"one"}));
        QCOMPARE(situation.node.starts.size(), 1);
    }

    void jobsAreStoppedOnTheirNodes()
    {
        Situation situation;
        situation.prepare(text("job"));
        const RunState state = situation.runAndStop(situation.fixture.stopJobs);
        QVERIFY(!state.step(text("x@a")).isJobLeft);
        QCOMPARE(situation.fixture.rowsOfNode(text("a")).last(), text("step-stopped x@a 1"));
        QCOMPARE(situation.node.running[text("r1.x@a.1")].signal, text("TERM"));

        situation.fixture.stopJobs = std::stop_source();
        situation.node.jobs[text("install master")].endsByItself = true;
        QCOMPARE(situation.fixture.run().outcome, text("done"));
        QCOMPARE(situation.fixture.rowsOfNode(text("a")).first(), text("step-started x@a 2"));
        QCOMPARE(situation.node.starts.size(), 2);
    }

    void aJobThatCannotBeStoppedIsSaidAndKept()
    {
        Situation situation;
        situation.prepare(text("pause before opening again"));
        situation.fixture.patience = milliseconds(1000);
        const RunState state = situation.runAndStop(situation.fixture.stopJobs);
        QVERIFY(state.step(text("x@a")).isJobLeft);
        QVERIFY(situation.fixture.last(RunEvent::Type::StepStopped).text.contains(text("could not be ended")));
    }

    void beforeTheFirstStepNothingIsDone()
    {
        Situation situation;
        situation.prepare(text("job"));
        situation.fixture.stopFollowing.request_stop();
        QCOMPARE(situation.fixture.run().outcome, text("stopped"));
        QCOMPARE(situation.fixture.rows(), rows({"run-started", "run-ended: stopped"}));
        QCOMPARE(situation.node.openings, 0);
    }
};

QTEST_GUILESS_MAIN(StopTest)
#include "stop_test.moc"
