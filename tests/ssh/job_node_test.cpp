#include "tests/support/job_trial.h"

#include <QCryptographicHash>
#include <QTest>
#include <thread>

class JobNodeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QCOMPARE(m_node.connect(), QByteArray()); }

    void twoStartsAtOnceStartOne()
    {
        for (int round = 0; round < 5; ++round) {
            const QString id = QStringLiteral("race.%1").arg(round);
            const JobRequest request = JobTrial::request(id, QStringLiteral("echo once; sleep 0.3"));
            auto other = openedMachine(m_node.sshd().target());
            VERIFY_OK(other);
            std::optional<Result<JobState>> second;
            {
                std::jthread thread([&] { second = startJob(**other, request, {}); });
                const auto first = startJob(m_node.machine(), request, {});
                VERIFY_OK(first);
            }
            VERIFY_OK(*second);
            QByteArray log;
            VERIFY_OK(m_node.follow(id, log));
            QCOMPARE(log, QByteArray("once\n"));
        }
    }

    void secretsStayInMemoryAndGo_data()
    {
        QTest::addColumn<bool>("onTmpfs");
        QTest::newRow("tmpfs") << true;
        QTest::newRow("no tmpfs: by FIFO") << false;
    }

    void secretsStayInMemoryAndGo()
    {
        QFETCH(bool, onTmpfs);
        const QByteArray value = "it's a \"$secret\"\nof `two` lines \\";
        if (!onTmpfs) // any other file system over /run
            m_node.shell("mkdir -p /var/lib/other; mount -t ramfs ramfs /var/lib/other && mount --bind /var/lib/other /run");
        JobRequest request = JobTrial::request(
            onTmpfs ? QStringLiteral("secret.1") : QStringLiteral("secret.2"),
            QStringLiteral("printf '%s' \"$REDIS_PASSWORD\" | sha256sum; env | grep -c REDIS_PASSWORD; "
                           "ls /run/ovdeploy/*/secrets /var/lib/ovdeploy/jobs/secret*/secrets 2>/dev/null | wc -l; sleep 0.5"));
        request.secrets.insert(QStringLiteral("redis-password"), Secret(value));
        const auto started = startJob(m_node.machine(), request, {});
        VERIFY_OK(started);
        QCOMPARE(int(started->kind), int(JobState::Kind::Running));
        QByteArray log;
        const auto state = m_node.follow(request.id, log);
        VERIFY_OK(state);
        if (!onTmpfs)
            m_node.shell("umount /run; umount /var/lib/other");
        const QByteArray digest = QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex();
        QCOMPARE(log, digest + "  -\n0\n0\n");
        QCOMPARE(m_node.shell("grep -rl 'of `two`' /var/lib/ovdeploy /run/ovdeploy; find /run/ovdeploy -mindepth 1"), QByteArray());
    }

    void secretsGoWhenTheStartFails()
    {
        m_node.shell("mkdir -p /run/nobin; printf '#!/bin/sh\\nexit 1\\n' >/run/nobin/systemd-run; chmod 755 /run/nobin/systemd-run; "
                     "mkdir -p /run/systemd/system; mount --bind /run/nobin /usr/local/bin");
        JobRequest request = JobTrial::request(QStringLiteral("failing.1"), QStringLiteral("echo never"));
        request.secrets.insert(QStringLiteral("redis-password"), Secret("abcdefgh"));
        const auto state = startJob(m_node.machine(), request, {});
        m_node.shell("umount /usr/local/bin; rmdir /run/systemd/system");
        QVERIFY(!state);
        QVERIFY2(state.error().message.contains(QLatin1String("could not be started")), qPrintable(state.error().message));
        QCOMPARE(m_node.shell("ls -A /run/ovdeploy; ls -A /var/lib/ovdeploy/jobs | grep -e failing -e new"), QByteArray());
        QCOMPARE(m_node.start(request), QByteArray()); // the same id may be started again
    }

    void foldersAreJudged_data()
    {
        QTest::addColumn<QByteArray>("prepare");
        QTest::addColumn<QString>("says");
        QTest::newRow("link") << QByteArray("mkdir /run/elsewhere; ln -s /run/elsewhere /var/lib/ovdeploy")
                              << QStringLiteral("is a symbolic link");
        QTest::newRow("another's") << QByteArray("mkdir /var/lib/ovdeploy; chown ubuntu /var/lib/ovdeploy")
                                   << QStringLiteral("belongs to somebody else");
        QTest::newRow("full disk") << QByteArray("mkdir /var/lib/ovdeploy; mount -t tmpfs -o size=64k,mode=700 tmpfs /var/lib/ovdeploy; "
                                                 "head -c 200000 /dev/zero >/var/lib/ovdeploy/fill 2>/dev/null")
                                   << QStringLiteral("The disk of the node is full");
    }

    void foldersAreJudged()
    {
        QFETCH(QByteArray, prepare);
        QFETCH(QString, says);
        m_node.shell("mv /var/lib/ovdeploy /var/lib/kept 2>/dev/null; " + prepare);
        const auto state = startJob(m_node.machine(), JobTrial::request(QStringLiteral("judged.1"), QStringLiteral("echo never")), {});
        m_node.shell("umount /var/lib/ovdeploy 2>/dev/null; rm -rf /var/lib/ovdeploy /run/elsewhere; mv /var/lib/kept /var/lib/ovdeploy "
                     "2>/dev/null");
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::Failed);
        QVERIFY2(state.error().message.contains(says), qPrintable(state.error().message));
    }

    void aFullDiskDoesNotTakeTheStatusAway()
    {
        m_node.shell(
            "mv /var/lib/ovdeploy /var/lib/kept 2>/dev/null; mkdir -m 700 /var/lib/ovdeploy; mount -t tmpfs -o size=256k,mode=700 tmpfs "
            "/var/lib/ovdeploy");
        const QString id = QStringLiteral("filling.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("head -c 1000000 /dev/zero; exit 5"))), QByteArray());
        qint64 size = 0;
        const auto state = followJob(m_node.machine(), id, 0, [&](QByteArrayView bytes) { size += bytes.size(); }, {});
        m_node.shell("umount /var/lib/ovdeploy; rm -rf /var/lib/ovdeploy; mv /var/lib/kept /var/lib/ovdeploy 2>/dev/null");
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Exited));
        QCOMPARE(state->exitStatus, 5);
        QVERIFY(size > 0 && size < 262144);
    }

    void anotherBootMeansLost()
    {
        const QString id = QStringLiteral("boot.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("sleep 97655"))), QByteArray());
        m_node.shell("echo another >/var/lib/ovdeploy/jobs/boot.1/boot");
        QByteArray log;
        const auto state = m_node.follow(id, log);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Lost));
        m_node.shell("cat /proc/sys/kernel/random/boot_id >/var/lib/ovdeploy/jobs/boot.1/boot");
        VERIFY_OK(stopJob(m_node.machine(), id, {}));
    }

    void killedWithItsSupervisorMeansLost()
    {
        const QString id = QStringLiteral("vanished.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("echo a; sleep 97656"))), QByteArray());
        m_node.shell("while read -r p s; do kill -s KILL -- -$p; done </var/lib/ovdeploy/jobs/vanished.1/processes 2>/dev/null");
        QByteArray log;
        const auto state = m_node.follow(id, log);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Lost));
        QCOMPARE(log, QByteArray("a\n"));
    }

    void idsAreChecked_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *id : {"", ".", "..", "../x", "a/b", "a b", "a;b", "-a", ".a", "a\nb", "ä"})
            QTest::addRow("'%s'", id) << QString::fromUtf8(id);
        QTest::newRow("long") << QString(121, u'a');
    }

    void idsAreChecked()
    {
        QFETCH(QString, id);
        const auto state = startJob(m_node.machine(), JobTrial::request(id, QStringLiteral("echo never")), {});
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::Invalid);
        QVERIFY(!stopJob(m_node.machine(), id, {}));
        QVERIFY(!cleanJob(m_node.machine(), id, {}));
    }

    void worksThroughSudo()
    {
        QCOMPARE(m_node.connect(QStringLiteral("ubuntu")), QByteArray());
        const QString id = QStringLiteral("sudo.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("id -un; echo $HOME"))), QByteArray());
        QByteArray log;
        VERIFY_OK(m_node.follow(id, log));
        QCOMPARE(log, QByteArray("root\n/root\n"));
        QCOMPARE(m_node.shell("stat -c '%U %a' /var/lib/ovdeploy /var/lib/ovdeploy/jobs/sudo.1/log"), QByteArray("root 700\nroot 600\n"));
    }

private:
    JobTrial m_node;
};

QTEST_GUILESS_MAIN(JobNodeTest)
#include "job_node_test.moc"
