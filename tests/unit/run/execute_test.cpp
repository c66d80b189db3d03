#include "app/run/waiting.h"
#include "tests/support/run_fixture.h"

#include <QTest>

using std::chrono::milliseconds;

class ExecuteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyPlanIsDone()
    {
        RunFixture fixture;
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rows(), rows({"run-started", "run-ended: done"}));
    }

    void stagesFollowEachOtherAndStepsOfANode()
    {
        RunFixture fixture;
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x")), stepOf("y", text("a"), commandOf("exec y"))}),
                               stageOf("two", {stepOf("z", text("a"), commandOf("exec z"))})};
        fixture.cluster.node(text("a")).answers[text("exec x")] = {{.out = "first\nsecond\n"}};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rows(), rows({"run-started", "stage-started one", "step-started x@a 1", "output x@a 1: first|second",
                                       "step-done x@a 1", "step-started y@a 1", "step-done y@a 1", "stage-ended one", "stage-started two",
                                       "step-started z@a 1", "step-done z@a 1", "stage-ended two", "run-ended: done"}));
        QCOMPARE(fixture.cluster.node(text("a")).openings, 1);
        QCOMPARE(state.steps.size(), 3);
        QCOMPARE(state.runId, text("r1"));
        QCOMPARE(state.planHash, planHash(fixture.plan));
    }

    void nodesGoSideBySideButStagesDoNotMix()
    {
        RunFixture fixture;
        Stage one = stageOf("one", {});
        Stage two = stageOf("two", {});
        for (const char *node : {"a", "b", "c", "d", "e", "f"}) {
            fixture.cluster.node(text(node)).answers[text("exec slow")] = {{.takes = milliseconds(300)}};
            one.steps.append(stepOf("slow", text(node), commandOf("exec slow")));
            two.steps.append(stepOf("quick", text(node), commandOf("exec quick")));
        }
        fixture.plan.stages = {one, two};
        const auto started = std::chrono::steady_clock::now();
        QCOMPARE(fixture.run().outcome, text("done"));
        QVERIFY(std::chrono::steady_clock::now() - started < milliseconds(1500));
        const QStringList all = fixture.rows();
        const qsizetype border = all.indexOf(text("stage-ended one"));
        for (qsizetype at = 0; at < all.size(); ++at) {
            QVERIFY2(!all[at].contains(text("slow@")) || at < border, qPrintable(all[at]));
            QVERIFY2(!all[at].contains(text("quick@")) || at > border, qPrintable(all[at]));
        }
    }

    void atMost64ThreadsWorkAtOnce()
    {
        RunFixture fixture;
        Stage stage = stageOf("one", {});
        std::atomic<int> now{0}, most{0};
        fixture.answerCheck = [&](const CheckQuestion &) -> Result<void> {
            most = std::max(most.load(), ++now);
            pauseFor(milliseconds(20), {});
            --now;
            return {};
        };
        for (int i = 0; i < 100; ++i)
            stage.steps.append(stepOf("check", QStringLiteral("n%1").arg(i), Check{text("preflight")}));
        fixture.plan.stages = {stage};
        QCOMPARE(fixture.run().outcome, text("done"));
        QVERIFY2(most <= 64 && most > 8, qPrintable(QString::number(most)));
    }

    void aFailureStopsAfterTheStage()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).answers[text("exec x")] = {{.exitStatus = 3, .err = "no space left\n"}};
        fixture.cluster.node(text("b")).answers[text("exec x")] = {{.takes = milliseconds(50)}};
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x")), stepOf("y", text("a"), commandOf("exec y")),
                                               stepOf("x", text("b"), commandOf("exec x")), stepOf("y", text("b"), commandOf("exec y"))}),
                               stageOf("two", {stepOf("z", text("b"), commandOf("exec z"))})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "output x@a 1: no space left", "step-failed x@a 1"}));
        QCOMPARE(fixture.rowsOfNode(text("b")), rows({"step-started x@b 1", "step-done x@b 1", "step-started y@b 1", "step-done y@b 1"}));
        QCOMPARE(fixture.rows().mid(fixture.rows().size() - 2), rows({"stage-ended one", "run-ended: failed"}));
        const QString message = state.step(text("x@a")).message;
        QVERIFY2(message.contains(text("exit status 3")) && message.contains(text("no space left")), qPrintable(message));
        QCOMPARE(state.step(text("z@b")).kind, StepState::Kind::Waiting);
        QCOMPARE(summaryOf(fixture.plan, state).size(), 2);
    }

    void aFailureDropsItsNodeOnly()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).answers[text("exec x")] = {{.exitStatus = 1}};
        Step failing = stepOf("x", text("a"), commandOf("exec x"));
        failing.onFailure = OnFailure::DropNode;
        fixture.plan.stages = {stageOf("one", {failing, stepOf("x", text("b"), commandOf("exec y"))}),
                               stageOf("two", {stepOf("z", text("a"), commandOf("exec z")), stepOf("z", text("b"), commandOf("exec z"))})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "step-failed x@a 1"}));
        QCOMPARE(fixture.rowsOfNode(text("b")), rows({"step-started x@b 1", "step-done x@b 1", "step-started z@b 1", "step-done z@b 1"}));
        QCOMPARE(state.outcome, text("failed"));
    }

    void whatIsDoneAlreadyIsSkipped()
    {
        RunFixture fixture;
        Step step = stepOf("x", text("a"), commandOf("exec x"));
        step.postcondition = SealedText("test -e /x\n");
        fixture.cluster.node(text("a")).done.insert(text("x@a"));
        fixture.plan.stages = {stageOf("one", {step})};
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-skipped x@a 1"}));
        QCOMPARE(fixture.cluster.node(text("a")).calls, rows({"exec done x@a"}));
    }

    void anotherPlanIsNotResumed()
    {
        RunFixture fixture;
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        QCOMPARE(fixture.run().outcome, text("done"));
        fixture.plan.stages[0].steps.append(stepOf("y", text("a"), commandOf("exec y")));
        QCOMPARE(fixture.run().outcome, text("failed"));
        QCOMPARE(fixture.rows(), rows({"note", "run-ended: failed"}));
    }

    void failedStepsAreTriedAgainWithANewAttempt()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).answers[text("exec y")] = {{.exitStatus = 1}, {}};
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x")), stepOf("y", text("a"), commandOf("exec y"))})};
        QCOMPARE(fixture.run().outcome, text("failed"));
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rows(),
                 rows({"run-started", "stage-started one", "step-started y@a 2", "step-done y@a 2", "stage-ended one", "run-ended: done"}));
    }

    void aFinishedStepIsRepeatedIfTheHostSaysSo()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.marks[text("exec x")] = text("x@a");
        Step step = stepOf("x", text("a"), commandOf("exec x"));
        step.postcondition = SealedText("test -e /x\n");
        node.answers[text("exec y")] = {{.exitStatus = 1}, {}};
        fixture.plan.stages = {stageOf("one", {step, stepOf("y", text("a"), commandOf("exec y"))})};
        QCOMPARE(fixture.run().outcome, text("failed"));
        node.done.clear();
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")),
                 rows({"note x@a 2", "step-started x@a 2", "step-done x@a 2", "step-started y@a 2", "step-done y@a 2"}));
    }
};

QTEST_GUILESS_MAIN(ExecuteTest)
#include "execute_test.moc"
