#include "app/demo/demo_node.h"
#include "app/inspect/facts.h"
#include "app/inspect/status.h"
#include "tests/support/openssh_client.h"
#include "tests/support/sample_cluster.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {
/// Connects, says something and goes.
bool greeted(int port, const QByteArray &words)
{
    const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(uint16_t(port));
    const bool isConnected = ::connect(client, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    const bool isSaid = isConnected && ::send(client, words.constData(), size_t(words.size()), MSG_NOSIGNAL) > 0;
    ::close(client);
    return isSaid;
}
} // namespace

class DemoNodeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_client.makeKey());
        m_topology = sampleCluster(builtInCatalog().newestRelease().id);
        m_topology.modules = builtInCatalog().newestRelease().modules;
    }

    void init() { start(QStringLiteral("media-1")); }
    void cleanup() { m_node.reset(); }

    void keyOfAnotherIsRefused()
    {
        OpenSshClient stranger;
        QVERIFY(stranger.makeKey());
        stranger.trust(m_node->port(), m_node->hostKey());
        const Said said = stranger.said(QStringLiteral("facts"));
        QCOMPARE(said.status, 255);
        QVERIFY2(said.err.contains("Permission denied"), said.err.constData());
        QVERIFY(m_node->verbs().isEmpty());
    }

    void passwordLogsIn_data()
    {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<int>("status");
        QTest::addRow("right") << QByteArray("demo pass") << 0;
        QTest::addRow("wrong") << QByteArray("demo pas") << 255;
        QTest::addRow("empty") << QByteArray() << 255;
    }

    void passwordLogsIn()
    {
        QFETCH(QByteArray, password);
        QFETCH(int, status);
        QCOMPARE(m_client.passwordStatus(password), status);
    }

    void factsBecomeStatus()
    {
        QCOMPARE(statusNow().state, NodeState::NotInstalled);
        QCOMPARE(m_client.said(QStringLiteral("exec start-service")).status, 5);
        install();
        QCOMPARE(statusNow().state, NodeState::Stopped);
        QCOMPARE(statusNow().release, m_topology.release);
        QCOMPARE(m_client.said(QStringLiteral("exec start-service")).status, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_client.said(QStringLiteral("exec health")).status, 0, 10000);
        const NodeStatus running = statusNow();
        QVERIFY2(running.state == NodeState::Running, qPrintable(running.reasons.join(u' ')));
        QVERIFY(running.notes.isEmpty());
        for (const PortStatus &port : running.ports)
            QVERIFY2(port.state == PortStatus::State::Open && !port.processes.isEmpty(), qPrintable(port.portText()));
        QVERIFY(running.ports.size() >= 7 && running.containers.size() >= 5 && running.health.size() == 2);
        QCOMPARE(m_client.said(QStringLiteral("exec stop-service")).status, 0);
        QCOMPARE(statusNow().state, NodeState::Stopped);
    }

    void jobGoesOnOverACutConnection()
    {
        DemoFaults faults;
        faults.jobs.lengthMs = 800;
        faults.cutAfterBytes = 300;
        const QString id = QStringLiteral("r1.install@media-1.1");
        QCOMPARE(m_client.said(QStringLiteral("job-start ") + id + QStringLiteral(" install media")).out, QByteArray("state running\n"));
        m_node->setFaults(faults);
        const Said cut = m_client.said(QStringLiteral("job-follow ") + id + QStringLiteral(" 0"));
        QCOMPARE(cut.status, 255);
        QVERIFY(!cut.out.isEmpty() && cut.out.size() < 300);
        const Said rest = m_client.said(QStringLiteral("job-follow %1 %2").arg(id).arg(cut.out.size()));
        QCOMPARE(rest.status, 0);
        QCOMPARE(rest.err, QByteArray("state exited 0\n"));
        const Said whole = m_client.said(QStringLiteral("job-follow ") + id + QStringLiteral(" 0"));
        QCOMPARE(cut.out + rest.out, whole.out);
        const CommandLine *line = builtInCatalog().commandLine(m_topology.kind, Role::Media, m_topology.release);
        QVERIFY(line && whole.out.contains(line->banner.toUtf8()));
        // A second start finds it, and does not do it again.
        QCOMPARE(m_client.said(QStringLiteral("job-start ") + id + QStringLiteral(" install media")).out, QByteArray("state exited 0\n"));
        QCOMPARE(m_client.said(QStringLiteral("job-clean ") + id).status, 0);
        QCOMPARE(m_client.said(QStringLiteral("job-follow ") + id + QStringLiteral(" 0")).err, QByteArray("state absent\n"));
    }

    void jobIsStopped()
    {
        const QString id = QStringLiteral("r1.install@media-1.2");
        QCOMPARE(m_client.said(QStringLiteral("job-start ") + id + QStringLiteral(" install media")).out, QByteArray("state running\n"));
        QCOMPARE(m_client.said(QStringLiteral("job-stop ") + id).out, QByteArray("state killed TERM\n"));
        QCOMPARE(m_client.said(QStringLiteral("job-follow ") + id + QStringLiteral(" 0")).err, QByteArray("state killed TERM\n"));
        QCOMPARE(statusNow().state, NodeState::NotInstalled);
        QCOMPARE(m_client.said(QStringLiteral("job-stop nobody")).out, QByteArray("state absent\n"));
    }

    void rebootLosesJobs()
    {
        const QString id = QStringLiteral("r1.install@media-1.3");
        const QString boot = factsNow().bootId;
        QCOMPARE(m_client.said(QStringLiteral("job-start ") + id + QStringLiteral(" install media")).out, QByteArray("state running\n"));
        m_node->reboot();
        QCOMPARE(m_client.said(QStringLiteral("job-start ") + id + QStringLiteral(" install media")).out, QByteArray("state lost\n"));
        const MachineFacts facts = factsNow();
        QVERIFY(!facts.hasInstallation && facts.bootId != boot && facts.uptimeSeconds < 60);
    }

    void failedInstallation()
    {
        DemoFaults faults;
        faults.jobs.lengthMs = 100;
        faults.jobs.installFailure = QStringLiteral("Can't install Docker automatically.");
        m_node->setFaults(faults);
        QCOMPARE(m_client.said(QStringLiteral("job-start a install media")).status, 0);
        Said said = m_client.said(QStringLiteral("job-follow a 0"));
        QCOMPARE(said.err, QByteArray("state exited 1\n"));
        QVERIFY(said.out.endsWith("Can't install Docker automatically.\n"));
        QCOMPARE(statusNow().state, NodeState::NotInstalled);
        faults.jobs.installFailure.clear();
        faults.jobs.hasNoBanner = true;
        m_node->setFaults(faults);
        QCOMPARE(m_client.said(QStringLiteral("job-start b install media")).status, 0);
        said = m_client.said(QStringLiteral("job-follow b 0"));
        QCOMPARE(said.err, QByteArray("state exited 0\n"));
        QVERIFY(!said.out.contains("Finished Successfully"));
    }

    void installerIsReportedByItsDigest()
    {
        QCOMPARE(m_client.said(QStringLiteral("job-start d1 download media")).status, 0);
        const QByteArray first = m_client.said(QStringLiteral("job-follow d1 0")).out;
        DemoFaults faults;
        faults.jobs.hasOtherInstaller = true;
        m_node->setFaults(faults);
        QCOMPARE(m_client.said(QStringLiteral("job-start d2 download media")).status, 0);
        const QByteArray other = m_client.said(QStringLiteral("job-follow d2 0")).out;
        const qsizetype at = first.indexOf("@@report installer-sha256 ");
        QVERIFY(at >= 0 && first.size() == at + 26 + 64 + 1);
        QVERIFY(other.mid(at) != first.mid(at));
    }

    void filesArriveWholeOrNotAtAll()
    {
        QByteArray content;
        for (int number = 0; number < 70000; ++number)
            content += char(number * 7);
        const QString sha = QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
        const QByteArray script = "base64 -d <<'END' >x\n" + content.toBase64() + "\nEND\n";
        QCOMPARE(m_client.said(QStringLiteral("put /etc/x.conf 0640 ") + sha, script).status, 0);
        QCOMPARE(m_client.said(QStringLiteral("get /etc/x.conf")).out, content);
        QCOMPARE(m_client.said(QStringLiteral("put /etc/y.conf 0640 ") + sha, script.left(5000) + "\nEND\n").status, 1);
        QCOMPARE(m_client.said(QStringLiteral("get /etc/y.conf")).status, 66);
    }

    void refusesLogin()
    {
        DemoFaults faults;
        faults.refusesLogin = true;
        m_node->setFaults(faults);
        QVERIFY(m_client.said(QStringLiteral("facts")).err.contains("Permission denied"));
        m_node->setFaults({});
        QCOMPARE(m_client.said(QStringLiteral("facts")).status, 0);
    }

    void hangsUntilItRecovers()
    {
        DemoFaults faults;
        faults.hangs = true;
        m_node->setFaults(faults);
        QCOMPARE(m_client.said(QStringLiteral("facts"), ":", 400).status, -2);
        m_node->setFaults({});
        QCOMPARE(m_client.said(QStringLiteral("facts")).status, 0);
    }

    void offAndOnAgain()
    {
        DemoFaults faults;
        faults.isOff = true;
        m_node->setFaults(faults);
        QCOMPARE(m_client.said(QStringLiteral("facts")).status, 255);
        m_node->setFaults({});
        QCOMPARE(m_client.said(QStringLiteral("facts")).status, 0);
    }

    void largeOutputArrivesWhole()
    {
        DemoFaults faults;
        faults.floodBytes = 50 * 1000 * 1000;
        m_node->setFaults(faults);
        const Said said = m_client.said(QStringLiteral("exec flood"), ":", 60000);
        QCOMPARE(said.status, 0);
        QVERIFY(said.out.size() > 50 * 1000 * 1000 && said.out.endsWith(" bytes)\n"));
        QCOMPARE(said.out.count('x'), faults.floodBytes / 80 * 79);
    }

    void connectionIsCutAfterSoManyBytes()
    {
        DemoFaults faults;
        faults.floodBytes = 5000000;
        faults.cutAfterBytes = 1000000;
        m_node->setFaults(faults);
        const Said said = m_client.said(QStringLiteral("exec flood"));
        QCOMPARE(said.status, 255);
        QVERIFY2(said.out.size() < 1000000, qPrintable(QString::number(said.out.size()))); // what OpenSSH had not yet printed is lost with it
        QCOMPARE(m_client.said(QStringLiteral("exec flood")).status, 0);
    }

    void slowAnswers()
    {
        DemoFaults faults;
        faults.delayMs = 700;
        m_node->setFaults(faults);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_client.said(QStringLiteral("exec hello")).status, 0);
        QVERIFY(timer.elapsed() >= 700);
    }

    void oddClients()
    {
        for (const QByteArray &words : {QByteArray("GET / HTTP/1.0\r\n\r\n"), QByteArray(100000, '\x07'), QByteArray("SSH-2.0-x\r\n") + QByteArray(3000, '\xff')})
            QVERIFY(greeted(m_node->port(), words));
        QCOMPARE(m_client.said(QStringLiteral("exec hello")).status, 0);
        QCOMPARE(m_client.said(QStringLiteral("teach me")).status, 127);
        QProcess ssh;
        ssh.start(QStringLiteral("ssh"), m_client.arguments("uptime"));
        ssh.closeWriteChannel();
        QVERIFY(ssh.waitForFinished(20000));
        QCOMPARE(ssh.exitCode(), 127);
    }

private:
    void start(const NodeId &name)
    {
        const DemoSetup setup{m_topology, name, &builtInCatalog(), nullptr, 1};
        Result<std::unique_ptr<DemoNode>> node = DemoNode::started(setup, {QStringLiteral("root"), Secret("demo pass"), m_client.publicKey()});
        QVERIFY2(bool(node), node ? "" : qPrintable(node.error().message));
        m_node = std::move(*node);
        m_client.trust(m_node->port(), m_node->hostKey());
    }

    void install()
    {
        DemoFaults faults;
        faults.jobs.lengthMs = 50;
        m_node->setFaults(faults);
        QCOMPARE(m_client.said(QStringLiteral("job-start quick install media")).status, 0);
        QCOMPARE(m_client.said(QStringLiteral("job-follow quick 0")).err, QByteArray("state exited 0\n"));
        m_node->setFaults({});
    }

    MachineFacts factsNow() const { return parsedFacts(m_client.said(QStringLiteral("facts")).out); }
    NodeStatus statusNow() const { return statusOf(m_topology, *m_topology.node(QStringLiteral("media-1")), factsNow(), builtInCatalog()); }

    OpenSshClient m_client;
    Topology m_topology;
    std::unique_ptr<DemoNode> m_node;
};

QTEST_GUILESS_MAIN(DemoNodeTest)
#include "demo_node_test.moc"
