#include "tests/support/run_fixture.h"

#include <QTest>

using std::chrono::milliseconds;

class ConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNodeThatWasNeverReachedFailsAtOnce()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).refusedOpenings = -1;
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "step-failed x@a 1"}));
        QCOMPARE(state.step(text("x@a")).message, text("Connection refused."));
        QCOMPARE(state.step(text("x@a")).advice, text("Look at the host."));
        QCOMPARE(fixture.cluster.node(text("a")).openings, 1);
    }

    void aLostConnectionIsOpenedAgain()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec x")] = {{.losesBefore = true}, {}};
        node.refusedOpenings = 0;
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "note x@a 1", "step-done x@a 1"}));
        QCOMPARE(node.openings, 2);
        QCOMPARE(node.calls, rows({"exec x", "exec x"}));
    }

    void afterALossThePostconditionIsLookedAtFirst()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec x")] = {{.losesAfter = true}};
        node.marks[text("exec x")] = text("x@a");
        Step step = stepOf("x", text("a"), commandOf("exec x"));
        step.postcondition = SealedText("test -e /x\n");
        fixture.plan.stages = {stageOf("one", {step})};
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(node.calls, rows({"exec done x@a", "exec x", "exec done x@a"}));
    }

    void patienceEndsAndSaysSinceWhen()
    {
        RunFixture fixture;
        fixture.patience = milliseconds(700);
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec x")] = {{.losesBefore = true}};
        node.awayAfterLoss = milliseconds(60000);
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "note x@a 1", "step-failed x@a 1"}));
        const StepState step = state.step(text("x@a"));
        QVERIFY2(step.message.contains(text("a has been away since 2")) && step.message.contains(text("No route")),
                 qPrintable(step.message));
        QVERIFY2(step.advice.contains(text("resume run r1")), qPrintable(step.advice));
        QCOMPARE(node.openings, 3);
    }

    void aConnectionThatIsLostEveryTimeIsGivenUp()
    {
        RunFixture fixture;
        fixture.patience = milliseconds(1200);
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec x")] = {{.losesBefore = true}};
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "note x@a 1", "step-failed x@a 1"}));
        QCOMPARE(state.step(text("x@a")).error, ErrorKind::Unreachable);
        QVERIFY(node.openings >= 3 && node.openings <= 5);
    }

    void aHangingOpeningEnds()
    {
        RunFixture fixture;
        fixture.patience = milliseconds(100);
        fixture.cluster.node(text("a")).hangsOpening = true;
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        QCOMPARE(fixture.run().outcome, text("failed"));
        QVERIFY(fixture.last(RunEvent::Type::StepFailed).text.contains(text("did not answer in time")));
    }
};

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connection_test.moc"
