#include "app/machine/job.h"
#include "tests/support/local_sshd.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

#include <thread>

namespace {
JobRequest requestOf(const QString &id, const QString &script)
{
    JobRequest request;
    request.id = id;
    request.verb = QStringLiteral("install master");
    request.script = script;
    return request;
}

/// Numbered lines, so that a missing or doubled one shows.
QByteArray numbered(int count)
{
    QByteArray lines;
    for (int i = 1; i <= count; ++i)
        lines += QByteArray::number(i) + '\n';
    return lines;
}
} // namespace

class JobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_sshd.problem().isEmpty(), qPrintable(m_sshd.problem())); }

    void init()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        m_machine = *std::move(machine);
    }

    void ends_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("signal");
        QTest::addColumn<QByteArray>("log");
        const auto row = [](const char *name, const char *script, JobState::Kind kind, int status, const char *signal, const char *log) {
            QTest::newRow(name) << QString::fromUtf8(script) << int(kind) << status << QString::fromUtf8(signal) << QByteArray(log);
        };
        row("success", "echo out; echo err >&2", JobState::Kind::Exited, 0, "", "out\nerr\n");
        row("exit 3", "echo a; exit 3; echo b", JobState::Kind::Exited, 3, "", "a\n");
        row("syntax error", "if", JobState::Kind::Exited, 2, "", nullptr);
        row("killed", "echo a; kill -9 $$", JobState::Kind::Killed, -1, "KILL", "a\n");
        row("no stdin", "cat; echo b", JobState::Kind::Exited, 0, "", "b\n");
        row("surroundings", "umask; pwd; echo $HOME $LC_ALL; id -u", JobState::Kind::Exited, 0, "", "0022\n/\n/root C\n0\n");
        row("quotes", "echo 'it'\\''s' \"$(echo \\$x)\" '@@report a b'", JobState::Kind::Exited, 0, "", "it's $x @@report a b\n");
    }

    void ends()
    {
        QFETCH(QString, script);
        QFETCH(int, kind);
        QFETCH(int, status);
        QFETCH(QString, signal);
        QFETCH(QByteArray, log);
        const QString id = QStringLiteral("run1.install@%1.1").arg(QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-'));
        const auto started = startJob(*m_machine, requestOf(id, script), {});
        VERIFY_OK(started);
        QByteArray got;
        const auto state = followed(id, got);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), kind);
        QCOMPARE(state->exitStatus, status);
        QCOMPARE(state->signal, signal);
        if (!log.isNull())
            QCOMPARE(got, log);
        VERIFY_OK(cleanJob(*m_machine, id, {}));
        const auto gone = followed(id, got);
        VERIFY_OK(gone);
        QCOMPARE(int(gone->kind), int(JobState::Kind::Absent));
    }

    void startingTwiceStartsOnce()
    {
        const QString id = QStringLiteral("twice.1");
        const JobRequest request = requestOf(id, QStringLiteral("echo once; while [ ! -e /run/go ]; do sleep 0.1; done"));
        for (int i = 0; i < 3; ++i) {
            const auto state = startJob(*m_machine, request, {});
            VERIFY_OK(state);
            QCOMPARE(int(state->kind), int(JobState::Kind::Running));
        }
        const auto busy = cleanJob(*m_machine, id, {});
        QVERIFY(!busy);
        QCOMPARE(busy.error().kind, ErrorKind::Conflict);
        QCOMPARE(shell("touch /run/go"), QByteArray());
        QByteArray log;
        VERIFY_OK(followed(id, log));
        QCOMPARE(log, QByteArray("once\n"));
        const auto again = startJob(*m_machine, request, {});
        VERIFY_OK(again);
        QCOMPARE(int(again->kind), int(JobState::Kind::Exited));
    }

    void twoStartsAtOnceStartOne()
    {
        for (int round = 0; round < 5; ++round) {
            const QString id = QStringLiteral("race.%1").arg(round);
            const JobRequest request = requestOf(id, QStringLiteral("echo once; sleep 0.3"));
            auto other = openedMachine(m_sshd.target());
            VERIFY_OK(other);
            std::optional<Result<JobState>> second;
            {
                std::jthread thread([&] { second = startJob(**other, request, {}); });
                const auto first = startJob(*m_machine, request, {});
                VERIFY_OK(first);
            }
            VERIFY_OK(*second);
            QByteArray log;
            VERIFY_OK(followed(id, log));
            QCOMPARE(log, QByteArray("once\n"));
        }
    }

    void noLineIsLostOverReconnects()
    {
        const QString id = QStringLiteral("reconnect.1");
        VERIFY_OK(startJob(
            *m_machine, requestOf(id, QStringLiteral("i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo $i; sleep 0.01; done; exit 6")), {}));
        QByteArray log;
        int cuts = 0;
        for (;;) {
            qsizetype next = log.size() + 150;
            const auto state = followJob(*m_machine, id, log.size(),
                                         [&](QByteArrayView bytes) {
                                             log += bytes.toByteArray();
                                             if (log.size() > next && cuts < 5) {
                                                 m_sshd.killSessions();
                                                 next = 1 << 20;
                                                 ++cuts;
                                             }
                                         },
                                         {});
            if (state) {
                QCOMPARE(int(state->kind), int(JobState::Kind::Exited));
                QCOMPARE(state->exitStatus, 6);
                break;
            }
            QCOMPARE(state.error().kind, ErrorKind::Unreachable);
            init();
        }
        QCOMPARE(log, numbered(300));
        QVERIFY(cuts >= 3);
    }

    void endsWhileNobodyLooks()
    {
        const QString id = QStringLiteral("away.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("echo a; sleep 0.5; echo b; exit 9")), {}));
        m_sshd.killSessions();
        QTest::qWait(1500);
        init();
        QByteArray log;
        const auto state = followed(id, log);
        VERIFY_OK(state);
        QCOMPARE(state->exitStatus, 9);
        QCOMPARE(log, QByteArray("a\nb\n"));
    }

    void followingIsQuick()
    {
        const QString id = QStringLiteral("quick.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("for i in 1 2 3 4 5 6; do sleep 0.4; date +%s.%N; done")), {}));
        QList<double> delays;
        const auto state = followJob(*m_machine, id, 0,
                                     [&](QByteArrayView bytes) {
                                         delays.append(double(QDateTime::currentMSecsSinceEpoch()) / 1000 -
                                                       bytes.toByteArray().trimmed().split('\n').last().toDouble());
                                     },
                                     {});
        VERIFY_OK(state);
        std::sort(delays.begin(), delays.end());
        QCOMPARE(delays.size(), 6);
        QVERIFY2(delays[3] < 0.3, qPrintable(QString::number(delays[3]))); // the median: the machine may be busy
    }

    void fiftyMegabytesOfLog()
    {
        const QString id = QStringLiteral("long.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("head -c 52428800 /dev/zero")), {}));
        qint64 size = 0;
        const auto state = followJob(*m_machine, id, 0, [&](QByteArrayView bytes) { size += bytes.size(); }, {});
        VERIFY_OK(state);
        QCOMPARE(size, 52428800);
        VERIFY_OK(cleanJob(*m_machine, id, {}));
    }

    void stoppingEndsTheGroup_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("plain") << QStringLiteral("sleep 97651 & sleep 97651");
        QTest::newRow("deaf to TERM") << QStringLiteral("trap '' TERM; while :; do sleep 97652; done");
    }

    void stoppingEndsTheGroup()
    {
        QFETCH(QString, script);
        const QString id = QStringLiteral("stop.%1").arg(QString::fromLatin1(QTest::currentDataTag()).replace(u' ', u'-'));
        VERIFY_OK(startJob(*m_machine, requestOf(id, script), {}));
        QElapsedTimer timer;
        timer.start();
        const auto state = stopJob(*m_machine, id, {});
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Killed));
        QCOMPARE(state->signal, script.startsWith(u't') ? QStringLiteral("KILL") : QStringLiteral("TERM"));
        QVERIFY(timer.elapsed() < 20000);
        QCOMPARE(runningWith("9765[12]"), QByteArray());
    }

    void stoppingRemovesTheInstallersContainers()
    {
        // A stand-in for docker, private to this sshd's namespace.
        shell("mkdir -p /run/bin; cat >/run/bin/docker <<'EOF'\n#!/bin/sh\necho \"$*\" >>/run/docker.log\n"
              "[ \"$1\" = ps ] && printf '%s\\n' 'aaa openvidu/openvidu-installer:3.0.0' 'bbb openvidu/ingress' 'ccc "
              "openvidu/openvidu-installer'\nexit 0\nEOF\n"
              "chmod 755 /run/bin/docker; mount --bind /run/bin /usr/local/bin");
        JobRequest request = requestOf(QStringLiteral("containers.1"), QStringLiteral("sleep 97653"));
        request.image = QStringLiteral("openvidu/openvidu-installer");
        VERIFY_OK(startJob(*m_machine, request, {}));
        VERIFY_OK(stopJob(*m_machine, request.id, {}));
        QCOMPARE(shell("umount /usr/local/bin; grep '^rm' /run/docker.log"), QByteArray("rm -f aaa\nrm -f ccc\n"));
    }

    void theNodeKeepsTheDeadline()
    {
        JobRequest request = requestOf(QStringLiteral("late.1"), QStringLiteral("echo a; sleep 97654"));
        request.deadline = std::chrono::seconds(1);
        VERIFY_OK(startJob(*m_machine, request, {}));
        QByteArray log;
        const auto state = followed(request.id, log);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Killed));
        QCOMPARE(state->signal, QStringLiteral("TERM"));
        QCOMPARE(log, QByteArray("a\nThe job reached its deadline and was ended.\n"));
        QCOMPARE(runningWith("97654"), QByteArray());
    }

    void stoppingTheFollowingLeavesTheJob()
    {
        const QString id = QStringLiteral("leave.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("echo a; sleep 1; echo b")), {}));
        std::stop_source stop;
        const auto left = followJob(
            *m_machine, id, 0, [&](QByteArrayView) { stop.request_stop(); }, stop.get_token());
        QVERIFY(!left);
        QCOMPARE(left.error().kind, ErrorKind::Stopped);
        QByteArray log;
        const auto state = followed(id, log);
        VERIFY_OK(state);
        QCOMPARE(state->exitStatus, 0);
        QCOMPARE(log, QByteArray("a\nb\n"));
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
            shell("mkdir -p /var/lib/other; mount -t ramfs ramfs /var/lib/other && mount --bind /var/lib/other /run");
        JobRequest request =
            requestOf(onTmpfs ? QStringLiteral("secret.1") : QStringLiteral("secret.2"),
                      QStringLiteral("printf '%s' \"$REDIS_PASSWORD\" | sha256sum; env | grep -c REDIS_PASSWORD; "
                                     "ls /run/ovdeploy/*/secrets /var/lib/ovdeploy/jobs/secret*/secrets 2>/dev/null | wc -l; sleep 0.5"));
        request.secrets.insert(QStringLiteral("redis-password"), Secret(value));
        const auto started = startJob(*m_machine, request, {});
        VERIFY_OK(started);
        QCOMPARE(int(started->kind), int(JobState::Kind::Running));
        QByteArray log;
        const auto state = followed(request.id, log);
        VERIFY_OK(state);
        if (!onTmpfs)
            shell("umount /run; umount /var/lib/other");
        const QByteArray digest = QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex();
        QCOMPARE(log, digest + "  -\n0\n0\n");
        QCOMPARE(shell("grep -rl 'of `two`' /var/lib/ovdeploy /run/ovdeploy; find /run/ovdeploy -mindepth 1"), QByteArray());
    }

    void secretsGoWhenTheStartFails()
    {
        shell("mkdir -p /run/nobin; printf '#!/bin/sh\\nexit 1\\n' >/run/nobin/systemd-run; chmod 755 /run/nobin/systemd-run; "
              "mkdir -p /run/systemd/system; mount --bind /run/nobin /usr/local/bin");
        JobRequest request = requestOf(QStringLiteral("failing.1"), QStringLiteral("echo never"));
        request.secrets.insert(QStringLiteral("redis-password"), Secret("abcdefgh"));
        const auto state = startJob(*m_machine, request, {});
        shell("umount /usr/local/bin; rmdir /run/systemd/system");
        QVERIFY(!state);
        QVERIFY2(state.error().message.contains(QLatin1String("could not be started")), qPrintable(state.error().message));
        QCOMPARE(shell("ls -A /run/ovdeploy; ls -A /var/lib/ovdeploy/jobs | grep -e failing -e new"), QByteArray());
        VERIFY_OK(startJob(*m_machine, request, {})); // the same id may be started again
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
        shell("mv /var/lib/ovdeploy /var/lib/kept 2>/dev/null; " + prepare);
        const auto state = startJob(*m_machine, requestOf(QStringLiteral("judged.1"), QStringLiteral("echo never")), {});
        shell("umount /var/lib/ovdeploy 2>/dev/null; rm -rf /var/lib/ovdeploy /run/elsewhere; mv /var/lib/kept /var/lib/ovdeploy "
              "2>/dev/null");
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::Failed);
        QVERIFY2(state.error().message.contains(says), qPrintable(state.error().message));
    }

    void aFullDiskDoesNotTakeTheStatusAway()
    {
        shell("mv /var/lib/ovdeploy /var/lib/kept 2>/dev/null; mkdir -m 700 /var/lib/ovdeploy; mount -t tmpfs -o size=256k,mode=700 tmpfs "
              "/var/lib/ovdeploy");
        const QString id = QStringLiteral("filling.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("head -c 1000000 /dev/zero; exit 5")), {}));
        qint64 size = 0;
        const auto state = followJob(*m_machine, id, 0, [&](QByteArrayView bytes) { size += bytes.size(); }, {});
        shell("umount /var/lib/ovdeploy; rm -rf /var/lib/ovdeploy; mv /var/lib/kept /var/lib/ovdeploy 2>/dev/null");
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Exited));
        QCOMPARE(state->exitStatus, 5);
        QVERIFY(size > 0 && size < 262144);
    }

    void anotherBootMeansLost()
    {
        const QString id = QStringLiteral("boot.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("sleep 97655")), {}));
        shell("echo another >/var/lib/ovdeploy/jobs/boot.1/boot");
        QByteArray log;
        const auto state = followed(id, log);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Lost));
        shell("cat /proc/sys/kernel/random/boot_id >/var/lib/ovdeploy/jobs/boot.1/boot");
        VERIFY_OK(stopJob(*m_machine, id, {}));
    }

    void killedWithItsSupervisorMeansLost()
    {
        const QString id = QStringLiteral("vanished.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("echo a; sleep 97656")), {}));
        shell("while read -r p s; do kill -s KILL -- -$p; done </var/lib/ovdeploy/jobs/vanished.1/processes 2>/dev/null");
        QByteArray log;
        const auto state = followed(id, log);
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
        const auto state = startJob(*m_machine, requestOf(id, QStringLiteral("echo never")), {});
        QVERIFY(!state);
        QCOMPARE(state.error().kind, ErrorKind::Invalid);
        QVERIFY(!stopJob(*m_machine, id, {}));
        QVERIFY(!cleanJob(*m_machine, id, {}));
    }

    void worksThroughSudo()
    {
        auto machine = openedMachine(m_sshd.target(QStringLiteral("ubuntu")));
        VERIFY_OK(machine);
        m_machine = *std::move(machine);
        const QString id = QStringLiteral("sudo.1");
        VERIFY_OK(startJob(*m_machine, requestOf(id, QStringLiteral("id -un; echo $HOME")), {}));
        QByteArray log;
        VERIFY_OK(followed(id, log));
        QCOMPARE(log, QByteArray("root\n/root\n"));
        QCOMPARE(shell("stat -c '%U %a' /var/lib/ovdeploy /var/lib/ovdeploy/jobs/sudo.1/log"), QByteArray("root 700\nroot 600\n"));
    }

private:
    Result<JobState> followed(const QString &id, QByteArray &log)
    {
        return followJob(*m_machine, id, log.size(), [&log](QByteArrayView bytes) { log += bytes.toByteArray(); }, {});
    }

    QByteArray shell(const QByteArray &text)
    {
        const auto outcome = m_machine->run({QStringLiteral("exec try"), Secret(text)}, {}, {});
        return outcome ? outcome->out : errorOf(outcome);
    }

    /// Command lines on the node in which `pattern` occurs.
    QByteArray runningWith(const QByteArray &pattern)
    {
        return shell("for p in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$p 2>/dev/null; echo; done | grep '^sleep " + pattern + "'");
    }

    LocalSshd m_sshd;
    std::unique_ptr<Machine> m_machine;
};

QTEST_GUILESS_MAIN(JobTest)
#include "job_test.moc"
