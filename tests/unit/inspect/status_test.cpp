#include "app/inspect/status.h"
#include "app/topology/expected.h"
#include "tests/support/sample_cluster.h"

#include <QTest>

Q_DECLARE_METATYPE(NodeState)

namespace {
const Catalog &rows()
{
    return builtInCatalog();
}

/// Facts of a node on which everything that the rows expect is there.
MachineFacts completeFacts(const Topology &topology, Role role)
{
    MachineFacts facts;
    facts.time = QDateTime::fromSecsSinceEpoch(1764040000, Qt::UTC);
    facts.hasInstallation = true;
    facts.installedVersion = topology.release;
    facts.unitState = QStringLiteral("active");
    facts.unitActiveSeconds = 100000;
    facts.dockerVersion = QStringLiteral("99.0.0");
    facts.listeners.append({QStringLiteral("tcp"), QStringLiteral("0.0.0.0"), 22, QStringLiteral("sshd (1)")});
    for (const PortRule &rule : expectedPorts(topology, role, rows())) {
        for (int port = rule.portFrom; port <= std::min(rule.portTo, rule.portFrom + 1); ++port)
            facts.listeners.append({rule.protocol, QStringLiteral("::"), port, QStringLiteral("service (2)")});
    }
    for (const Service &service : expectedContainers(topology, role, rows())) {
        if (!service.isTransient)
            facts.containers.append({service.name, QStringLiteral("running"), 0, 0, {}});
    }
    for (const HealthProbe &probe : expectedHealth(topology, role, rows()))
        facts.health.insert(probe.id, probe.expectStatus);
    return facts;
}

void close(MachineFacts &facts, const QString &protocol, int port)
{
    facts.listeners.removeIf([&](const Listener &listener) { return listener.protocol == protocol && listener.port == port; });
}

ContainerFacts &container(MachineFacts &facts, const char *name)
{
    for (ContainerFacts &found : facts.containers) {
        if (found.name == QLatin1String(name))
            return found;
    }
    return facts.containers.first();
}
} // namespace

class StatusTest : public QObject
{
    Q_OBJECT

private:
    Topology m_topology;
    Node m_master, m_media;

    Topology topologyOf(const QString &release) const
    {
        Topology topology = sampleCluster(release);
        topology.modules = rows().release(release)->modules;
        return topology;
    }

    NodeStatus masterStatus(const MachineFacts &facts, const MachineFacts *previous = nullptr) const
    {
        return statusOf(m_topology, m_master, facts, rows(), previous);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_topology = topologyOf(QStringLiteral("3.8.0"));
        m_master = *m_topology.node(QStringLiteral("master-1"));
        m_media = *m_topology.node(QStringLiteral("media-1"));
    }

    void completeNodesRunInEveryRelease_data()
    {
        QTest::addColumn<QString>("release");
        for (const Release &release : rows().releases)
            QTest::addRow("%s", qPrintable(release.id)) << release.id;
    }

    void completeNodesRunInEveryRelease()
    {
        QFETCH(QString, release);
        const Topology topology = topologyOf(release);
        for (const Node &node : topology.nodes) {
            const NodeStatus status = statusOf(topology, node, completeFacts(topology, node.role), rows());
            QVERIFY2(status.state == NodeState::Running, qPrintable(statusLine(status)));
            QVERIFY2(status.notes.isEmpty(), qPrintable(status.notes.join(u' ')));
            QVERIFY(!status.ports.isEmpty() && !status.containers.isEmpty() && !status.health.isEmpty());
            QCOMPARE(healthQuestionsOf(topology, node, rows()).size(), status.health.size());
        }
    }

    void portsOfTheSeedsEra()
    {
        // Independent of the rows: the tables of the source document.
        Topology topology = topologyOf(QStringLiteral("3.0.0-beta2"));
        const NodeStatus master = statusOf(topology, *topology.node(QStringLiteral("master-1")), {}, rows());
        const NodeStatus media = statusOf(topology, *topology.node(QStringLiteral("media-1")), {}, rows());
        const auto required = [](const NodeStatus &status) {
            QStringList texts;
            for (const PortStatus &port : status.ports) {
                if (port.isRequired)
                    texts.append(port.portText());
            }
            texts.sort();
            return texts.join(QLatin1String(", "));
        };
        QCOMPARE(required(master), QStringLiteral("TCP 20000, TCP 3100, TCP 4443, TCP 6080, TCP 7000-7001, TCP 7880, TCP 7946-7947, TCP 9009, TCP 9095-9096, TCP 9100"));
        QCOMPARE(required(media), QStringLiteral("TCP 1935, TCP 5349, TCP 7880, TCP 8080, UDP 443, UDP 50000-60000, UDP 7885"));
    }

    void unitDecides_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<bool>("isInstalled");
        QTest::addColumn<NodeState>("state");
        QTest::addRow("nothing") << QString() << false << NodeState::NotInstalled;
        QTest::addRow("inactive") << QStringLiteral("inactive") << true << NodeState::Stopped;
        QTest::addRow("deactivating") << QStringLiteral("deactivating") << true << NodeState::Stopped;
        QTest::addRow("failed") << QStringLiteral("failed") << true << NodeState::Degraded;
        QTest::addRow("activating") << QStringLiteral("activating") << true << NodeState::Starting;
        QTest::addRow("active") << QStringLiteral("active") << true << NodeState::Running;
        QTest::addRow("folder without unit") << QString() << true << NodeState::Degraded;
        QTest::addRow("unit without folder") << QStringLiteral("inactive") << false << NodeState::Degraded;
    }

    void unitDecides()
    {
        QFETCH(QString, unit);
        QFETCH(bool, isInstalled);
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        facts.unitState = unit;
        facts.hasInstallation = isInstalled;
        QTEST(masterStatus(facts).state, "state");
    }

    void missingPortIsNamedWithItsRule()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        close(facts, QStringLiteral("tcp"), 7001);
        const NodeStatus status = masterStatus(facts);
        QCOMPARE(status.state, NodeState::Degraded);
        QCOMPARE(status.reasons, QStringList{QStringLiteral("Nothing listens on TCP 7000-7001 (rule ha-master-redis).")});
        QCOMPARE(statusLine(status), QStringLiteral("degraded: Nothing listens on TCP 7000-7001 (rule ha-master-redis)."));
        facts.unitActiveSeconds = 20;
        QCOMPARE(masterStatus(facts).state, NodeState::Starting);
    }

    void portsAreToldApartByProtocol()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Media);
        close(facts, QStringLiteral("udp"), 443);
        facts.listeners.append({QStringLiteral("tcp"), QStringLiteral("0.0.0.0"), 443, {}});
        const NodeStatus status = statusOf(m_topology, m_media, facts, rows());
        QCOMPARE(status.reasons, QStringList{QStringLiteral("Nothing listens on UDP 443 (rule ha-media-turn-udp).")});
    }

    void wideRangeWithoutSessionsIsIdle()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Media);
        facts.listeners.removeIf([](const Listener &listener) { return listener.port >= 50000; });
        const NodeStatus status = statusOf(m_topology, m_media, facts, rows());
        QCOMPARE(status.state, NodeState::Running);
        QVERIFY(std::any_of(status.ports.cbegin(), status.ports.cend(), [](const PortStatus &port) { return port.state == PortStatus::State::Idle && port.portFrom == 50000; }));
    }

    void missingOptionalPortIsOnlyNoted()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Media);
        close(facts, QStringLiteral("tcp"), 7881);
        const NodeStatus status = statusOf(m_topology, m_media, facts, rows());
        QCOMPARE(status.state, NodeState::Running);
        QCOMPARE(status.notes, QStringList{QStringLiteral("Nothing listens on TCP 7881 (rule ha-media-icetcp).")});
    }

    void unreadListenersAreUnknown()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        facts.listeners.clear();
        const NodeStatus status = masterStatus(facts);
        QCOMPARE(status.state, NodeState::Running);
        QVERIFY(std::all_of(status.ports.cbegin(), status.ports.cend(), [](const PortStatus &port) { return port.state == PortStatus::State::Unknown; }));
    }

    void containers_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("restarts");
        QTest::addColumn<int>("before");
        QTest::addColumn<QString>("reason");
        const QString running = QStringLiteral("running");
        QTest::addRow("running") << running << 0 << 0 << QString();
        QTest::addRow("restarted long ago") << running << 3 << 3 << QString();
        QTest::addRow("no look before") << running << 3 << -1 << QString();
        QTest::addRow("growing") << running << 4 << 3 << QStringLiteral("The container openvidu-mongo-1 has restarted since the last look (4 times now).");
        QTest::addRow("made anew") << running << 0 << 7 << QString();
        QTest::addRow("looping") << QStringLiteral("restarting") << 9 << -1 << QStringLiteral("The container openvidu-mongo-1 restarts again and again (9 times).");
        QTest::addRow("ended") << QStringLiteral("exited") << 0 << 0 << QStringLiteral("The container openvidu-mongo-1 is exited, not running.");
    }

    void containers()
    {
        QFETCH(QString, state);
        QFETCH(int, restarts);
        QFETCH(int, before);
        QFETCH(QString, reason);
        MachineFacts facts = completeFacts(m_topology, Role::Master), previous = facts;
        container(facts, "mongo") = {QStringLiteral("openvidu-mongo-1"), state, restarts, 0, {}};
        container(previous, "mongo").restarts = before;
        const NodeStatus status = masterStatus(facts, &previous);
        QCOMPARE(status.reasons.join(u' '), reason);
        QCOMPARE(status.state, reason.isEmpty() ? NodeState::Running : NodeState::Degraded);
    }

    void similarNamesAreNotTheSame()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        container(facts, "redis-server").name = QStringLiteral("openvidu-redis-server-backup");
        QCOMPARE(masterStatus(facts).reasons, QStringList{QStringLiteral("The container redis-server does not exist.")});
    }

    void transientContainerMayBeGoneButNotFail()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        facts.containers.append({QStringLiteral("openvidu-init"), QStringLiteral("exited"), 0, 0, {}});
        QCOMPARE(masterStatus(facts).state, NodeState::Running);
        facts.containers.last().exitStatus = 3;
        QCOMPARE(masterStatus(facts).reasons, QStringList{QStringLiteral("The container openvidu-init ended with status 3.")});
    }

    void dockerThatDoesNotAnswer()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        facts.dockerVersion.clear();
        facts.containers.clear();
        QCOMPARE(masterStatus(facts).reasons, QStringList{QStringLiteral("Docker does not answer.")});
    }

    void provenHealthDecides()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        facts.health.insert(QStringLiteral("master-entry"), 503);
        NodeStatus status = masterStatus(facts);
        QCOMPARE(status.state, NodeState::Degraded);
        QCOMPARE(status.reasons, QStringList{QStringLiteral("The health address http://127.0.0.1:7880/health/caddy answers with status 503 (probe master-entry).")});
        facts.health.insert(QStringLiteral("master-entry"), 0);
        QVERIFY(masterStatus(facts).reasons.first().contains(QStringLiteral("does not answer")));
    }

    void unprovenHealthIsUnknown()
    {
        const Topology topology = topologyOf(QStringLiteral("3.0.0-beta2"));
        MachineFacts facts = completeFacts(topology, Role::Master);
        for (int &status : facts.health)
            status = 404;
        const NodeStatus status = statusOf(topology, *topology.node(QStringLiteral("master-1")), facts, rows());
        QCOMPARE(status.state, NodeState::Running);
        QVERIFY(!status.notes.isEmpty());
        for (const HealthStatus &answer : status.health)
            QCOMPARE(answer.state, HealthStatus::State::Unknown);
    }

    void otherReleaseIsNoted()
    {
        MachineFacts facts = completeFacts(m_topology, Role::Master);
        facts.installedVersion = QStringLiteral("3.7.0");
        QCOMPARE(masterStatus(facts).notes, QStringList{QStringLiteral("Release 3.7.0 is installed, the document says 3.8.0.")});
    }

    void unreachable()
    {
        const NodeStatus status = unreachableStatus(QStringLiteral("media-1"), {ErrorKind::Unreachable, QStringLiteral("No answer."), QStringLiteral("Look.")});
        QCOMPARE(statusLine(status), QStringLiteral("unreachable: No answer."));
        QCOMPARE(stateId(NodeStatus().state), QStringLiteral("unknown"));
    }
};

QTEST_GUILESS_MAIN(StatusTest)
#include "status_test.moc"
