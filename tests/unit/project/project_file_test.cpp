#include "app/project/migrations.h"
#include "app/project/project_file.h"
#include "tests/support/sample_document.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {
const QByteArray head = "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: x\n";

QByteArray node(const QByteArray &fields)
{
    return "nodes:\n- {name: m, role: master, " + fields + "}\n";
}

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
        const auto row = [](const char *name, const QByteArray &text, const char *message) {
            QTest::newRow(name) << text << QString::fromUtf8(message);
        };
        row("empty", "", "line 1, column 1: `format` is missing, `format: 1` was expected");
        row("a list", "- 1\n", "line 1, column 1: a list or a word was found");
        row("no format", "name: x\n", "line 1, column 1: `format` is missing");
        row("newer", "format: 2\nfuture: [x]\n", "line 1, column 9: the document has format 2, this program reads formats up to 1");
        row("format 0", "format: 0\n", "line 1, column 9: there is no document format 0");
        row("format word", "format: one\n", "line 1, column 9: `format` is `one`, a number from 0 to 1000000 was expected");
        row("format text", "format: '1'\n", "line 1, column 9: `format` is `1`, a number");
        row("no id", "format: 1\nname: x\n", "line 1, column 1: `id` is missing");
        row("no name", "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\n", "line 1, column 1: `name` is missing");
        row("id climbs", "format: 1\nid: ../../etc\nname: x\n", "line 2, column 5: `id` is `../../etc`, a uuid in lower case was expected");
        row("nodes a word", head + "nodes: many\n", "line 4, column 8: `nodes` is a word, a list was expected");
        row("nodes a map", head + "nodes:\n  a: 1\n", "line 5, column 3: `nodes` is a group of keys, a list was expected");
        row("node a word", head + "nodes:\n- master-1\n", "line 5, column 3: `nodes` is a word, a group of keys was expected");
        row("node empty", head + "nodes:\n-\n", "line 5, column 2: an item of `nodes` is empty");
        row("node without name", head + "nodes:\n- {role: master}\n", "line 5, column 3: `name` is missing");
        row("node without role", head + "nodes:\n- {name: m}\n", "line 5, column 3: `role` is missing");
        row("unknown role", head + "nodes:\n- {name: m, role: boss}\n", "line 5, column 19: `role` is `boss`, one of master, media, single was expected");
        row("name a list", "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: [x]\n", "line 3, column 7: `name` is a list, a name of letters");
        row("domain empty", head + "domain:\n", "line 4, column 8: `domain` is empty, a domain name");
        row("port", head + "ssh: {port: 0}\n", "line 4, column 13: `port` is `0`, a number from 1 to 65535 was expected");
        row("port text", head + "ssh: {port: ssh}\n", "line 4, column 13: `port` is `ssh`, a number");
        row("port hex", head + "ssh: {port: 0x16}\n", "line 4, column 13: `port` is `0x16`, a number");
        row("privilege", head + "ssh: {privilege: su}\n", "line 4, column 18: `privilege` is `su`, one of root, sudo, doas");
        row("managed", head + "load-balancers:\n- {name: lb, managed: maybe}\n", "line 5, column 23: `managed` is `maybe`, true or false");
        row("served", head + "load-balancers:\n- {name: lb, serves: [https, smtp]}\n", "line 5, column 30: `serves` is `smtp`, one of https, turn, rtmp");
        row("layout", head + "layout: {m: [1, 2, 3]}\n", "line 4, column 13: `m` is no place");
        row("layout word", head + "layout: {m: [1, b]}\n", "line 4, column 17: `m` is `b`, a number");
        row("layout far", head + "layout: {m: [1, 99999999999]}\n", "line 4, column 17: `m` is `99999999999`, a number");
        row("waiver without reason", head + "waivers:\n- {rule: V-TOP-3}\n", "line 5, column 3: `reason` is missing");
        row("module a map", head + "modules: [{a: b}]\n", "line 4, column 11: `modules` is a group of keys, a word");
        row("digest", head + "installer: {sha256: {master: abc}}\n", "line 4, column 30: `master` is `abc`, a SHA-256");
        row("same name", head + "nodes:\n- {name: m, role: master}\n- {name: m, role: media}\n", "line 6, column 10: the name `m` is there for a second time");
        row("name of a balancer", head + "nodes: [{name: m, role: master}]\nload-balancers: [{name: m}]\n", "line 5, column 25: the name `m`");
        row("broken", head + "nodes: [\n", "line 5, column 1: this is not YAML");
        row("doubled", head + "name: y\n", "line 4, column 1: the key `name`");
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

    /// Each place takes none of the words that could do harm in a shell, a path, an option, a script or a window.
    void hostileWordsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after) { QTest::newRow(name) << before << after; };
        row("cluster name", "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: ", "\n");
        row("cluster id", "format: 1\nname: x\nid: ", "\n");
        row("release", head + "release: ", "\n");
        row("kind", head + "kind: ", "\n");
        row("domain", head + "domain: ", "\n");
        row("turn domain", head + "turn-domain: ", "\n");
        row("engine", head + "engine: ", "\n");
        row("module", head + "modules: [", "]\n");
        row("feature", head + "features: [", "]\n");
        row("account", head + "users: {mongo-admin: ", "}\n");
        row("account kind", head + "users: {", ": x}\n");
        row("base url", head + "installer: {base-url: ", "}\n");
        row("proxy", head + "installer: {proxy: ", "}\n");
        row("image", head + "installer: {images: {a: ", "}}\n");
        row("ssh user", head + "ssh: {user: ", "}\n");
        row("ssh host", head + "ssh: {host: ", "}\n");
        row("ssh key", head + "ssh: {key: ", "}\n");
        row("ssh port", head + "ssh: {port: ", "}\n");
        row("jump", head + "ssh: {jump: [", "]}\n");
        row("node name", head + "nodes: [{role: master, name: ", "}]\n");
        row("role", head + "nodes: [{name: m, role: ", "}]\n");
        row("private ip", head + "nodes: [{name: m, role: master, private-ip: ", "}]\n");
        row("public ip", head + "nodes: [{name: m, role: master, public-ip: ", "}]\n");
        row("node user", head + "nodes: [{name: m, role: master, ssh: {user: ", "}}]\n");
        row("balancer name", head + "load-balancers: [{name: ", "}]\n");
        row("flavour", head + "load-balancers: [{name: lb, flavour: ", "}]\n");
        row("address", head + "load-balancers: [{name: lb, address: ", "}]\n");
        row("certificate", head + "load-balancers: [{name: lb, certificate: {key: ", "}}]\n");
        row("rule", head + "waivers: [{reason: x, rule: ", "}]\n");
        row("waived object", head + "waivers: [{reason: x, rule: V-1, object: ", "}]\n");
        row("pinned node", head + "host-keys: {", ": []}\n");
        row("host key", head + "host-keys: {m: [", "]}\n");
        row("placed node", head + "layout: {", ": [1, 2]}\n");
    }

    void hostileWordsAreRefused()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        for (const char *word : {"a; reboot", "$(x)", "`id`", "<b>", "-oProxyCommand=x", "--", "a b", "a\\nb", "\\na", "a\\n", "a\\u0000b", "a|b", "a&b", "a'b", "a\\\"b",
                                 "a\\\\b", "../a", "a/../b c", "a%sb", "*", "", " ", "a\\u202eb", "\\u0430dmin", "${IFS}", "a\\tb", "\\u001b[31m", "{{ x }}", "#x"}) {
            const Result<Project> project = parseProject(before + '"' + word + '"' + after);
            QVERIFY2(!project, QByteArray(before + word).constData());
            QVERIFY(project.error().message.startsWith(QStringLiteral("line ")));
            QVERIFY(!project.error().message.contains(u'\x1b') && !project.error().message.contains(u'\n'));
        }
    }

    void freeTextIsOneVisibleLine()
    {
        for (const char *word : {"a\\nb", "a\\u202eb", "\\u001b[31m", "a\\u0000", ""})
            QVERIFY2(!parseProject(head + "waivers: [{rule: V-1, reason: \"" + word + "\"}]\n"), word);
        const Result<Project> project = parseProject(head + "waivers: [{rule: V-1, reason: \"<b> \xC3\xBC; $(x)\"}]\n");
        QVERIFY(bool(project));
        QCOMPARE(project->topology.waivers[0].reason, QString::fromUtf8("<b> ü; $(x)"));
    }

    void usualWordsAreTaken_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *address : {"10.5.0.1", "node1.example.io", "fe80::1", "fe80::1%eth0", "2001:db8::a", "my_host", "::1"})
            QTest::addRow("address %s", address) << node(QByteArray("private-ip: '") + address + '\'');
        for (const char *key : {"~/.ssh/id_ed25519", "/root/.ssh/id", "~/keys/prod@2024.pem"})
            QTest::addRow("key %s", key) << node(QByteArray("ssh: {key: ") + key + '}');
        for (const char *user : {"root", "ubuntu", "_svc", "marek.n", "deploy-1", "marek@corp.example.io"})
            QTest::addRow("user %s", user) << node(QByteArray("ssh: {user: ") + user + '}');
        for (const char *jump : {"gate", "ops@gate:2222", "'[fe80::1]:22'", "10.0.0.1"})
            QTest::addRow("jump %s", jump) << node(QByteArray("ssh: {jump: [") + jump + "]}");
        for (const char *url : {"http://get.openvidu.io", "https://mirror.example.io:8443/pro/ha", "'http://[fe80::1]:80/x'"})
            QTest::addRow("url %s", url) << QByteArray("installer: {base-url: ") + url + "}\n";
        for (const char *key : {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ", "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlz==", "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1l="})
            QTest::addRow("pin %s", key) << QByteArray("host-keys: {m: [\"") + key + "\"]}\n";
    }

    void usualWordsAreTaken()
    {
        QFETCH(QByteArray, text);
        const Result<Project> project = parseProject(head + text);
        QVERIFY2(bool(project), project ? "" : qPrintable(project.error().message));
        QVERIFY(project->notes.isEmpty());
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
            {3, [](const YamlNode &tree) { YamlNode next = tree; next.entries.append({QStringLiteral("c"), *tree.find(QStringLiteral("b")), {}, {}}); return next; }},
            {2, [](const YamlNode &tree) { YamlNode next = tree; next.entries.append({QStringLiteral("b"), *tree.find(QStringLiteral("a")), {}, {}}); return next; }},
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
