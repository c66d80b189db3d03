#include "app/network/flows.h"

#include "tests/support/golden.h"
#include "tests/support/sample_topologies.h"

#include <QTest>

namespace {
QStringList lines(const QList<Flow> &flows)
{
    static const char *const kinds[] = {"", "(anybody) ", "(outside) "};
    QStringList texts;
    for (const Flow &flow : flows) {
        const QString ports =
            flow.portFrom == flow.portTo ? QString::number(flow.portFrom) : QStringLiteral("%1-%2").arg(flow.portFrom).arg(flow.portTo);
        texts.append(QStringLiteral("%1: %2%3 -> %4 %5/%6")
                         .arg(flow.rule, QLatin1String(kinds[int(flow.sourceKind)]), flow.source, flow.target, ports, flow.protocol));
    }
    return texts;
}

QStringList linesOf(const Topology &topology, const char *rule)
{
    QStringList found;
    for (const QString &line : lines(flowsOf(topology, builtInCatalog()))) {
        if (line.startsWith(QLatin1String(rule) + u':'))
            found.append(line);
    }
    return found;
}

QStringList idsOf(const Topology &topology)
{
    QStringList ids;
    for (const PortRule &rule : activeRules(topology, builtInCatalog()))
        ids.append(rule.id);
    return ids;
}
} // namespace

class FlowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void flowsOfTheExamples();
    void rulesFollowModulesAndFeatures();
    void defaultEngineDecides();
    void nobodyTalksToItself();
    void rangesStayRanges();
    void balancersShareTheirWork();
    void balancerWithoutAMachine();
    void loginUsesTheNodesPort();
    void unknownReleaseHasNoFlows();
    void addresses();
};

void FlowsTest::flowsOfTheExamples()
{
    for (const Topology &topology : {seedTopology(), currentTopology()}) {
        const QByteArray text = lines(flowsOf(topology, builtInCatalog())).join(u'\n').toUtf8() + '\n';
        QCOMPARE(goldenDifference(QStringLiteral("network/flows-%1.txt").arg(topology.name), text), QString());
    }
}

void FlowsTest::rulesFollowModulesAndFeatures()
{
    Topology topology = seedTopology();
    QVERIFY(idsOf(topology).contains(QStringLiteral("ha-master-gossip")));
    QVERIFY(idsOf(topology).contains(QStringLiteral("ha-media-rtmp-ab")));
    QVERIFY(idsOf(topology).contains(QStringLiteral("ha-media-turntls-ab")));
    topology.modules.clear();
    topology.features.clear();
    topology.turnDomain.clear();
    for (const char *id : {"ha-master-gossip", "ha-master-v2-media", "ha-master-app-media", "ha-media-rtmp-ab", "ha-media-turntls-ab",
                           "ha-media-whip", "ha-media-icetcp", "lb-1935"})
        QVERIFY2(!idsOf(topology).contains(QLatin1String(id)), id);
    QVERIFY(idsOf(topology).contains(QStringLiteral("ha-master-redis")));
    topology.features = QStringList{QStringLiteral("externalS3")};
    QVERIFY(!idsOf(topology).contains(QStringLiteral("ha-master-minio")));
    QVERIFY(idsOf(topology).contains(QStringLiteral("ha-master-mongo")));
}

void FlowsTest::defaultEngineDecides()
{
    const Topology topology = currentTopology();
    QVERIFY(topology.engine.isEmpty());
    QVERIFY(idsOf(topology).contains(QStringLiteral("ha-media-rtp-tcp")));
    QVERIFY(!idsOf(topology).contains(QStringLiteral("ha-media-icetcp")));
}

void FlowsTest::nobodyTalksToItself()
{
    const QStringList redis = linesOf(seedTopology(), "ha-master-redis");
    QCOMPARE(redis.size(), 4 * (3 + 2));
    QVERIFY(redis.contains(QStringLiteral("ha-master-redis: media-2 -> master-3 7000-7001/tcp")));
    QVERIFY(!redis.contains(QStringLiteral("ha-master-redis: master-3 -> master-3 7000-7001/tcp")));
}

void FlowsTest::rangesStayRanges()
{
    QCOMPARE(linesOf(seedTopology(), "ha-media-rtp-udp"),
             (QStringList{QStringLiteral("ha-media-rtp-udp: (anybody) any -> media-1 50000-60000/udp"),
                          QStringLiteral("ha-media-rtp-udp: (anybody) any -> media-2 50000-60000/udp")}));
}

void FlowsTest::balancersShareTheirWork()
{
    Topology topology = seedTopology();
    LoadBalancer second = topology.loadBalancers.first();
    second.name = QStringLiteral("lb-media");
    second.serves = QStringList{QStringLiteral("turn"), QStringLiteral("rtmp")};
    topology.loadBalancers.first().serves = QStringList{QStringLiteral("https")};
    topology.loadBalancers.append(second);
    QVERIFY(linesOf(topology, "ha-master-api-lb").contains(QStringLiteral("ha-master-api-lb: lb -> master-1 7880/tcp")));
    QCOMPARE(linesOf(topology, "ha-master-api-lb").size(), 4);
    QCOMPARE(linesOf(topology, "ha-media-rtmp-ab").first(), QStringLiteral("ha-media-rtmp-ab: lb-media -> media-1 1935/tcp"));
    QCOMPARE(linesOf(topology, "ha-media-turntls-ab").first(), QStringLiteral("ha-media-turntls-ab: lb-media -> media-1 5349/tcp"));
    QCOMPARE(linesOf(topology, "lb-443"), (QStringList{QStringLiteral("lb-443: (anybody) any -> lb 443/tcp"),
                                                       QStringLiteral("lb-443: (anybody) any -> lb-media 443/tcp")}));
    QCOMPARE(linesOf(topology, "lb-1935"), QStringList{QStringLiteral("lb-1935: (anybody) any -> lb-media 1935/tcp")});
}

void FlowsTest::balancerWithoutAMachine()
{
    Topology topology = seedTopology();
    topology.loadBalancers.clear();
    QCOMPARE(linesOf(topology, "ha-master-api-lb").first(), QStringLiteral("ha-master-api-lb: (outside) lb -> master-1 7880/tcp"));
    QVERIFY(linesOf(topology, "lb-443").isEmpty());
}

void FlowsTest::loginUsesTheNodesPort()
{
    Topology topology = seedTopology();
    topology.nodes[1].ssh.port = 2222;
    QCOMPARE(linesOf(topology, "mgmt-ssh-master")[1], QStringLiteral("mgmt-ssh-master: (outside) manager -> master-2 2222/tcp"));
    QVERIFY(linesOf(topology, "mgmt-ssh-lb").isEmpty());
    topology.loadBalancers.first().managed = true;
    QCOMPARE(linesOf(topology, "mgmt-ssh-lb"), QStringList{QStringLiteral("mgmt-ssh-lb: (outside) manager -> lb 22/tcp")});
}

void FlowsTest::unknownReleaseHasNoFlows()
{
    Topology topology = seedTopology();
    topology.release = QStringLiteral("latest");
    QVERIFY(flowsOf(topology, builtInCatalog()).isEmpty());
}

void FlowsTest::addresses()
{
    QCOMPARE(addressOf(seedTopology(), QStringLiteral("media-2")), QStringLiteral("10.5.0.12"));
    QCOMPARE(addressOf(seedTopology(), QStringLiteral("lb")), QStringLiteral("203.0.113.5"));
    QCOMPARE(addressOf(seedTopology(), QStringLiteral("nobody")), QString());
}

QTEST_GUILESS_MAIN(FlowsTest)
#include "flows_test.moc"
