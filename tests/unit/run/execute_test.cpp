#include "app/run/waiting.h"
#include "tests/support/run_fixture.h"

#include <QTest>

using std::chrono::milliseconds;

namespace {
QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

QStringList rows(std::initializer_list<const char *> wanted)
{
    QStringList list;
    for (const char *row : wanted)
        list.append(QString::fromUtf8(row));
    return list;
}

WaitUntil waitOf(milliseconds deadline, const char *recovery = "")
{
    WaitUntil wait{text("exec health"), SealedText("true\n"), std::chrono::seconds(0), std::chrono::duration_cast<std::chrono::seconds>(deadline),
                   SealedText(recovery)};
    return wait;
}
} // namespace

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
        QCOMPARE(fixture.rows(), rows({"run-started", "stage-started one", "step-started x@a 1", "output x@a 1: first|second", "step-done x@a 1",
                                       "step-started y@a 1", "step-done y@a 1", "stage-ended one", "stage-started two", "step-started z@a 1",
                                       "step-done z@a 1", "stage-ended two", "run-ended: done"}));
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
        QVERIFY2(step.message.contains(text("a has been away since 2")) && step.message.contains(text("No route")), qPrintable(step.message));
        QVERIFY2(step.advice.contains(text("resume run r1")), qPrintable(step.advice));
        QCOMPARE(node.openings, 3);
    }

    void aHangingCommandEndsAtItsDeadline()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec x")] = {{.out = "working\n", .hangs = true}};
        Command command = commandOf("exec x");
        command.deadline = std::chrono::seconds(1);
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), command)})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "output x@a 1: working", "step-failed x@a 1"}));
        const QString message = state.step(text("x@a")).message;
        QVERIFY2(message.contains(text("did not end within 1 s")) && message.contains(text("last output 1 s ago: working")), qPrintable(message));
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

    void reportsAreEventsOfTheirOwn()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).answers[text("exec x")] = {{.out = "one\n@@report sum abc def\ntwo\n@@reporter\n"}};
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))})};
        const RunState state = fixture.run();
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started x@a 1", "output x@a 1: one", "report x@a 1: sum abc def",
                                                      "output x@a 1: two|@@reporter", "step-done x@a 1"}));
        QCOMPARE(state.reports[text("sum")][text("a")], text("abc def"));
    }

    void checksAreAskedWithReportsAndNotes()
    {
        RunFixture fixture;
        fixture.cluster.node(text("a")).answers[text("exec x")] = {{.out = "@@report sum abc\n"}};
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))}), stageOf("two", {stepOf("same", {}, Check{text("same")})})};
        QString seen;
        fixture.answerCheck = [&](const CheckQuestion &question) -> Result<void> {
            seen = question.state.reports[text("sum")][text("a")] + (question.machine ? text(" machine") : text(" none"));
            question.note(text("by the way"));
            return Error{ErrorKind::Failed, text("They differ."), text("Download again.")};
        };
        const RunState state = fixture.run();
        QCOMPARE(seen, text("abc none"));
        QCOMPARE(fixture.rows().mid(6), rows({"stage-started two", "step-started same 1", "note same 1", "step-failed same 1", "stage-ended two",
                                              "run-ended: failed"}));
        QCOMPARE(state.step(text("same")).message, text("They differ."));
        QCOMPARE(summaryOf(fixture.plan, state).last().message, text("They differ."));
    }

    void anUnansweredCheckFails()
    {
        RunFixture fixture;
        fixture.plan.stages = {stageOf("one", {stepOf("same", {}, Check{text("same")})})};
        QCOMPARE(fixture.run().outcome, text("failed"));
    }

    void uploadsAreOpenedAndPut()
    {
        RunFixture fixture;
        fixture.secrets.insert(text("redis-password"), Secret("s3cret-value"));
        const SealedText content = SealedText("pw=") + SealedText::bare(text("redis-password")) + SealedText("\n");
        fixture.plan.stages = {stageOf("one", {stepOf("put", text("a"), Upload{text("/etc/x"), content, 0600})})};
        fixture.cluster.node(text("a")).answers[text("put /etc/x")] = {{.losesAfter = true}, {}};
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.cluster.node(text("a")).files[text("/etc/x")], QByteArray("pw=s3cret-value\n"));
    }

    void aMissingSecretIsNamed()
    {
        RunFixture fixture;
        Job job = jobOf("install master");
        job.script = SealedText::shellWord(text("redis-password"));
        Command command = commandOf("exec x");
        command.script = SealedText::shellWord(text("mongo-password"));
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), command), stepOf("install", text("b"), job)})};
        const RunState state = fixture.run();
        QVERIFY(state.step(text("x@a")).message.contains(text("mongo-password")));
        QVERIFY(state.step(text("install@b")).message.contains(text("redis-password")));
        QVERIFY(fixture.cluster.node(text("a")).calls.isEmpty() && fixture.cluster.node(text("b")).calls.isEmpty());
    }

    void aWaitEndsWhenItHolds()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec health")] = {{.exitStatus = 1, .out = "starting\n"}, {.exitStatus = 1, .out = "starting\n"},
                                             {.exitStatus = 1, .out = "nearly\n"}, {.losesBefore = true}, {.out = "healthy\n"}};
        fixture.plan.stages = {stageOf("one", {stepOf("health", text("a"), waitOf(std::chrono::seconds(60)))})};
        QCOMPARE(fixture.run().outcome, text("done"));
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"step-started health@a 1", "output health@a 1: starting", "output health@a 1: nearly",
                                                      "note health@a 1", "output health@a 1: healthy", "step-done health@a 1"}));
    }

    void aWaitIsRecoveredOnce_data()
    {
        QTest::addColumn<bool>("helps");
        QTest::newRow("helps") << true;
        QTest::newRow("does not help") << false;
    }

    void aWaitIsRecoveredOnce()
    {
        QFETCH(bool, helps);
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec health")] = {{.exitStatus = 1, .out = "sick\n", .takes = milliseconds(10)}};
        fixture.onEvent = [&](const RunEvent &event) {
            if (helps && event.text == text("restarted"))
                node.answers[text("exec health")] = {{}};
        };
        node.answers[text("exec recover health@a")] = {{.out = "restarted\n"}};
        fixture.plan.stages = {stageOf("one", {stepOf("health", text("a"), waitOf(std::chrono::seconds(1), "systemctl restart x\n"))})};
        const RunState state = fixture.run();
        QCOMPARE(state.outcome, helps ? text("done") : text("failed"));
        QCOMPARE(node.calls.count(text("exec recover health@a")), 1);
        QCOMPARE(fixture.rowsOfNode(text("a")).mid(0, 4), rows({"step-started health@a 1", "output health@a 1: sick", "note health@a 1",
                                                               "output health@a 1: restarted"}));
        if (!helps)
            QVERIFY(state.step(text("health@a")).message.contains(text("did not end within 1 s")));
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
        QCOMPARE(fixture.rows(), rows({"run-started", "stage-started one", "step-started y@a 2", "step-done y@a 2", "stage-ended one", "run-ended: done"}));
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
        QCOMPARE(fixture.rowsOfNode(text("a")), rows({"note x@a 2", "step-started x@a 2", "step-done x@a 2", "step-started y@a 2", "step-done y@a 2"}));
    }
};

QTEST_GUILESS_MAIN(ExecuteTest)
#include "execute_test.moc"
