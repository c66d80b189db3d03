#include "tests/support/job_trial.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

namespace {
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
    void init() { QCOMPARE(m_node.connect(), QByteArray()); }

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
        const auto started = startJob(m_node.machine(), JobTrial::request(id, script), {});
        VERIFY_OK(started);
        QByteArray got;
        const auto state = m_node.follow(id, got);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), kind);
        QCOMPARE(state->exitStatus, status);
        QCOMPARE(state->signal, signal);
        if (!log.isNull())
            QCOMPARE(got, log);
        VERIFY_OK(cleanJob(m_node.machine(), id, {}));
        const auto gone = m_node.follow(id, got);
        VERIFY_OK(gone);
        QCOMPARE(int(gone->kind), int(JobState::Kind::Absent));
    }

    void startingTwiceStartsOnce()
    {
        const QString id = QStringLiteral("twice.1");
        const JobRequest request = JobTrial::request(id, QStringLiteral("echo once; while [ ! -e /run/go ]; do sleep 0.1; done"));
        for (int i = 0; i < 3; ++i) {
            const auto state = startJob(m_node.machine(), request, {});
            VERIFY_OK(state);
            QCOMPARE(int(state->kind), int(JobState::Kind::Running));
        }
        const auto busy = cleanJob(m_node.machine(), id, {});
        QVERIFY(!busy);
        QCOMPARE(busy.error().kind, ErrorKind::Conflict);
        QCOMPARE(m_node.shell("touch /run/go"), QByteArray());
        QByteArray log;
        VERIFY_OK(m_node.follow(id, log));
        QCOMPARE(log, QByteArray("once\n"));
        const auto again = startJob(m_node.machine(), request, {});
        VERIFY_OK(again);
        QCOMPARE(int(again->kind), int(JobState::Kind::Exited));
    }

    void noLineIsLostOverReconnects()
    {
        const QString id = QStringLiteral("reconnect.1");
        VERIFY_OK(startJob(
            m_node.machine(),
            JobTrial::request(id, QStringLiteral("i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo $i; sleep 0.01; done; exit 6")), {}));
        QByteArray log;
        int cuts = 0;
        for (;;) {
            qsizetype next = log.size() + 150;
            const auto state = followJob(m_node.machine(), id, log.size(),
                                         [&](QByteArrayView bytes) {
                                             log += bytes.toByteArray();
                                             if (log.size() > next && cuts < 5) {
                                                 m_node.sshd().killSessions();
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
            QCOMPARE(m_node.connect(), QByteArray());
        }
        QCOMPARE(log, numbered(300));
        QVERIFY(cuts >= 3);
    }

    void endsWhileNobodyLooks()
    {
        const QString id = QStringLiteral("away.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("echo a; sleep 0.5; echo b; exit 9"))), QByteArray());
        m_node.sshd().killSessions();
        QTest::qWait(1500);
        QCOMPARE(m_node.connect(), QByteArray());
        QByteArray log;
        const auto state = m_node.follow(id, log);
        VERIFY_OK(state);
        QCOMPARE(state->exitStatus, 9);
        QCOMPARE(log, QByteArray("a\nb\n"));
    }

    void followingIsQuick()
    {
        const QString id = QStringLiteral("quick.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("for i in 1 2 3 4 5 6; do sleep 0.4; date +%s.%N; done"))),
                 QByteArray());
        QList<double> delays;
        const auto state = followJob(m_node.machine(), id, 0,
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
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("head -c 52428800 /dev/zero"))), QByteArray());
        qint64 size = 0;
        const auto state = followJob(m_node.machine(), id, 0, [&](QByteArrayView bytes) { size += bytes.size(); }, {});
        VERIFY_OK(state);
        QCOMPARE(size, 52428800);
        VERIFY_OK(cleanJob(m_node.machine(), id, {}));
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
        QCOMPARE(m_node.start(JobTrial::request(id, script)), QByteArray());
        QElapsedTimer timer;
        timer.start();
        const auto state = stopJob(m_node.machine(), id, {});
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Killed));
        QCOMPARE(state->signal, script.startsWith(u't') ? QStringLiteral("KILL") : QStringLiteral("TERM"));
        QVERIFY(timer.elapsed() < 20000);
        QCOMPARE(m_node.sleepers("9765[12]"), QByteArray());
    }

    void stoppingRemovesTheInstallersContainers()
    {
        // A stand-in for docker, private to this sshd's namespace.
        m_node.shell("mkdir -p /run/bin; cat >/run/bin/docker <<'EOF'\n#!/bin/sh\necho \"$*\" >>/run/docker.log\n"
                     "[ \"$1\" = ps ] && printf '%s\\n' 'aaa openvidu/openvidu-installer:3.0.0' 'bbb openvidu/ingress' 'ccc "
                     "openvidu/openvidu-installer'\nexit 0\nEOF\n"
                     "chmod 755 /run/bin/docker; mount --bind /run/bin /usr/local/bin");
        JobRequest request = JobTrial::request(QStringLiteral("containers.1"), QStringLiteral("sleep 97653"));
        request.image = QStringLiteral("openvidu/openvidu-installer");
        QCOMPARE(m_node.start(request), QByteArray());
        VERIFY_OK(stopJob(m_node.machine(), request.id, {}));
        QCOMPARE(m_node.shell("umount /usr/local/bin; grep '^rm' /run/docker.log"), QByteArray("rm -f aaa\nrm -f ccc\n"));
    }

    void theNodeKeepsTheDeadline()
    {
        JobRequest request = JobTrial::request(QStringLiteral("late.1"), QStringLiteral("echo a; sleep 97654"));
        request.deadline = std::chrono::seconds(1);
        QCOMPARE(m_node.start(request), QByteArray());
        QByteArray log;
        const auto state = m_node.follow(request.id, log);
        VERIFY_OK(state);
        QCOMPARE(int(state->kind), int(JobState::Kind::Killed));
        QCOMPARE(state->signal, QStringLiteral("TERM"));
        QCOMPARE(log, QByteArray("a\nThe job reached its deadline and was ended.\n"));
        QCOMPARE(m_node.sleepers("97654"), QByteArray());
    }

    void stoppingTheFollowingLeavesTheJob()
    {
        const QString id = QStringLiteral("leave.1");
        QCOMPARE(m_node.start(JobTrial::request(id, QStringLiteral("echo a; sleep 1; echo b"))), QByteArray());
        std::stop_source stop;
        const auto left = followJob(
            m_node.machine(), id, 0, [&](QByteArrayView) { stop.request_stop(); }, stop.get_token());
        QVERIFY(!left);
        QCOMPARE(left.error().kind, ErrorKind::Stopped);
        QByteArray log;
        const auto state = m_node.follow(id, log);
        VERIFY_OK(state);
        QCOMPARE(state->exitStatus, 0);
        QCOMPARE(log, QByteArray("a\nb\n"));
    }

private:
    JobTrial m_node;
};

QTEST_GUILESS_MAIN(JobTest)
#include "job_test.moc"
