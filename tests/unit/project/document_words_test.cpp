#include "app/project/project_file.h"

#include <QTest>

namespace {
struct Place
{
    const char *name;
    const char *before;
    const char *after;
};

#define HEAD "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: x\n"
// clang-format off
constexpr Place places[] = {
    {"cluster name", "format: 1\nid: 6f0c1b1e-0000-4000-8000-0123456789ab\nname: ", "\n"},
    {"cluster id", "format: 1\nname: x\nid: ", "\n"},
    {"release", HEAD "release: ", "\n"},
    {"kind", HEAD "kind: ", "\n"},
    {"domain", HEAD "domain: ", "\n"},
    {"turn domain", HEAD "turn-domain: ", "\n"},
    {"engine", HEAD "engine: ", "\n"},
    {"module", HEAD "modules: [", "]\n"},
    {"feature", HEAD "features: [", "]\n"},
    {"account", HEAD "users: {mongo-admin: ", "}\n"},
    {"account kind", HEAD "users: {", ": x}\n"},
    {"base url", HEAD "installer: {base-url: ", "}\n"},
    {"proxy", HEAD "installer: {proxy: ", "}\n"},
    {"image", HEAD "installer: {images: {a: ", "}}\n"},
    {"ssh user", HEAD "ssh: {user: ", "}\n"},
    {"ssh host", HEAD "ssh: {host: ", "}\n"},
    {"ssh key", HEAD "ssh: {key: ", "}\n"},
    {"ssh port", HEAD "ssh: {port: ", "}\n"},
    {"jump", HEAD "ssh: {jump: [", "]}\n"},
    {"node name", HEAD "nodes: [{role: master, name: ", "}]\n"},
    {"role", HEAD "nodes: [{name: m, role: ", "}]\n"},
    {"private ip", HEAD "nodes: [{name: m, role: master, private-ip: ", "}]\n"},
    {"public ip", HEAD "nodes: [{name: m, role: master, public-ip: ", "}]\n"},
    {"node user", HEAD "nodes: [{name: m, role: master, ssh: {user: ", "}}]\n"},
    {"balancer name", HEAD "load-balancers: [{name: ", "}]\n"},
    {"flavour", HEAD "load-balancers: [{name: lb, flavour: ", "}]\n"},
    {"address", HEAD "load-balancers: [{name: lb, address: ", "}]\n"},
    {"certificate", HEAD "load-balancers: [{name: lb, certificate: {key: ", "}}]\n"},
    {"rule", HEAD "waivers: [{reason: x, rule: ", "}]\n"},
    {"waived object", HEAD "waivers: [{reason: x, rule: V-1, object: ", "}]\n"},
    {"pinned node", HEAD "host-keys: {", ": []}\n"},
    {"host key", HEAD "host-keys: {m: [", "]}\n"},
    {"placed node", HEAD "layout: {", ": [1, 2]}\n"},
};
// clang-format on
const QByteArray head = HEAD;

QByteArray node(const QByteArray &fields)
{
    return "nodes:\n- {name: m, role: master, " + fields + "}\n";
}
} // namespace

class DocumentWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each place takes none of the words that could do harm in a shell, a path, an option, a script or a window.
    void hostileWordsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        for (const Place &place : places)
            QTest::newRow(place.name) << QByteArray(place.before) << QByteArray(place.after);
    }

    void hostileWordsAreRefused()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        for (const char *word :
             {"a; reboot", "$(x)", "`id`",      "<b>",         "-oProxyCommand=x", "--",     "a b",         "a\\nb",    "\\na", "a\\n",
              "a\\u0000b", "a|b",  "a&b",       "a'b",         "a\\\"b",           "a\\\\b", "../a",        "a/../b c", "a%sb", "*",
              "",          " ",    "a\\u202eb", "\\u0430dmin", "${IFS}",           "a\\tb",  "\\u001b[31m", "{{ x }}",  "#x"}) {
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
        for (const char *key : {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ",
                                "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlz==", "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1l="})
            QTest::addRow("pin %s", key) << QByteArray("host-keys: {m: [\"") + key + "\"]}\n";
    }

    void usualWordsAreTaken()
    {
        QFETCH(QByteArray, text);
        const Result<Project> project = parseProject(head + text);
        QVERIFY2(bool(project), project ? "" : qPrintable(project.error().message));
        QVERIFY(project->notes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(DocumentWordsTest)
#include "document_words_test.moc"
