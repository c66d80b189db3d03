#include "tests/support/run_fixture.h"

#include <QTest>

using std::chrono::milliseconds;

namespace {
WaitUntil waitOf(milliseconds deadline, const char *recovery = "")
{
    WaitUntil wait{text("exec health"), SealedText("true\n"), std::chrono::seconds(0),
                   std::chrono::duration_cast<std::chrono::seconds>(deadline), SealedText(recovery)};
    return wait;
}
} // namespace

class StepActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        QVERIFY2(message.contains(text("did not end within 1 s")) && message.contains(text("last output 1 s ago: working")),
                 qPrintable(message));
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
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x"))}),
                               stageOf("two", {stepOf("same", {}, Check{text("same")})})};
        QString seen;
        fixture.answerCheck = [&](const CheckQuestion &question) -> Result<void> {
            seen = question.state.reports[text("sum")][text("a")] + (question.machine ? text(" machine") : text(" none"));
            question.note(text("by the way"));
            return Error{ErrorKind::Failed, text("They differ."), text("Download again.")};
        };
        const RunState state = fixture.run();
        QCOMPARE(seen, text("abc none"));
        QCOMPARE(fixture.rows().mid(6), rows({"stage-started two", "step-started same 1", "note same 1", "step-failed same 1",
                                              "stage-ended two", "run-ended: failed"}));
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
        node.answers[text("exec health")] = {{.exitStatus = 1, .out = "starting\n"},
                                             {.exitStatus = 1, .out = "starting\n"},
                                             {.exitStatus = 1, .out = "nearly\n"},
                                             {.losesBefore = true},
                                             {.out = "healthy\n"}};
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
        QCOMPARE(fixture.rowsOfNode(text("a")).mid(0, 4),
                 rows({"step-started health@a 1", "output health@a 1: sick", "note health@a 1", "output health@a 1: restarted"}));
        if (!helps)
            QVERIFY(state.step(text("health@a")).message.contains(text("did not end within 1 s")));
    }
};

QTEST_GUILESS_MAIN(StepActionsTest)
#include "step_actions_test.moc"
