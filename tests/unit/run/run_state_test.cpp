#include "tests/support/run_fixture.h"

#include <QTest>

namespace {
RunEvent happened(RunEvent::Type type, const char *step = "", int attempt = 0, const char *told = "")
{
    RunEvent made;
    made.type = type;
    made.step = text(step);
    made.node = made.step.section(QLatin1Char('@'), 1);
    made.attempt = attempt;
    made.text = text(told);
    made.time = 1000 + attempt;
    return made;
}

RunEvent jobEvent(RunEvent::Type type, const char *job, qint64 at)
{
    RunEvent made = happened(type, "x@a", 1, "line one\nline two");
    made.job = text(job);
    made.at = at;
    return made;
}

Plan planOfTwo()
{
    Plan plan;
    plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x")), stepOf("x", text("b"), commandOf("exec x"))}),
                   stageOf("two", {stepOf("y", text("a"), commandOf("exec y")), stepOf("c", {}, Check{text("c")})})};
    return plan;
}
} // namespace

class RunStateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsGoBothWays()
    {
        QSet<QString> seen;
        for (int i = 0; i <= int(RunEvent::Type::RunEnded); ++i) {
            const QString word = runEventWord(RunEvent::Type(i));
            RunEvent::Type type = RunEvent::Type::RunEnded;
            QVERIFY(!word.isEmpty() && runEventFromWord(word, &type));
            QCOMPARE(int(type), i);
            seen.insert(word);
        }
        QCOMPARE(seen.size(), 13);
        RunEvent::Type type = RunEvent::Type::Note;
        QVERIFY(!runEventFromWord(text("nonsense"), &type));
        for (int i = 0; i <= int(ErrorKind::Conflict); ++i) {
            ErrorKind kind = ErrorKind::Failed;
            QVERIFY(errorKindFromWord(errorKindWord(ErrorKind(i)), &kind));
            QCOMPARE(int(kind), i);
        }
    }

    void aStepGoesThroughItsStates()
    {
        RunState state;
        state.apply(happened(RunEvent::Type::StepStarted, "x@a", 1));
        QCOMPARE(state.step(text("x@a")).kind, StepState::Kind::Running);
        QCOMPARE(state.step(text("x@a")).started, 1001);
        RunEvent failed = happened(RunEvent::Type::StepFailed, "x@a", 1, "why");
        failed.error = ErrorKind::Unreachable;
        state.apply(failed);
        QCOMPARE(state.step(text("x@a")).message, text("why"));
        QCOMPARE(state.step(text("x@a")).error, ErrorKind::Unreachable);
        QVERIFY(!state.isFinished(text("x@a")));
        state.apply(happened(RunEvent::Type::StepStarted, "x@a", 2));
        QCOMPARE(state.step(text("x@a")).message, QString());
        QCOMPARE(state.step(text("x@a")).attempt, 2);
        state.apply(happened(RunEvent::Type::StepDone, "x@a", 2));
        QVERIFY(state.isFinished(text("x@a")));
        QCOMPARE(state.step(text("never")).kind, StepState::Kind::Waiting);
    }

    void aJobIsLeftUntilItsEndIsKnown()
    {
        RunState state;
        state.apply(happened(RunEvent::Type::StepStarted, "x@a", 1));
        state.apply(jobEvent(RunEvent::Type::JobStarted, "j1", -1));
        QVERIFY(state.step(text("x@a")).isJobLeft);
        state.apply(jobEvent(RunEvent::Type::Output, "", 20));
        QCOMPARE(state.step(text("x@a")).offset, 20);
        QCOMPARE(state.step(text("x@a")).lastLine, text("line two"));
        state.apply(jobEvent(RunEvent::Type::StepFailed, "j1", -1));
        QVERIFY(state.step(text("x@a")).isJobLeft);
        state.apply(jobEvent(RunEvent::Type::JobStarted, "j1", 20));
        QCOMPARE(state.step(text("x@a")).kind, StepState::Kind::Running);
        QCOMPARE(state.step(text("x@a")).offset, 20);
        state.apply(jobEvent(RunEvent::Type::StepStopped, "", -1));
        QVERIFY(!state.step(text("x@a")).isJobLeft);
        state.apply(happened(RunEvent::Type::StepStarted, "x@a", 2));
        QCOMPARE(state.step(text("x@a")).offset, 0);
        QCOMPARE(state.step(text("x@a")).job, QString());
    }

    void theRunItself()
    {
        const QList<RunEvent> events{happened(RunEvent::Type::RunStarted, "", 1, "hash"),
                                     happened(RunEvent::Type::RunEnded, "", 2, "failed")};
        RunState state = runStateOf(events);
        QCOMPARE(state.planHash, text("hash"));
        QCOMPARE(state.outcome, text("failed"));
        QCOMPARE(state.started, 1001);
        QCOMPARE(state.ended, 1002);
        state.apply(happened(RunEvent::Type::RunStarted, "", 5, "hash"));
        QCOMPARE(state.outcome, QString());
        QCOMPARE(state.started, 1001);
        RunEvent report = happened(RunEvent::Type::Report, "x@a", 1, "sum a b c");
        state.apply(report);
        QCOMPARE(state.reports[text("sum")][text("a")], text("a b c"));
    }

    void remainingLeavesOutWhatEndedWell()
    {
        const Plan plan = planOfTwo();
        RunState state;
        QCOMPARE(remaining(plan, state), plan);
        state.apply(happened(RunEvent::Type::StepDone, "x@a", 1));
        state.apply(happened(RunEvent::Type::StepSkipped, "x@b", 1));
        state.apply(happened(RunEvent::Type::StepFailed, "y@a", 1));
        const Plan rest = remaining(plan, state);
        QCOMPARE(rest.stages.size(), 1);
        QCOMPARE(rest.stages[0].steps.size(), 2);
        state.apply(happened(RunEvent::Type::StepDone, "y@a", 2));
        state.apply(happened(RunEvent::Type::StepDone, "c", 1));
        QVERIFY(remaining(plan, state).stages.isEmpty());
    }

    void noNodeIsLeftOutOfTheSummary()
    {
        const Plan plan = planOfTwo();
        RunState state;
        QCOMPARE(summaryOf(plan, state).size(), 3);
        QCOMPARE(summaryOf(plan, state)[0].kind, StepState::Kind::Waiting);
        state.apply(happened(RunEvent::Type::StepDone, "x@a", 1));
        state.apply(happened(RunEvent::Type::StepFailed, "y@a", 1, "why"));
        state.apply(happened(RunEvent::Type::StepSkipped, "x@b", 1));
        state.apply(happened(RunEvent::Type::StepStarted, "c", 1));
        const QList<NodeSummary> summary = summaryOf(plan, state);
        QCOMPARE(summary[0].node, text("a"));
        QCOMPARE(summary[0].kind, StepState::Kind::Failed);
        QCOMPARE(summary[0].message, text("why"));
        QCOMPARE(summary[0].step, text("y@a"));
        QCOMPARE(summary[0].done, 1);
        QCOMPARE(summary[0].total, 2);
        QCOMPARE(summary[1].kind, StepState::Kind::Skipped);
        QCOMPARE(summary[2].node, QString());
        QCOMPARE(summary[2].kind, StepState::Kind::Running);
    }

    void theFoldOfARunIsItsState()
    {
        RunFixture fixture;
        fixture.plan = planOfTwo();
        fixture.answerCheck = [](const CheckQuestion &) { return Result<void>(); };
        const RunState state = fixture.run();
        const RunState folded = runStateOf(fixture.events);
        QCOMPARE(folded.outcome, state.outcome);
        QCOMPARE(folded.started, state.started);
        QCOMPARE(folded.ended, state.ended);
        QCOMPARE(folded.steps.keys(), state.steps.keys());
        for (const QString &id : state.steps.keys())
            QCOMPARE(folded.step(id).kind, state.step(id).kind);
    }
};

QTEST_GUILESS_MAIN(RunStateTest)
#include "run_state_test.moc"
