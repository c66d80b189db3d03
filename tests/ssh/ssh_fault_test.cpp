#include "app/machine/ssh_gate.h"
#include "tests/support/local_sshd.h"
#include "tests/support/odd_server.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sched.h>
#include <thread>
#include <unistd.h>

namespace {
SshOptions quick()
{
    SshOptions options;
    options.agentSocket.clear();
    options.patience = {std::chrono::milliseconds(1500), std::chrono::milliseconds(1500), std::chrono::milliseconds(5000),
                        std::chrono::milliseconds(5000)};
    return options;
}

SshTarget targetAt(const QString &host, int port)
{
    SshTarget target;
    target.host = host;
    target.port = port;
    target.user = QStringLiteral("root");
    return target;
}

SshTarget targetAt(int port)
{
    return targetAt(QStringLiteral("127.0.0.1"), port);
}

/// Opening must fail as Unreachable, naming node and address.
QString unreachable(const SshTarget &target, const SshOptions &options = quick())
{
    const auto machine = openedMachine(target, {}, options);
    if (machine)
        return QStringLiteral("it opened");
    if (machine.error().kind != ErrorKind::Unreachable || machine.error().advice.isEmpty())
        return QStringLiteral("another error: ") + machine.error().message;
    if (!machine.error().message.contains(QStringLiteral("master-1 (")) || !machine.error().message.contains(QString::number(target.port)))
        return QStringLiteral("no place: ") + machine.error().message;
    return machine.error().message;
}
} // namespace

class SshFaultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_sshd.problem().isEmpty(), qPrintable(m_sshd.problem())); }

    void nobodyListens()
    {
        int port = 0;
        {
            const OddServer closed(OddServer::Manner::Silent);
            port = closed.port();
        }
        QCOMPARE(unreachable(targetAt(port)),
                 QStringLiteral("master-1 (127.0.0.1:%1) refused the connection: nothing listens there.").arg(port));
    }

    void unknownNames()
    {
        const QString message = unreachable(targetAt(QStringLiteral("no-such-host.invalid"), 22));
        QVERIFY2(message.startsWith(QLatin1String("No address is known for master-1 (no-such-host.invalid:22)")) ||
                     message.startsWith(QLatin1String("The name server did not answer")),
                 qPrintable(message));
    }

    void noRoute()
    {
        QString message;
        std::thread([&message] {
            if (unshare(CLONE_NEWNET) == 0) // an empty network for this thread: nothing is sent anywhere
                message = unreachable(targetAt(QStringLiteral("10.5.0.1"), 22));
        }).join();
        QCOMPARE(message, QStringLiteral("There is no route to master-1 (10.5.0.1:22)."));
    }

    void noAnswerToTheConnect()
    {
        const OddServer full(OddServer::Manner::Full);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(unreachable(targetAt(full.port())), QStringLiteral("master-1 (127.0.0.1:%1) did not answer in time.").arg(full.port()));
        QVERIFY(timer.elapsed() < 8000);
    }

    void aSilentServer()
    {
        const OddServer silent(OddServer::Manner::Silent);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(unreachable(targetAt(silent.port())),
                 QStringLiteral("master-1 (127.0.0.1:%1) accepts connections, but does not answer as an SSH server.").arg(silent.port()));
        QVERIFY(timer.elapsed() >= 1400 && timer.elapsed() < 8000);
    }

    void stoppingBeforeASilentServer()
    {
        const OddServer silent(OddServer::Manner::Silent), full(OddServer::Manner::Full);
        for (const OddServer *server : {&silent, &full}) {
            std::stop_source stop;
            std::jthread stopper([&stop] {
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
                stop.request_stop();
            });
            QElapsedTimer timer;
            timer.start();
            const auto machine = openedMachine(targetAt(server->port()), {}, {}, stop.get_token());
            QVERIFY(!machine);
            QCOMPARE(machine.error().kind, ErrorKind::Stopped);
            QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        }
    }

    void anotherKindOfServer()
    {
        const OddServer web(OddServer::Manner::Web);
        QElapsedTimer timer;
        timer.start();
        const QString message = unreachable(targetAt(web.port()));
        QVERIFY2(message.startsWith(QStringLiteral("No SSH session with master-1")) ||
                     message.contains(QStringLiteral("closed the connection before greeting")),
                 qPrintable(message));
    }

    void aServerThatHangsUp()
    {
        const OddServer curt(OddServer::Manner::HangsUp);
        const QString message = unreachable(targetAt(curt.port()));
        QCOMPARE(message, QStringLiteral("master-1 (127.0.0.1:%1) closed the connection before greeting.").arg(curt.port()));
        QVERIFY(curt.connections() > 1); // it was tried again
    }

    /// sshd turns connections away while others are logging in; a later try gets through.
    void aBusyServerIsTriedAgain()
    {
        const LocalSshd busy("MaxStartups 1");
        QVERIFY2(busy.problem().isEmpty(), qPrintable(busy.problem()));
        const int held = OddServer::connectTo(busy.port());
        char greeting = 0;
        QVERIFY(held >= 0 && read(held, &greeting, 1) == 1);
        std::jthread release([held] {
            std::this_thread::sleep_for(std::chrono::milliseconds(1200));
            close(held);
        });
        SshOptions options = quick();
        options.patience = {};
        QElapsedTimer timer;
        timer.start();
        VERIFY_OK(openedMachine(busy.target(), {}, options));
        QVERIFY2(timer.elapsed() >= 1000, qPrintable(QString::number(timer.elapsed())));
    }

    /// Wherever the line is cut, there is an error of its own kind and no hanging.
    void theLineIsCutAnywhere()
    {
        int errors = 0, whole = 0;
        for (int bytes = 1; bytes < 9000; bytes += bytes < 60 ? 13 : 311) {
            const OddServer proxy(OddServer::Manner::Proxy, m_sshd.port(), bytes);
            SshTarget target = m_sshd.target();
            target.port = proxy.port();
            auto machine = openedMachine(target, {}, quick());
            if (!machine) {
                QVERIFY2(machine.error().kind == ErrorKind::Unreachable, errorOf(machine).constData());
                ++errors;
                continue;
            }
            const auto outcome = (*machine)->run({QStringLiteral("exec try"), Secret("head -c 20000 /dev/zero; sleep 20")}, {}, {});
            QVERIFY(!outcome);
            QVERIFY2(outcome.error().kind == ErrorKind::Unreachable, errorOf(outcome).constData());
            ++whole;
        }
        QVERIFY(errors > 5);
        QVERIFY(whole > 2);
    }

    void bothFamilies()
    {
        VERIFY_OK(openedMachine(m_sshd.target(), {}, quick()));
        SshTarget named = m_sshd.target();
        named.host = QStringLiteral("localhost"); // ::1 first, where nobody listens
        VERIFY_OK(openedMachine(named, {}, quick()));
        if (!QFile::exists(QStringLiteral("/proc/net/if_inet6")))
            return;
        const LocalSshd six("ListenAddress ::1");
        SshTarget target = six.target();
        target.host = QStringLiteral("::1");
        VERIFY_OK(openedMachine(target, {}, quick()));
        target.pins.clear();
        const auto unknown = openedMachine(target, {}, quick());
        QVERIFY(!unknown && unknown.error().message.contains(QStringLiteral("[::1]:%1").arg(target.port)));
    }

    void loginsAtOneAddressTakeTurns()
    {
        SshGate gate(3);
        std::atomic<int> inside = 0, most = 0, done = 0;
        {
            QList<std::shared_ptr<std::jthread>> threads;
            for (int i = 0; i < 20; ++i)
                threads.append(std::make_shared<std::jthread>([&] {
                    const auto pass = gate.enter(QStringLiteral("a:22"), {});
                    const int now = ++inside;
                    int before = most;
                    while (now > before && !most.compare_exchange_weak(before, now)) {
                    }
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
                    --inside;
                    ++done;
                }));
        }
        QCOMPARE(done.load(), 20);
        QCOMPARE(most.load(), 3);
        const auto first = gate.enter(QStringLiteral("b:22"), {});
        const auto second = gate.enter(QStringLiteral("b:22"), {});
        const auto third = gate.enter(QStringLiteral("b:22"), {});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!gate.enter(QStringLiteral("b:22"), stop.get_token()));
        QVERIFY(gate.enter(QStringLiteral("c:22"), stop.get_token()));
    }

    void manyAtOnceGetIn()
    {
        const LocalSshd narrow("MaxStartups 10:30:100");
        QVERIFY2(narrow.problem().isEmpty(), qPrintable(narrow.problem()));
        QHash<NodeId, SshTarget> targets;
        for (int i = 0; i < 24; ++i)
            targets.insert(QStringLiteral("node-%1").arg(i), narrow.target());
        SshOptions options;
        options.agentSocket.clear();
        const OpenMachine open = sshMachines(targets, {}, options);
        std::atomic<int> opened = 0;
        {
            QList<std::shared_ptr<std::jthread>> threads;
            for (const NodeId &node : targets.keys())
                threads.append(std::make_shared<std::jthread>([&open, &opened, node] {
                    const auto machine = open(node, {});
                    opened += machine ? 1 : 0;
                }));
        }
        QCOMPARE(opened.load(), 24);
    }

private:
    LocalSshd m_sshd;
};

QTEST_GUILESS_MAIN(SshFaultTest)
#include "ssh_fault_test.moc"
