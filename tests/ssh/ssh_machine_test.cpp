#include "tests/support/local_sshd.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

namespace {
Script scriptOf(const QByteArray &text, bool asRoot = true, std::chrono::milliseconds deadline = std::chrono::seconds(20))
{
    return {QStringLiteral("exec try"), Secret(text), asRoot, deadline};
}
} // namespace

class SshMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_sshd.problem().isEmpty(), qPrintable(m_sshd.problem())); }

    void runsScripts()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        for (int i = 0; i < 3; ++i) { // several on one connection
            const auto outcome = (*machine)->run(scriptOf("id -u; echo err >&2; exit 4"), {}, {});
            VERIFY_OK(outcome);
            QCOMPARE(outcome->exitStatus, 4);
            QCOMPARE(outcome->signal, QString());
            QCOMPARE(outcome->out, QByteArray("0\n"));
            QCOMPARE(outcome->err, QByteArray("err\n"));
        }
    }

    void usersAndPrivileges_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<bool>("asRoot");
        for (const char *user : {"root", "ubuntu", "deploy"}) {
            QTest::addRow("%s as root", user) << QString::fromLatin1(user) << QByteArray("root\n") << true;
            QTest::addRow("%s as themselves", user) << QString::fromLatin1(user) << QByteArray(user) + '\n' << false;
        }
        for (const char *odd : {"fish", "tcsh"})
            if (m_sshd.hasUser(QLatin1String(odd)))
                QTest::addRow("login shell %s", odd) << QString::fromLatin1(odd) << QByteArray("root\n") << true;
    }

    void usersAndPrivileges()
    {
        QFETCH(QString, user);
        QFETCH(QByteArray, who);
        QFETCH(bool, asRoot);
        SecretSet access;
        access.insert(QStringLiteral("sudo-password@master-1"), Secret("right-password"));
        auto machine = openedMachine(m_sshd.target(user), access);
        VERIFY_OK(machine);
        for (int i = 0; i < 2; ++i) {
            const auto outcome = (*machine)->run(scriptOf("id -un; cat; exit 3", asRoot), {}, {});
            VERIFY_OK(outcome);
            QCOMPARE(outcome->out, who);
            QCOMPARE(outcome->err, QByteArray()); // neither prompt nor lecture
            QCOMPARE(outcome->exitStatus, 3);
        }
    }

    void theLoginPasswordServesSudoToo()
    {
        SecretSet access;
        access.insert(QStringLiteral("ssh-password"), Secret("right-password"));
        auto machine = openedMachine(m_sshd.target(QStringLiteral("deploy")), access);
        VERIFY_OK(machine);
        const auto outcome = (*machine)->run(scriptOf("id -un"), {}, {});
        VERIFY_OK(outcome);
        QCOMPARE(outcome->out, QByteArray("root\n"));
    }

    void privilegeRefused_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QString>("says");
        QTest::newRow("wrong password") << QStringLiteral("deploy") << QByteArray("wrong-password")
                                        << QStringLiteral("did not accept the password");
        QTest::newRow("no password") << QStringLiteral("deploy") << QByteArray()
                                     << QStringLiteral("asks for a password, and none is known");
        QTest::newRow("not in sudoers") << QStringLiteral("guest") << QByteArray("right-password")
                                        << QStringLiteral("guest is not in the sudoers file");
    }

    void privilegeRefused()
    {
        QFETCH(QString, user);
        QFETCH(QByteArray, password);
        QFETCH(QString, says);
        SecretSet access;
        access.insert(QStringLiteral("sudo-password"), Secret(password));
        auto machine = openedMachine(m_sshd.target(user), access);
        VERIFY_OK(machine);
        const auto outcome = (*machine)->run(scriptOf("id -un"), {}, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::LoginRefused);
        QVERIFY2(outcome.error().message.contains(says), qPrintable(outcome.error().message));
        QVERIFY(!outcome.error().message.contains(QString::fromLatin1("wrong-password")));
        const auto plain = (*machine)->run(scriptOf("echo still here", false), {}, {}); // the session is unharmed
        VERIFY_OK(plain);
        QCOMPARE(plain->out, QByteArray("still here\n"));
    }

    void signalsAreTold()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        const auto outcome = (*machine)->run(scriptOf("kill -KILL $$"), {}, {});
        VERIFY_OK(outcome);
        QCOMPARE(outcome->signal, QStringLiteral("KILL"));
        QCOMPARE(outcome->exitStatus, -1);
        QVERIFY(!outcome->isSuccess());
    }

    void fiftyMegabytesStream()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        qint64 out = 0, err = 0;
        const auto count = [&](Stream stream, QByteArrayView bytes) { (stream == Stream::Out ? out : err) += bytes.size(); };
        const auto outcome = (*machine)->run(scriptOf("head -c 52428800 /dev/zero & head -c 5242880 /dev/zero >&2; wait"), count, {});
        VERIFY_OK(outcome);
        QVERIFY(outcome->isSuccess());
        QCOMPARE(out, 52428800);
        QCOMPARE(err, 5242880);
        QVERIFY(outcome->out.isEmpty());
    }

    void keptOutputIsBounded()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        const auto whole = (*machine)->run(scriptOf("head -c 16777216 /dev/zero"), {}, {});
        VERIFY_OK(whole);
        QCOMPARE(whole->out.size(), 16777216);
        const auto endless = (*machine)->run(scriptOf("cat /dev/zero"), {}, {});
        QVERIFY(!endless);
        QCOMPARE(endless.error().kind, ErrorKind::Failed);
        QVERIFY(isGone("cat /dev/zero"));
    }

    void outputComesAtOnce()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        QElapsedTimer timer;
        qint64 first = -1;
        timer.start();
        const auto outcome = (*machine)->run(scriptOf("echo first; sleep 2"), [&](Stream, QByteArrayView) { first = timer.elapsed(); }, {});
        VERIFY_OK(outcome);
        QVERIFY2(first >= 0 && first < 1500, qPrintable(QString::number(first)));
    }

    void aProcessLeftBehindHoldsNothingUp()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        QElapsedTimer timer;
        timer.start();
        const auto outcome = (*machine)->run(scriptOf("sleep 30 & echo done"), {}, {});
        VERIFY_OK(outcome);
        QCOMPARE(outcome->out, QByteArray("done\n"));
        QVERIFY2(timer.elapsed() < 10000, qPrintable(QString::number(timer.elapsed())));
    }

    void theDeadlineEndsTheProcess()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        QElapsedTimer timer;
        timer.start();
        const auto outcome = (*machine)->run(scriptOf("sleep 98761", true, std::chrono::milliseconds(700)), {}, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Failed);
        QVERIFY2(outcome.error().message.contains(QLatin1String("did not end within 0.7 s")), qPrintable(outcome.error().message));
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(isGone("sleep 98761"));
    }

    void stoppingEndsTheProcess_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("script");
        QTest::newRow("root") << QStringLiteral("root") << QByteArray("sleep 98762; echo never");
        QTest::newRow("sudo") << QStringLiteral("ubuntu") << QByteArray("sleep 98763 & sleep 98763; echo never");
        QTest::newRow("sudo with a password") << QStringLiteral("deploy") << QByteArray("sleep 98764");
        QTest::newRow("deaf to TERM") << QStringLiteral("root") << QByteArray("trap '' TERM; while :; do sleep 98765; done");
    }

    void stoppingEndsTheProcess()
    {
        QFETCH(QString, user);
        QFETCH(QByteArray, script);
        SecretSet access;
        access.insert(QStringLiteral("sudo-password"), Secret("right-password"));
        auto machine = openedMachine(m_sshd.target(user), access);
        VERIFY_OK(machine);
        std::stop_source stop;
        QElapsedTimer timer;
        const auto begun = [&](Stream, QByteArrayView) {
            timer.start();
            stop.request_stop();
        };
        const auto outcome = (*machine)->run(scriptOf("echo begun\n" + script), begun, stop.get_token());
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Stopped);
        QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(isGone(script.mid(script.indexOf("sleep"), 11)));
        const auto next = (*machine)->run(scriptOf("echo unharmed"), {}, {});
        VERIFY_OK(next);
        QCOMPARE(next->out, QByteArray("unharmed\n"));
    }

    /// Wherever the stop falls (connecting, key exchange, login, channel, script), it ends at once and nothing stays behind.
    void stoppingAtEveryPoint()
    {
        int openings = 0, runs = 0;
        for (int after = 0; after <= 400; after += 10) {
            std::stop_source stop;
            std::jthread stopper([&stop, after] {
                std::this_thread::sleep_for(std::chrono::milliseconds(after));
                stop.request_stop();
            });
            auto machine = openedMachine(m_sshd.target(), {}, {}, stop.get_token());
            if (!machine) {
                QCOMPARE(machine.error().kind, ErrorKind::Stopped);
                ++openings;
                continue;
            }
            const auto outcome = (*machine)->run(scriptOf("sleep 98766"), {}, stop.get_token());
            QVERIFY(!outcome);
            QCOMPARE(outcome.error().kind, ErrorKind::Stopped);
            ++runs;
        }
        QVERIFY(openings > 0);
        QVERIFY(runs > 0);
        QVERIFY(isGone("sleep 98766"));
    }

    void aCutConnectionIsTold()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        QByteArray got;
        const auto cut = [&](Stream, QByteArrayView bytes) {
            got += bytes;
            m_sshd.killSessions();
        };
        const auto outcome = (*machine)->run(scriptOf("echo begun; sleep 98767"), cut, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Unreachable);
        QVERIFY2(outcome.error().message.startsWith(QLatin1String("The connection to master-1 (127.0.0.1:")),
                 qPrintable(outcome.error().message));
        QCOMPARE(got, QByteArray("begun\n"));
        const auto after = (*machine)->run(scriptOf("echo never"), {}, {});
        QVERIFY(!after);
        QCOMPARE(after.error().kind, ErrorKind::Unreachable);
    }

private:
    /// No process with this command line runs on the node (its process namespace is its own).
    bool isGone(const QByteArray &command)
    {
        auto machine = openedMachine(m_sshd.target());
        if (!machine)
            return false;
        const auto outcome =
            (*machine)->run(scriptOf("for p in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$p 2>/dev/null; echo; done"), {}, {});
        return outcome && !outcome->out.contains('\n' + command + " \n") && outcome->out.contains("sshd");
    }

    LocalSshd m_sshd;
};

QTEST_GUILESS_MAIN(SshMachineTest)
#include "ssh_machine_test.moc"
