// The built program as a process: arguments in, exit status and texts out.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {
struct Ended
{
    int status = -1;
    QString out, err;
};

Ended ovdeploy(const QStringList &arguments, const QByteArray &input = {}, const QStringList &environment = {})
{
    QProcess process;
    QStringList variables = QProcess::systemEnvironment();
    variables.append(environment);
    process.setEnvironment(variables);
    process.start(QStringLiteral(CLI_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString example(const char *name)
{
    return QStringLiteral(SOURCE_FOLDER "/resources/examples/") + QLatin1String(name) + QStringLiteral("-cluster.ovdeploy.yaml");
}

/// What python3-jsonschema says of a text; empty if it is valid.
QString schemaFault(const QByteArray &json, const QString &schema)
{
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"),
        QStringLiteral("import json,sys,jsonschema\nschema=json.load(open(sys.argv[1]))\nfor line in sys.stdin.read().splitlines():\n    jsonschema.validate(json.loads(line), schema)\n"),
        QStringLiteral(SOURCE_FOLDER "/resources/schemas/") + schema});
    python.write(json);
    python.closeWriteChannel();
    python.waitForFinished(30000);
    return python.exitCode() == 0 ? QString() : QString::fromUtf8(python.readAllStandardError().right(2000));
}
} // namespace

class CommandLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsAsTheTableSays_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("out");
        QTest::addColumn<QString>("err");
        const auto row = [](const char *name, const QStringList &arguments, int status, const char *out, const char *err) {
            QTest::addRow("%s", name) << arguments << status << QString::fromUtf8(out) << QString::fromUtf8(err);
        };
        const QString seed = example("seed"), newest = example("newest");
        row("nothing", {}, 2, "Commands", "");
        row("help", {"help"}, 0, "validate FILE", "");
        row("version", {"--version"}, 0, "ovdeploy-cli", "");
        row("unknown command", {"destroy"}, 2, "", "There is no command `destroy`.");
        row("unknown option", {"validate", seed, "--colour"}, 2, "", "Unknown option 'colour'.");
        row("missing file", {"validate", "/nowhere/at.all"}, 2, "", "/nowhere/at.all");
        row("too few arguments", {"validate"}, 2, "", "`validate` takes FILE");
        row("help of a command", {"deploy", "--help"}, 0, "--resume", "");
        row("seed is valid", {"validate", seed}, 0, "0 errors", "");
        row("newest is valid", {"validate", newest}, 0, "0 errors", "");
        row("explain", {"explain", "V-TOP-1"}, 0, "V-TOP-1", "");
        row("explain nothing", {"explain", "V-XXX-1"}, 2, "", "There is no rule V-XXX-1");
        row("plan", {"plan", seed}, 0, "Install the Master Node: master-1, master-2", "");
        row("commands", {"commands", seed}, 0, "--redis-password='xxxxx'", "");
        row("commands of a node", {"commands", seed, "--node", "media-1"}, 0, "--node-role='media-node'", "");
        row("commands of nobody", {"commands", seed, "--node", "media-9"}, 2, "", "media-9");
        row("guide", {"commands", seed, "--guide"}, 0, "systemctl start openvidu", "");
        row("ports", {"ports", seed}, 0, "7000-7001", "");
        row("ports in an unknown form", {"ports", seed, "--format", "cisco"}, 2, "", "cisco");
        row("secrets of a cluster without a vault", {"secrets", seed, "list"}, 1, "redis-password", "");
        row("secrets, unknown part", {"secrets", seed, "delete"}, 2, "", "delete");
        row("deploy without secrets", {"deploy", seed, "--yes"}, 1, "", "secrets FILE generate");
        row("runs of a cluster that never ran", {"runs", seed, "--state", "/nowhere"}, 0, "", "");
    }

    void endsAsTheTableSays()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, out);
        QFETCH(QString, err);
        QTemporaryDir state;
        const Ended ended = ovdeploy(arguments, {}, {QStringLiteral("XDG_STATE_HOME=") + state.path()});
        QVERIFY2(ended.out.contains(out), qPrintable(ended.out));
        QVERIFY2(ended.err.contains(err), qPrintable(ended.err));
        QTEST(ended.status, "status");
    }

    void badDocumentsAreToldWithTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("err");
        const auto row = [](const char *name, const char *text, const char *err) { QTest::addRow("%s", name) << QByteArray(text) << QString::fromUtf8(err); };
        row("syntax", "format: 1\nid: 0e6d26f2-8546-487a-b2f1-612006a97a1b\nname: [a\n", "line 4");
        row("wrong type", "format: 1\nid: 0e6d26f2-8546-487a-b2f1-612006a97a1b\nname: a\nnodes: many\n", "line 4");
        row("newer format", "format: 99\nname: a\n", "99");
        row("no format", "name: a\n", "format");
        row("hostile name", "format: 1\nid: 0e6d26f2-8546-487a-b2f1-612006a97a1b\nname: a\nnodes:\n  - {name: \"a; reboot\", role: master}\n", "line 5");
        row("newline in a name", "format: 1\nid: 0e6d26f2-8546-487a-b2f1-612006a97a1b\nname: a\nnodes:\n  - {name: \"a\\nb\", role: master}\n", "line 5");
        row("command in a host", "format: 1\nid: 0e6d26f2-8546-487a-b2f1-612006a97a1b\nname: a\nnodes:\n  - {name: m-1, role: master, private-ip: $(x)}\n", "line 5");
        row("markup", "format: 1\nid: 0e6d26f2-8546-487a-b2f1-612006a97a1b\nname: <b>a</b>\n", "line 3");
    }

    void badDocumentsAreToldWithTheirPlace()
    {
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a.ovdeploy.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        const Ended ended = ovdeploy({QStringLiteral("validate"), file.fileName()});
        QCOMPARE(ended.status, 2);
        QFETCH(QString, err);
        QVERIFY2(ended.err.contains(err), qPrintable(ended.err));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }

    void unknownKeysAreKeptAndTold()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.ovdeploy.yaml"));
        QVERIFY(QFile::copy(example("seed"), path));
        QFile file(path);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.open(QIODevice::Append));
        file.write("colour: green\n");
        file.close();
        const Ended ended = ovdeploy({QStringLiteral("validate"), path});
        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.err.contains(QStringLiteral("colour")), qPrintable(ended.err));
    }

    void aNewDocumentIsReadAgain()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("my-cluster.ovdeploy.yaml"));
        const QStringList arguments{"new", path, "--masters", "10.5.0.1,10.5.0.2,10.5.0.3,10.5.0.4", "--media", "10.5.0.11/203.0.113.11,10.5.0.12/203.0.113.12",
                                    "--domain", "openvidu.example.io", "--load-balancer", "10.5.0.5"};
        const Ended made = ovdeploy(arguments);
        QVERIFY2(made.status == 0, qPrintable(made.err));
        const Ended judged = ovdeploy({QStringLiteral("validate"), path});
        QVERIFY2(judged.status == 0, qPrintable(judged.out));
        QCOMPARE(ovdeploy(arguments).status, 2);
    }

    void jsonFollowsItsSchema_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const QString seed = example("seed");
        const QList<QStringList> lines{{"validate", seed}, {"explain", "V-IP-1"}, {"commands", seed}, {"ports", seed}, {"plan", seed}, {"secrets", seed, "list"},
                                       {"runs", seed}, {"validate", "/nowhere"}, {"deploy", seed, "--yes"}};
        for (const QStringList &line : lines)
            QTest::addRow("%s", qPrintable(line.join(u' ').remove(QStringLiteral(SOURCE_FOLDER)))) << line;
    }

    void jsonFollowsItsSchema()
    {
        QFETCH(QStringList, arguments);
        QTemporaryDir state;
        const Ended ended = ovdeploy(arguments + QStringList{QStringLiteral("--json"), QStringLiteral("--state"), state.path()});
        const QJsonObject envelope = QJsonDocument::fromJson(ended.out.toUtf8()).object();
        QCOMPARE(envelope[QStringLiteral("format")].toString(), QStringLiteral("ovdeploy.%1/1").arg(arguments.first()));
        QCOMPARE(envelope[QStringLiteral("exit")].toInt(-1), ended.status);
        QCOMPARE(schemaFault(ended.out.toUtf8(), QStringLiteral("cli.json")), QString());
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
