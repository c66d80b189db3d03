#include "app/inspect/facts.h"
#include "tests/support/facts_json.h"
#include "tests/support/golden.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {
Installation installationIn(const QString &root)
{
    Installation installation;
    installation.root = root;
    installation.unit = QStringLiteral("openvidu");
    installation.infoFile = QStringLiteral("deployment-info.yaml");
    return installation;
}

/// Runs the script as a node would: /bin/sh reads it from its input.
QByteArray ran(const Script &script, const QString &path)
{
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    environment.insert(QStringLiteral("PATH"), path);
    shell.setProcessEnvironment(environment);
    shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-s")});
    shell.write(script.text.bytes().toByteArray());
    shell.closeWriteChannel();
    return shell.waitForFinished(20000) && shell.exitCode() == 0 ? shell.readAllStandardOutput() : QByteArray();
}

/// A machine that answers with a text after a while.
class Answering : public Machine
{
public:
    QByteArray answer;
    Result<Outcome> run(const Script &script, const OnOutput &onOutput, std::stop_token) override
    {
        verb = script.verb;
        onOutput(Stream::Err, "noise");
        for (qsizetype at = 0; at < answer.size(); at += 7)
            onOutput(Stream::Out, QByteArrayView(answer).sliced(at, std::min<qsizetype>(7, answer.size() - at)));
        return Outcome{0, {}, {}, {}};
    }
    Result<void> put(const QString &, QByteArrayView, int, std::stop_token) override { return {}; }
    Result<QByteArray> get(const QString &, std::stop_token) override { return QByteArray(); }
    QString verb;
};
} // namespace

class FactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outputsAreParsed_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList files = QDir(QStringLiteral(SOURCE_FOLDER "/tests/data/facts")).entryList({QStringLiteral("*.txt")});
        QVERIFY(files.size() >= 5);
        for (const QString &file : files)
            QTest::addRow("%s", qPrintable(file)) << file.chopped(4);
    }

    void outputsAreParsed()
    {
        QFETCH(QString, name);
        QFile file(QStringLiteral(SOURCE_FOLDER "/tests/data/facts/") + name + QStringLiteral(".txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(goldenDifference(QStringLiteral("facts/") + name + QStringLiteral(".json"), factsJson(parsedFacts(file.readAll()))), QString());
    }

    void everyPrefixIsParsed()
    {
        QFile file(QStringLiteral(SOURCE_FOLDER "/tests/data/facts/ubuntu_2404_master_running.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (qsizetype length = 0; length < whole.size() - 8; length += 3)
            QVERIFY(!parsedFacts(whole.left(length)).problems.isEmpty());
        QVERIFY(parsedFacts(whole).problems.isEmpty());
    }

    void scriptDescribesThisMachine()
    {
        QTemporaryDir root;
        QFile file(root.filePath(QStringLiteral("deployment-info.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("version: '3.8.0'\nenvironment: it's");
        file.close();
        const QList<HealthQuestion> questions{{QStringLiteral("nobody"), QStringLiteral("http://127.0.0.1:1/it's?a=$(reboot)&b")}};
        const QByteArray output = ran(factsScript(questions, installationIn(root.path())), qEnvironmentVariable("PATH"));
        const MachineFacts facts = parsedFacts(output);
        QVERIFY2(facts.time.isValid() && facts.time.secsTo(QDateTime::currentDateTimeUtc()) < 20, output.constData());
        QVERIFY(facts.cpus > 0 && facts.memoryKiB > 0 && facts.memoryFreeKiB > 0 && facts.uptimeSeconds > 0 && !facts.bootId.isEmpty());
        QVERIFY(!facts.osId.isEmpty() && !facts.kernel.isEmpty() && !facts.architecture.isEmpty());
        QVERIFY(!facts.disks.isEmpty() && facts.disks.first().path == QLatin1String("/") && facts.disks.first().sizeKiB > 0);
        QCOMPARE(facts.tools.contains(QStringLiteral("bash")), !QStandardPaths::findExecutable(QStringLiteral("bash")).isEmpty());
        QVERIFY(facts.hasInstallation);
        QCOMPARE(facts.installedVersion, QStringLiteral("3.8.0"));
        if (facts.tools.contains(QStringLiteral("curl")))
            QCOMPARE(facts.health.value(QStringLiteral("nobody"), -1), 0);
    }

    void scriptFindsOurListener_data()
    {
        QTest::addColumn<bool>("withIproute");
        QTest::addRow("ss") << true;
        QTest::addRow("/proc/net") << false;
    }

    void scriptFindsOurListener()
    {
        QFETCH(bool, withIproute);
        QTemporaryDir tools;
        QStringList wanted{QStringLiteral("date"), QStringLiteral("id"), QStringLiteral("uname"), QStringLiteral("grep"), QStringLiteral("df"),
                           QStringLiteral("sed"), QStringLiteral("head"), QStringLiteral("hostname")};
        if (withIproute)
            wanted << QStringLiteral("ss") << QStringLiteral("ip");
        for (const QString &tool : wanted)
            QFile::link(QStandardPaths::findExecutable(tool), tools.filePath(tool));
        const QByteArray output = ran(factsScript({}, installationIn(QStringLiteral("/nowhere/at/all"))), tools.path());
        const MachineFacts facts = parsedFacts(output);
        QVERIFY2(!facts.hasInstallation && facts.unitState.isEmpty() && facts.dockerVersion.isEmpty(), output.constData());
        QVERIFY(facts.time.isValid() && facts.cpus > 0 && facts.userId >= 0);
        QCOMPARE(facts.tools.size(), withIproute ? 2 : 0);
        QVERIFY2(output.contains(withIproute ? "LISTEN" : "proc-tcp") || facts.listeners.isEmpty(), output.constData());
    }

    void clockIsComparedWithTheTimeOfAsking()
    {
        Answering machine;
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        machine.answer = QStringLiteral("== time\n%1.%2\n== end\n").arg((now + 5000) / 1000).arg((now + 5000) % 1000, 3, 10, QLatin1Char('0')).toLatin1();
        const Result<MachineFacts> facts = gatherFacts(machine, {}, {});
        QVERIFY(bool(facts));
        QCOMPARE(machine.verb, QStringLiteral("facts"));
        QVERIFY2(qAbs(facts->clockOffsetMs - 5000) < 1000, qPrintable(QString::number(facts->clockOffsetMs)));
        machine.answer.clear();
        QVERIFY(!gatherFacts(machine, {}, {}));
    }
};

QTEST_GUILESS_MAIN(FactsTest)
#include "facts_test.moc"
