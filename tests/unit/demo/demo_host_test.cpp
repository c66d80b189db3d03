#include "app/demo/demo_host.h"
#include "app/inspect/preflight.h"
#include "app/inspect/status.h"
#include "tests/support/sample_cluster.h"

#include <QTest>

#include <vector>

namespace {
constexpr double quick = 0.02;

struct Cluster
{
    Topology topology;
    std::vector<std::unique_ptr<DemoHost>> hosts;

    explicit Cluster(const QString &release, int mediaNodes = 2)
        : topology(sampleCluster(release, mediaNodes))
    {
        topology.modules = builtInCatalog().release(release)->modules;
        const auto world = std::make_shared<DemoWorld>();
        for (const Node &node : topology.nodes)
            hosts.push_back(std::make_unique<DemoHost>(DemoSetup{topology, node.name, &builtInCatalog(), world, quick}));
    }

    MachineFacts facts(size_t at) { return parsedFacts(hosts[at]->answer(QStringLiteral("facts"), {}).out); }
    NodeStatus status(size_t at) { return statusOf(topology, topology.nodes[qsizetype(at)], facts(at), builtInCatalog()); }
    int exec(size_t at, const char *name) { return hosts[at]->answer(QStringLiteral("exec ") + QLatin1String(name), {}).status; }

    void install(size_t first, size_t count = 1)
    {
        for (size_t at = first; at < first + count; ++at)
            hosts[at]->answer(QStringLiteral("job-start i install ") + roleId(topology.nodes[qsizetype(at)].role), {});
        for (size_t at = first; at < first + count; ++at) {
            QTRY_VERIFY_WITH_TIMEOUT(hosts[at]->logFrom(QStringLiteral("i"), 0).isLast, 5000);
            QCOMPARE(hosts[at]->logFrom(QStringLiteral("i"), 0).stateLine, QByteArray("state exited 0\n"));
        }
    }
};
} // namespace

class DemoHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void freshHostPassesPreflight()
    {
        Cluster cluster(builtInCatalog().newestRelease().id);
        for (size_t at = 0; at < cluster.hosts.size(); ++at) {
            const QList<Finding> findings = preflightOf(cluster.topology, cluster.topology.nodes[qsizetype(at)], cluster.facts(at), builtInCatalog());
            for (const Finding &finding : findings)
                QVERIFY2(finding.rule == QLatin1String("V-HST-7"), qPrintable(finding.message)); // the offset is of gatherFacts
        }
    }

    void clusterComesUpInEveryRelease_data()
    {
        QTest::addColumn<QString>("release");
        for (const Release &release : builtInCatalog().releases)
            QTest::addRow("%s", qPrintable(release.id)) << release.id;
    }

    void clusterComesUpInEveryRelease()
    {
        QFETCH(QString, release);
        Cluster cluster(release);
        cluster.install(0, cluster.hosts.size());
        for (size_t at = 0; at < cluster.hosts.size(); ++at) {
            QCOMPARE(cluster.status(at).state, NodeState::Stopped);
            QVERIFY(cluster.facts(at).clusterRecord.contains(cluster.topology.id));
        }
        for (size_t at = 0; at < cluster.hosts.size(); ++at)
            QCOMPARE(cluster.exec(at, "start-service"), 0);
        for (size_t at = 0; at < cluster.hosts.size(); ++at) {
            QTRY_COMPARE_WITH_TIMEOUT(cluster.exec(at, "health"), 0, 5000);
            QVERIFY2(cluster.status(at).state == NodeState::Running, qPrintable(statusLine(cluster.status(at))));
        }
    }

    void mastersWaitForEachOther()
    {
        Cluster cluster(QStringLiteral("3.8.0"), 0);
        cluster.install(0, 4);
        for (size_t at = 0; at < 3; ++at)
            cluster.exec(at, "start-service");
        QTRY_COMPARE_WITH_TIMEOUT(cluster.facts(0).health.value(QStringLiteral("master-entry")), 503, 5000);
        QTest::qWait(40); // four times what the start of one takes at this pace
        QCOMPARE(cluster.exec(0, "health"), 1);
        QCOMPARE(cluster.status(0).state, NodeState::Starting);
        cluster.exec(3, "start-service");
        QTRY_COMPARE_WITH_TIMEOUT(cluster.exec(0, "health"), 0, 5000);
        // Once formed, one master that restarts does not disturb the others.
        cluster.exec(3, "stop-service");
        QCOMPARE(cluster.exec(0, "health"), 0);
        QCOMPARE(cluster.exec(3, "health"), 1);
    }

    void postconditions()
    {
        Cluster cluster(QStringLiteral("3.8.0"));
        const auto isDone = [&cluster](const char *step) { return cluster.hosts[0]->answer(QStringLiteral("exec done ") + QLatin1String(step), {}).status == 0; };
        QVERIFY(!isDone("install@master-1") && !isDone("start@master-1") && !isDone("health@master-1") && !isDone("other@master-1"));
        cluster.install(0);
        QVERIFY(isDone("install@master-1") && !isDone("start@master-1"));
        cluster.exec(0, "start-service");
        QVERIFY(isDone("start@master-1") && !isDone("health@master-1"));
    }

    void uninstallLeavesNothing()
    {
        Cluster cluster(QStringLiteral("3.8.0"));
        cluster.install(0);
        cluster.hosts[0]->answer(QStringLiteral("job-start u uninstall"), {});
        QTRY_COMPARE_WITH_TIMEOUT(cluster.status(0).state, NodeState::NotInstalled, 5000);
        QVERIFY(!cluster.hosts[0]->file(QStringLiteral("/var/lib/ovdeploy/cluster.json")));
    }

    void startedServiceSurvivesAReboot()
    {
        Cluster cluster(QStringLiteral("3.8.0"));
        cluster.install(0);
        cluster.exec(0, "start-service");
        const int epoch = cluster.hosts[0]->epoch();
        cluster.hosts[0]->reboot();
        QCOMPARE(cluster.hosts[0]->epoch(), epoch + 1);
        const MachineFacts facts = cluster.facts(0);
        QCOMPARE(facts.unitState, QStringLiteral("active"));
        QVERIFY(facts.uptimeSeconds < 60 && facts.unitActiveSeconds >= 0 && facts.unitActiveSeconds < 60);
    }

    void wrongClockShows()
    {
        Cluster cluster(QStringLiteral("3.8.0"));
        DemoFaults faults;
        faults.clockOffsetMs = 3600000;
        cluster.hosts[0]->setFaults(faults);
        const qint64 ahead = QDateTime::currentDateTimeUtc().secsTo(cluster.facts(0).time);
        QVERIFY2(ahead > 3590 && ahead < 3610, qPrintable(QString::number(ahead)));
    }

    void managedBalancerHasNoOpenVidu()
    {
        Topology topology = sampleCluster(QStringLiteral("3.8.0"));
        DemoHost host(DemoSetup{topology, QStringLiteral("lb"), &builtInCatalog(), nullptr, quick});
        const MachineFacts facts = parsedFacts(host.answer(QStringLiteral("facts"), {}).out);
        QVERIFY(facts.problems.isEmpty() && !facts.hasInstallation && facts.unitState.isEmpty());
        QCOMPARE(facts.addresses, QStringList{QStringLiteral("10.5.0.5")});
    }
};

QTEST_GUILESS_MAIN(DemoHostTest)
#include "demo_host_test.moc"
