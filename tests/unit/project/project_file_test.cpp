#include "app/project/migrations.h"
#include "app/project/project_file.h"
#include "tests/support/sample_document.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {
struct WrongDocument
{
    const char *name;
    const char *text;
    const char *message;
};

#define HEAD "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: x\n"
// clang-format off
constexpr WrongDocument wrongDocuments[] = {
    {"empty", "", "line 1, column 1: `format` is missing, `format: 1` was expected"},
    {"a list", "- 1\n", "line 1, column 1: a list or a word was found"},
    {"no format", "name: x\n", "line 1, column 1: `format` is missing"},
    {"newer", "format: 2\nfuture: [x]\n", "line 1, column 9: the document has format 2, this program reads formats up to 1"},
    {"format 0", "format: 0\n", "line 1, column 9: there is no document format 0"},
    {"format word", "format: one\n", "line 1, column 9: `format` is `one`, a number from 0 to 1000000 was expected"},
    {"format text", "format: '1'\n", "line 1, column 9: `format` is `1`, a number"},
    {"no id", "format: 1\nname: x\n", "line 1, column 1: `id` is missing"},
    {"no name", "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\n", "line 1, column 1: `name` is missing"},
    {"id climbs", "format: 1\nid: ../../etc\nname: x\n", "line 2, column 5: `id` is `../../etc`, a uuid in lower case was expected"},
    {"nodes a word", HEAD "nodes: many\n", "line 4, column 8: `nodes` is a word, a list was expected"},
    {"nodes a map", HEAD "nodes:\n  a: 1\n", "line 5, column 3: `nodes` is a group of keys, a list was expected"},
    {"node a word", HEAD "nodes:\n- master-1\n", "line 5, column 3: `nodes` is a word, a group of keys was expected"},
    {"node empty", HEAD "nodes:\n-\n", "line 5, column 2: an item of `nodes` is empty"},
    {"node without name", HEAD "nodes:\n- {role: master}\n", "line 5, column 3: `name` is missing"},
    {"node without role", HEAD "nodes:\n- {name: m}\n", "line 5, column 3: `role` is missing"},
    {"unknown role", HEAD "nodes:\n- {name: m, role: boss}\n", "line 5, column 19: `role` is `boss`, one of master, media, single was expected"},
    {"name a list", "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: [x]\n", "line 3, column 7: `name` is a list, a name of letters"},
    {"domain empty", HEAD "domain:\n", "line 4, column 8: `domain` is empty, a domain name"},
    {"port", HEAD "ssh: {port: 0}\n", "line 4, column 13: `port` is `0`, a number from 1 to 65535 was expected"},
    {"port text", HEAD "ssh: {port: ssh}\n", "line 4, column 13: `port` is `ssh`, a number"},
    {"port hex", HEAD "ssh: {port: 0x16}\n", "line 4, column 13: `port` is `0x16`, a number"},
    {"privilege", HEAD "ssh: {privilege: su}\n", "line 4, column 18: `privilege` is `su`, one of root, sudo, doas"},
    {"managed", HEAD "load-balancers:\n- {name: lb, managed: maybe}\n", "line 5, column 23: `managed` is `maybe`, true or false"},
    {"served", HEAD "load-balancers:\n- {name: lb, serves: [https, smtp]}\n", "line 5, column 30: `serves` is `smtp`, one of https, turn, rtmp"},
    {"layout", HEAD "layout: {m: [1, 2, 3]}\n", "line 4, column 13: `m` is no place"},
    {"layout word", HEAD "layout: {m: [1, b]}\n", "line 4, column 17: `m` is `b`, a number"},
    {"layout far", HEAD "layout: {m: [1, 99999999999]}\n", "line 4, column 17: `m` is `99999999999`, a number"},
    {"waiver without reason", HEAD "waivers:\n- {rule: V-TOP-3}\n", "line 5, column 3: `reason` is missing"},
    {"module a map", HEAD "modules: [{a: b}]\n", "line 4, column 11: `modules` is a group of keys, a word"},
    {"digest", HEAD "installer: {sha256: {master: abc}}\n", "line 4, column 30: `master` is `abc`, a SHA-256"},
    {"same name", HEAD "nodes:\n- {name: m, role: master}\n- {name: m, role: media}\n", "line 6, column 10: the name `m` is there for a second time"},
    {"name of a balancer", HEAD "nodes: [{name: m, role: master}]\nload-balancers: [{name: m}]\n", "line 5, column 25: the name `m`"},
    {"broken", HEAD "nodes: [\n", "line 5, column 1: this is not YAML"},
    {"doubled", HEAD "name: y\n", "line 4, column 1: the key `name`"},
};
// clang-format on

Topology largeTopology(int nodes)
{
    Topology topology = fullTopology();
    for (int i = 0; i < nodes; ++i) {
        Node added = topology.nodes[1];
        added.name = QStringLiteral("media-%1").arg(i);
        topology.nodes.append(added);
        topology.layout.insert(added.name, QPoint(i, i));
        topology.hostKeys.insert(added.name, topology.hostKeys.value(QStringLiteral("master-1")));
    }
    return topology;
}
} // namespace

class ProjectFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void examplesAreRead_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("release");
        QTest::newRow("seed") << QStringLiteral(":/examples/seed-cluster.ovdeploy.yaml") << QStringLiteral("3.0.0-beta2");
        QTest::newRow("newest") << QStringLiteral(":/examples/newest-cluster.ovdeploy.yaml") << QStringLiteral("3.9.0");
    }

    void examplesAreRead()
    {
        QFETCH(QString, file);
        QFETCH(QString, release);
        const Result<Project> project = readProject(file);
        QVERIFY2(bool(project), project ? "" : qPrintable(project.error().message));
        QVERIFY(project->notes.isEmpty());
        const Topology &topology = project->topology;
        QCOMPARE(topology.release, release);
        QCOMPARE(topology.kind, QStringLiteral("ha-nlb"));
        QCOMPARE(topology.privateIpsOf(Role::Master).join(u','), QStringLiteral("10.5.0.1,10.5.0.2,10.5.0.3,10.5.0.4"));
        QCOMPARE(topology.privateIpsOf(Role::Media).join(u','), QStringLiteral("10.5.0.11,10.5.0.12"));
        QCOMPARE(topology.nodesOf(Role::Media)[1].publicIp, QStringLiteral("203.0.113.12"));
        QCOMPARE(topology.loadBalancers[0].address, QStringLiteral("10.5.0.5"));
        QCOMPARE(topology.layout.size(), 7);
        const SshTarget target = sshTargetOf(topology, QStringLiteral("media-2"));
        QCOMPARE(target.user + u'@' + target.host, QStringLiteral("ubuntu@10.5.0.12"));
        QVERIFY(target.key.isEmpty() && target.port == 22 && target.privilege == Privilege::Sudo);
        const Result<QByteArray> saved = savedText(*project);
        QVERIFY(saved && *saved == project->text);
    }

    void everythingSurvives()
    {
        const Result<Project> project = parseProject(projectText(fullTopology()));
        QVERIFY2(bool(project), project ? "" : qPrintable(project.error().message));
        QVERIFY(project->topology == fullTopology());
        QVERIFY(project->notes.isEmpty());
        QCOMPARE(projectText(project->topology), projectText(fullTopology()));
    }

    void handWritingIsRead()
    {
        const Result<Project> project = parseProject(handWrittenDocument());
        QVERIFY2(bool(project), project ? "" : qPrintable(project.error().message));
        QCOMPARE(project->topology.modules.join(u','), QStringLiteral("observability,app"));
        QCOMPARE(project->topology.nodes[1].privateIp, QStringLiteral("10.5.0.2"));
        QCOMPARE(project->topology.kind, QStringLiteral("ha-nlb"));
        QVERIFY(project->topology.features.isEmpty());
        QCOMPARE(project->notes.size(), 2);
        QCOMPARE(project->notes[0].rule, QStringLiteral("V-DOC-1"));
        QCOMPARE(project->notes[0].field, QStringLiteral("owner"));
        QVERIFY(project->notes[0].message.startsWith(QStringLiteral("line 6, column 1: ")));
        QVERIFY(project->notes[1].message.startsWith(QStringLiteral("line 22, column 7: ")));
    }

    void wrongDocumentsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        for (const WrongDocument &document : wrongDocuments)
            QTest::newRow(document.name) << QByteArray(document.text) << QString::fromUtf8(document.message);
    }

    void wrongDocumentsAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const Result<Project> project = parseProject(text);
        QVERIFY(!project);
        QCOMPARE(project.error().kind, ErrorKind::Invalid);
        QVERIFY2(project.error().message.startsWith(message), qPrintable(project.error().message));
        QVERIFY(!project.error().advice.isEmpty());
        const Result<Project> named = parseProject(text, QStringLiteral("/home/x/prod.ovdeploy.yaml"));
        QVERIFY(!named);
        QVERIFY2(named.error().message.startsWith(QStringLiteral("prod.ovdeploy.yaml: ") + message), qPrintable(named.error().message));
    }

    void unreadableFilesAreRefused()
    {
        QTemporaryDir folder;
        for (const QString &path : {folder.filePath(QStringLiteral("none.ovdeploy.yaml")), folder.path()}) {
            const Result<Project> project = readProject(path);
            QVERIFY(!project);
            QCOMPARE(project.error().kind, ErrorKind::Invalid);
            QVERIFY(project.error().message.contains(path));
        }
    }

    void olderFormatsAreMigratedStepByStep()
    {
        const QList<Migration> steps{
            {3,
             [](const YamlNode &tree) {
                 YamlNode next = tree;
                 next.entries.append({QStringLiteral("c"), *tree.find(QStringLiteral("b")), {}, {}});
                 return next;
             }},
            {2,
             [](const YamlNode &tree) {
                 YamlNode next = tree;
                 next.entries.append({QStringLiteral("b"), *tree.find(QStringLiteral("a")), {}, {}});
                 return next;
             }},
        };
        const Result<YamlNode> migrated = migratedTree(*readYaml("format: 2\na: x\n"), 2, 4, steps);
        QVERIFY(bool(migrated));
        QVERIFY(sameValue(*migrated, *readYaml("format: 4\na: x\nb: x\nc: x\n")));
        QVERIFY(!migratedTree(*readYaml("format: 1\na: x\n"), 1, 4, steps));
    }

    void largeDocumentsAreReadFast()
    {
        const QByteArray text = projectText(largeTopology(500));
        QElapsedTimer clock;
        clock.start();
        const Result<Project> project = parseProject(text);
        const qint64 reading = clock.restart();
        QVERIFY(bool(project));
        QVERIFY(project->topology == largeTopology(500));
        Project changed = *project;
        changed.topology.layout[QStringLiteral("media-250")] = QPoint(7, 8);
        clock.restart();
        const Result<QByteArray> saved = savedText(changed);
        const qint64 saving = clock.elapsed();
        QVERIFY(bool(saved));
        qInfo("502 nodes, %lld bytes: read %lld ms, saved %lld ms", qint64(text.size()), reading, saving);
        QVERIFY(reading < 1000);
    }
};

QTEST_GUILESS_MAIN(ProjectFileTest)
#include "project_file_test.moc"
