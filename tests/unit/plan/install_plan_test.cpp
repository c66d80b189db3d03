#include "app/plan/install_plan.h"

#include "app/plan/plan_text.h"
#include "app/project/project_file.h"
#include "tests/support/golden.h"
#include "tests/support/sample_topologies.h"

#include <QTest>

namespace {
/// The built-in tables under a fixed hash, so that a new row elsewhere does not change these texts.
const Catalog &catalog()
{
    static const Catalog fixed = [] {
        Catalog copy = builtInCatalog();
        copy.hash = QString(64, u'0');
        return copy;
    }();
    return fixed;
}

Plan planOf(const Topology &topology)
{
    const Result<Plan> plan = installPlan(topology, catalog());
    return plan ? *plan : Plan();
}

QStringList idsOf(const QList<Step> &steps)
{
    QStringList ids;
    for (const Step &step : steps)
        ids.append(step.id);
    return ids;
}

const Stage *stageOf(const Plan &plan, const char *id)
{
    for (const Stage &stage : plan.stages) {
        if (stage.id == QLatin1String(id))
            return &stage;
    }
    return nullptr;
}
} // namespace

Q_DECLARE_METATYPE(Topology)

class InstallPlanTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void planOfAnExample_data();
    void planOfAnExample();
    void stagesInOrder();
    void mastersStopAndMediaNodesDrop();
    void onlyTheFirstStartTakesSeveralMasters();
    void mediaNodesStartAfterTheMasters();
    void jobsSayWhatTheyExpect();
    void everyStepThatChangesHasAPostcondition();
    void refusals_data();
    void refusals();
    void equalTopologiesEqualPlans();
};

void InstallPlanTest::planOfAnExample_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("seed-cluster") << QStringLiteral("seed-cluster");
    QTest::newRow("newest-cluster") << QStringLiteral("newest-cluster");
}

void InstallPlanTest::planOfAnExample()
{
    QFETCH(QString, name);
    const Result<Project> example = readProject(QStringLiteral(":/examples/%1.ovdeploy.yaml").arg(name));
    QVERIFY(bool(example));
    const Plan plan = planOf(example->topology);
    QVERIFY(!plan.stages.isEmpty());
    QCOMPARE(goldenDifference(QStringLiteral("plans/install-%1.txt").arg(name), planText(plan, {.withScripts = true}).toUtf8()), QString());
    QCOMPARE(goldenDifference(QStringLiteral("plans/install-%1-short.txt").arg(name), planText(plan).toUtf8()), QString());
}

void InstallPlanTest::stagesInOrder()
{
    QStringList ids;
    for (const Stage &stage : planOf(seedTopology()).stages)
        ids.append(stage.id);
    const QString wanted = QStringLiteral("check download compare install start-masters health start-media verify");
    QCOMPARE(ids, wanted.split(u' '));
}

void InstallPlanTest::mastersStopAndMediaNodesDrop()
{
    const Plan plan = planOf(seedTopology());
    for (const Stage &stage : plan.stages) {
        for (const Step &step : stage.steps) {
            const bool isMedia = step.node.startsWith(QLatin1String("media"));
            QCOMPARE(step.onFailure, isMedia ? OnFailure::DropNode : OnFailure::StopAfterStage);
        }
    }
}

void InstallPlanTest::onlyTheFirstStartTakesSeveralMasters()
{
    for (const Stage &stage : planOf(seedTopology()).stages) {
        const bool isStart = stage.id == QLatin1String("start-masters") || stage.id == QLatin1String("health");
        QCOMPARE(stage.exception, isStart ? QStringLiteral("first start") : QString());
    }
}

void InstallPlanTest::mediaNodesStartAfterTheMasters()
{
    const Plan plan = planOf(seedTopology());
    QCOMPARE(idsOf(stageOf(plan, "start-masters")->steps).join(u' '),
             QStringLiteral("start@master-1 start@master-2 start@master-3 start@master-4"));
    QCOMPARE(idsOf(stageOf(plan, "health")->steps).size(), 4);
    QCOMPARE(idsOf(stageOf(plan, "start-media")->steps).join(u' '),
             QStringLiteral("start@media-1 health@media-1 start@media-2 health@media-2"));
    QCOMPARE(stageOf(plan, "install")->steps.size(), 6);
    QCOMPARE(stageOf(plan, "compare")->steps.first().node, QString());
}

void InstallPlanTest::jobsSayWhatTheyExpect()
{
    const Plan plan = planOf(seedTopology());
    const Job *job = std::get_if<Job>(&plan.step(QStringLiteral("install@media-1"))->action);
    QVERIFY(job);
    QCOMPARE(job->verb, QStringLiteral("install media"));
    QCOMPARE(job->success, QStringList{QStringLiteral("OpenVidu HA 'Media Node' Installation Finished Successfully!")});
    QVERIFY(!job->transient.isEmpty());
    const WaitUntil *wait = std::get_if<WaitUntil>(&plan.step(QStringLiteral("health@master-3"))->action);
    QVERIFY(wait);
    QCOMPARE(wait->interval.count() * 300, wait->deadline.count());
    QCOMPARE(wait->recovery.masked(), QStringLiteral("systemctl restart openvidu\n"));
}

void InstallPlanTest::everyStepThatChangesHasAPostcondition()
{
    for (const Stage &stage : planOf(currentTopology()).stages) {
        for (const Step &step : stage.steps) {
            const bool changes = stage.id == QLatin1String("install") || step.id.startsWith(QLatin1String("start@"));
            QCOMPARE(!step.postcondition.isEmpty(), changes);
        }
    }
}

void InstallPlanTest::refusals_data()
{
    QTest::addColumn<Topology>("topology");
    QTest::addColumn<QString>("message");
    Topology topology = seedTopology();
    topology.release = QStringLiteral("latest");
    QTest::newRow("release") << topology << QStringLiteral("The release latest is not known.");
    topology = seedTopology();
    topology.kind = QStringLiteral("elastic");
    QTest::newRow("kind") << topology << QStringLiteral("This program does not install deployments of kind elastic.");
    topology = seedTopology();
    topology.kind = QStringLiteral("nonsense");
    QTest::newRow("unknown kind") << topology << QStringLiteral("This program does not install deployments of kind nonsense.");
    topology = seedTopology();
    topology.loadBalancers.first().managed = true;
    QTest::newRow("managed") << topology
                             << QStringLiteral("The load balancer lb is to be managed, which this release of the program cannot do.");
    topology = seedTopology();
    topology.nodes.clear();
    QTest::newRow("empty") << topology << QStringLiteral("The cluster has no nodes.");
}

void InstallPlanTest::refusals()
{
    QFETCH(Topology, topology);
    QFETCH(QString, message);
    const Result<Plan> plan = installPlan(topology, catalog());
    QVERIFY(!plan);
    QCOMPARE(plan.error().message, message);
    QVERIFY(!plan.error().advice.isEmpty());
}

void InstallPlanTest::equalTopologiesEqualPlans()
{
    QCOMPARE(planOf(seedTopology()), planOf(seedTopology()));
    QCOMPARE(planHash(planOf(seedTopology())), planHash(planOf(seedTopology())));
    Topology other = seedTopology();
    other.domain = QStringLiteral("other.example.io");
    QVERIFY(planHash(planOf(other)) != planHash(planOf(seedTopology())));
}

QTEST_GUILESS_MAIN(InstallPlanTest)
#include "install_plan_test.moc"
