#include "app/demo/demo_cluster.h"
#include "app/inspect/facts.h"
#include "app/inspect/status.h"
#include "app/machine/job.h"
#include "app/machine/ssh_machine.h"
#include "tests/support/sample_cluster.h"

#include <QTest>

#include <atomic>
#include <thread>

namespace {
SshOptions quickOptions()
{
    SshOptions options;
    options.agentSocket.clear();
    options.knownHosts = QStringLiteral("/dev/null");
    options.patience.greeting = std::chrono::milliseconds(3000);
    return options;
}

OpenMachine machinesOf(const Topology &topology, const SecretSet &secrets, const SshOptions &options = quickOptions())
{
    QHash<NodeId, SshTarget> targets;
    for (const QString &name : objectNames(topology))
        targets.insert(name, sshTargetOf(topology, name));
    return sshMachines(targets, secrets, options);
}

Script script(const QString &verb)
{
    return {verb, Secret(":"), true, std::chrono::milliseconds(20000)};
}

Topology newestSample(int mediaNodes)
{
    const Release &release = builtInCatalog().newestRelease();
    Topology topology = sampleCluster(release.id, mediaNodes);
    topology.modules = release.modules;
    topology.loadBalancers.first().managed = true;
    return topology;
}
} // namespace

class DemoClusterTest : public QObject
{
    Q_OBJECT

private:
    Topology m_topology;
    std::unique_ptr<DemoCluster> m_cluster;

    void start(int mediaNodes, double pace = 0.05)
    {
        m_cluster = std::make_unique<DemoCluster>(builtInCatalog(), pace);
        const Result<Topology> joined = m_cluster->joined(newestSample(mediaNodes));
        QVERIFY2(bool(joined), joined ? "" : qPrintable(joined.error().message));
        m_topology = *joined;
    }

    Result<std::unique_ptr<Machine>> opened(const NodeId &name) const { return machinesOf(m_topology, m_cluster->secrets())(name, {}); }

    NodeStatus statusOfNode(Machine &machine, const NodeId &name) const
    {
        const Node &node = *m_topology.node(name);
        const Result<MachineFacts> facts = gatherFacts(machine, healthQuestionsOf(m_topology, node, builtInCatalog()), {});
        return facts ? statusOf(m_topology, node, *facts, builtInCatalog()) : unreachableStatus(name, facts.error());
    }

    /// Asks and looks whether the answer has status 0.
    static bool isDone(Machine &machine, const QString &verb)
    {
        const Result<Outcome> outcome = machine.run(script(verb), {}, {});
        return outcome && outcome->isSuccess();
    }

private Q_SLOTS:
    void cleanup() { m_cluster.reset(); }

    void documentStaysTheSameButForTheWay()
    {
        start(2);
        Topology without = m_topology;
        for (Node &node : without.nodes)
            node.ssh = {};
        for (LoadBalancer &balancer : without.loadBalancers)
            balancer.ssh = {};
        without.hostKeys.clear();
        QCOMPARE(without, newestSample(2));
        QCOMPARE(m_topology.hostKeys.size(), 7);
        QCOMPARE(sshTargetOf(m_topology, QStringLiteral("lb")).host, QStringLiteral("127.0.0.1"));
    }

    void installationBringsEveryNodeUp()
    {
        start(2);
        std::vector<std::unique_ptr<Machine>> machines;
        for (const Node &node : m_topology.nodes) {
            Result<std::unique_ptr<Machine>> machine = opened(node.name);
            QVERIFY2(bool(machine), machine ? "" : qPrintable(machine.error().message));
            QVERIFY(isDone(**machine, QStringLiteral("job-start i install ") + roleId(node.role)));
            machines.push_back(*std::move(machine));
        }
        for (const std::unique_ptr<Machine> &machine : machines) {
            QVERIFY(isDone(*machine, QStringLiteral("job-follow i 0")));
            QVERIFY(isDone(*machine, QStringLiteral("exec start-service")));
        }
        for (size_t at = 0; at < machines.size(); ++at) {
            QTRY_VERIFY_WITH_TIMEOUT(isDone(*machines[at], QStringLiteral("exec health")), 10000);
            const NodeStatus status = statusOfNode(*machines[at], m_topology.nodes[qsizetype(at)].name);
            QVERIFY2(status.state == NodeState::Running, qPrintable(statusLine(status)));
        }
    }

    void filesGoThereAndBack()
    {
        start(1);
        const Result<std::unique_ptr<Machine>> machine = opened(QStringLiteral("lb"));
        QVERIFY(bool(machine));
        QByteArray content;
        for (int number = 0; number < 300000; ++number)
            content += char(number * 31 >> 3);
        QVERIFY(bool((*machine)->put(QStringLiteral("/etc/nginx/nginx.conf"), content, 0644, {})));
        const Result<QByteArray> read = (*machine)->get(QStringLiteral("/etc/nginx/nginx.conf"), {});
        QVERIFY(bool(read));
        QCOMPARE(*read, content);
        QCOMPARE(m_cluster->node(QStringLiteral("lb"))->file(QStringLiteral("/etc/nginx/nginx.conf")), std::optional<QByteArray>(content));
        QVERIFY(!(*machine)->get(QStringLiteral("/etc/nothing"), {}));
        QVERIFY(bool((*machine)->put(QStringLiteral("/etc/empty"), {}, 0644, {})));
        QCOMPARE(*(*machine)->get(QStringLiteral("/etc/empty"), {}), QByteArray());
    }

    void faultsAreToldApart()
    {
        start(1);
        const NodeId name = QStringLiteral("media-1");
        DemoNode &node = *m_cluster->node(name);
        DemoFaults faults;
        faults.refusesLogin = true;
        node.setFaults(faults);
        Result<std::unique_ptr<Machine>> machine = opened(name);
        QVERIFY(!machine && machine.error().kind == ErrorKind::LoginRefused);
        faults = {};
        faults.hangs = true;
        node.setFaults(faults);
        SshOptions impatient = quickOptions();
        impatient.patience.greeting = std::chrono::milliseconds(300);
        machine = machinesOf(m_topology, m_cluster->secrets(), impatient)(name, {});
        QVERIFY(!machine && machine.error().kind == ErrorKind::Unreachable);
        node.setFaults({});
        Topology wrong = m_topology;
        wrong.hostKeys.insert(name, m_topology.hostKeys.value(QStringLiteral("master-1")));
        machine = machinesOf(wrong, m_cluster->secrets())(name, {});
        QVERIFY(!machine && machine.error().kind == ErrorKind::HostKeyChanged);
        machine = opened(name);
        QVERIFY(bool(machine));
        node.dropConnections();
        const Result<Outcome> outcome = (*machine)->run(script(QStringLiteral("facts")), {}, {});
        QVERIFY2(!outcome && outcome.error().kind == ErrorKind::Unreachable, outcome ? "it answered" : qPrintable(outcome.error().message));
        QVERIFY(bool(opened(name)));
    }

    void installationIsFollowedOverACutConnection()
    {
        start(1, 0.5);
        const NodeId name = QStringLiteral("media-1");
        DemoFaults faults;
        faults.cutAfterBytes = 400;
        m_cluster->node(name)->setFaults(faults);
        JobRequest request;
        request.id = QStringLiteral("run1.install@media-1.1");
        request.verb = QStringLiteral("install media");
        request.script = QStringLiteral("true");
        QByteArray log;
        int connections = 0;
        Result<JobState> state = Error{ErrorKind::Unreachable, {}, {}};
        while (!state && state.error().kind == ErrorKind::Unreachable && connections < 5) {
            ++connections;
            const Result<std::unique_ptr<Machine>> machine = opened(name);
            QVERIFY(bool(machine));
            state = startJob(**machine, request, {});
            if (state && state->kind == JobState::Kind::Running)
                state = followJob(**machine, request.id, log.size(), [&log](QByteArrayView bytes) { log.append(bytes); }, {});
        }
        QVERIFY2(bool(state), state ? "" : qPrintable(state.error().message));
        QVERIFY(state->kind == JobState::Kind::Exited && state->exitStatus == 0);
        QCOMPARE(connections, 2);
        QByteArray whole;
        const Result<std::unique_ptr<Machine>> machine = opened(name);
        QVERIFY(machine && followJob(**machine, request.id, 0, [&whole](QByteArrayView bytes) { whole.append(bytes); }, {}));
        QCOMPARE(log, whole);
        QVERIFY(whole.contains(builtInCatalog().commandLine(m_topology.kind, Role::Media, m_topology.release)->banner.toUtf8()));
        QVERIFY(bool(cleanJob(**machine, request.id, {})));
        const Result<JobState> gone = stopJob(**machine, request.id, {});
        QVERIFY(gone && gone->kind == JobState::Kind::Absent);
    }

    void everyByteBeforeTheCutArrives()
    {
        start(1);
        const NodeId name = QStringLiteral("media-1");
        const Result<std::unique_ptr<Machine>> machine = opened(name);
        QVERIFY(bool(machine));
        DemoFaults faults;
        faults.floodBytes = 5000000;
        faults.cutAfterBytes = 1000000;
        m_cluster->node(name)->setFaults(faults);
        qint64 received = 0;
        const OnOutput count = [&received](Stream, QByteArrayView bytes) { received += bytes.size(); };
        const Result<Outcome> outcome = (*machine)->run(script(QStringLiteral("exec flood")), count, {});
        QVERIFY(!outcome && outcome.error().kind == ErrorKind::Unreachable);
        // The two lines that open the frame are not output.
        QVERIFY2(received > 999900 && received < 1000000, qPrintable(QString::number(received)));
    }

    void clusterGrows()
    {
        start(1);
        const int port = sshTargetOf(m_topology, QStringLiteral("media-1")).port;
        const Result<Topology> grown = m_cluster->joined(newestSample(3));
        QVERIFY(bool(grown));
        m_topology = *grown;
        QCOMPARE(sshTargetOf(m_topology, QStringLiteral("media-1")).port, port);
        QVERIFY(bool(opened(QStringLiteral("media-3"))));
    }

    void manyNodesAnswerAtOnce()
    {
        start(60, 1);
        const OpenMachine open = machinesOf(m_topology, m_cluster->secrets());
        std::atomic<int> reached = 0;
        std::atomic<qsizetype> next = 0;
        const auto work = [&] {
            for (qsizetype at = next++; at < m_topology.nodes.size(); at = next++) {
                const Result<std::unique_ptr<Machine>> machine = open(m_topology.nodes[at].name, {});
                reached += machine && statusOfNode(**machine, m_topology.nodes[at].name).state == NodeState::NotInstalled ? 1 : 0;
            }
        };
        std::vector<std::jthread> workers;
        for (int number = 0; number < 16; ++number)
            workers.emplace_back(work);
        workers.clear();
        QCOMPARE(reached.load(), 64);
    }

    void endsWhileClientsAreBusy()
    {
        start(2);
        const Result<std::unique_ptr<Machine>> machine = opened(QStringLiteral("media-1"));
        QVERIFY(bool(machine));
        DemoFaults faults;
        faults.floodBytes = 1000000000;
        m_cluster->node(QStringLiteral("media-1"))->setFaults(faults);
        std::atomic<bool> isFlowing = false;
        Result<Outcome> outcome = Outcome();
        std::jthread client([&] {
            outcome = (*machine)->run(script(QStringLiteral("exec flood")), [&isFlowing](Stream, QByteArrayView) { isFlowing = true; }, {});
        });
        QTRY_VERIFY(isFlowing);
        m_cluster.reset();
        client.join();
        QVERIFY(!outcome && outcome.error().kind == ErrorKind::Unreachable);
    }
};

QTEST_GUILESS_MAIN(DemoClusterTest)
#include "demo_cluster_test.moc"
