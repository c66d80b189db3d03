#include "app/plan/plan.h"

#include <QSet>
#include <QTest>

namespace {
Step stepOf(const QString &id, const NodeId &node, const Action &action)
{
    Step step;
    step.id = id;
    step.node = node;
    step.action = action;
    return step;
}

/// A plan with an action of each kind.
Plan samplePlan()
{
    Job job;
    job.verb = QStringLiteral("install master");
    job.script = SealedText("run ") + SealedText::shellWord(QStringLiteral("redis-password"));
    WaitUntil wait;
    wait.script = SealedText("look");
    wait.recovery = SealedText::bare(QStringLiteral("tls-key"));
    Plan plan;
    plan.title = QStringLiteral("Install");
    plan.stages = {
        {QStringLiteral("one"),
         QStringLiteral("One"),
         {stepOf(QStringLiteral("a@m1"), QStringLiteral("m1"), job), stepOf(QStringLiteral("c"), {}, Check{QStringLiteral("same")})},
         {}},
        {QStringLiteral("two"),
         QStringLiteral("Two"),
         {stepOf(QStringLiteral("b@m2"), QStringLiteral("m2"), wait),
          stepOf(QStringLiteral("b@m1"), QStringLiteral("m1"), Command{QStringLiteral("exec x"), SealedText("x")}),
          stepOf(QStringLiteral("u@m2"), QStringLiteral("m2"),
                 Upload{QStringLiteral("/etc/x"), SealedText::bare(QStringLiteral("redis-password"))})},
         {}},
    };
    plan.stages.last().steps.last().postcondition = SealedText("test ") + SealedText::shellWord(QStringLiteral("minio-secret-key"));
    return plan;
}

using Change = void (*)(Plan &plan);

template <typename T>
T &actionOf(Plan &plan, int stage, int step)
{
    return *std::get_if<T>(&plan.stages[stage].steps[step].action);
}

// clang-format off
/// Every way in which two plans can differ.
constexpr Change changes[] = {
    [](Plan &plan) { plan.title = QStringLiteral("Other"); },
    [](Plan &plan) { plan.operation = QStringLiteral("other"); },
    [](Plan &plan) { plan.cluster = QStringLiteral("other"); },
    [](Plan &plan) { plan.clusterId = QStringLiteral("other"); },
    [](Plan &plan) { plan.release = QStringLiteral("other"); },
    [](Plan &plan) { plan.catalogHash = QStringLiteral("other"); },
    [](Plan &plan) { plan.stages.swapItemsAt(0, 1); },
    [](Plan &plan) { plan.stages[0].exception = QStringLiteral("first start"); },
    [](Plan &plan) { plan.stages[0].steps.removeLast(); },
    [](Plan &plan) { plan.stages[0].steps[0].node = QStringLiteral("m2"); },
    [](Plan &plan) { plan.stages[0].steps[0].onFailure = OnFailure::DropNode; },
    [](Plan &plan) { plan.stages[0].steps[0].postcondition = SealedText("true"); },
    [](Plan &plan) { plan.stages[0].steps[0].note = QStringLiteral("note"); },
    [](Plan &plan) { actionOf<Job>(plan, 0, 0).script = SealedText("run ") + SealedText::shellWord(QStringLiteral("other-password")); },
    [](Plan &plan) { actionOf<Job>(plan, 0, 0).script = SealedText("run 'xxxxx'"); },
    [](Plan &plan) { actionOf<Job>(plan, 0, 0).script = SealedText("run \"$REDIS_PASSWORD\""); },
    [](Plan &plan) { actionOf<Job>(plan, 0, 0).deadline = std::chrono::seconds(1); },
    [](Plan &plan) { actionOf<Job>(plan, 0, 0).success = QStringList{QStringLiteral("done")}; },
    [](Plan &plan) { actionOf<Job>(plan, 0, 0).transient = QStringList{QStringLiteral("again")}; },
    [](Plan &plan) { actionOf<Check>(plan, 0, 1).id = QStringLiteral("other"); },
    [](Plan &plan) { actionOf<WaitUntil>(plan, 1, 0).interval = std::chrono::seconds(9); },
    [](Plan &plan) { actionOf<WaitUntil>(plan, 1, 0).recovery = SealedText(); },
    [](Plan &plan) { actionOf<Command>(plan, 1, 1).verb = QStringLiteral("exec y"); },
    [](Plan &plan) { actionOf<Command>(plan, 1, 1).script = SealedText("y"); },
    [](Plan &plan) { actionOf<Upload>(plan, 1, 2).mode = 0644; },
    [](Plan &plan) { actionOf<Upload>(plan, 1, 2).path = QStringLiteral("/etc/y"); },
};
// clang-format on
} // namespace

class PlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsSteps();
    void nodesInOrderOfAppearance();
    void secretsEachOnce();
    void hashTellsPlansApart();
};

void PlanTest::findsSteps()
{
    const Plan plan = samplePlan();
    QCOMPARE(plan.step(QStringLiteral("b@m1"))->node, QStringLiteral("m1"));
    QVERIFY(!plan.step(QStringLiteral("nothing")));
}

void PlanTest::nodesInOrderOfAppearance()
{
    QCOMPARE(samplePlan().nodes(), (QList<NodeId>{QStringLiteral("m1"), QStringLiteral("m2")}));
}

void PlanTest::secretsEachOnce()
{
    QCOMPARE(secretsOf(samplePlan()),
             (QList<SecretName>{QStringLiteral("redis-password"), QStringLiteral("tls-key"), QStringLiteral("minio-secret-key")}));
}

void PlanTest::hashTellsPlansApart()
{
    QSet<QString> hashes{planHash(samplePlan())};
    QCOMPARE(planHash(samplePlan()).size(), 64);
    QVERIFY(hashes.contains(planHash(samplePlan())));
    for (const Change change : changes) {
        Plan plan = samplePlan();
        change(plan);
        QVERIFY(plan != samplePlan());
        hashes.insert(planHash(plan));
    }
    QCOMPARE(hashes.size(), qsizetype(std::size(changes)) + 1);
}

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
