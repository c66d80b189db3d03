#include "app/plan/install_scripts.h"

#include "app/plan/command_text.h"
#include "tests/support/sample_topologies.h"
#include "tests/support/shell_stage.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <rapidcheck.h>

namespace {
const QString scriptPath = QStringLiteral("/var/lib/ovdeploy/installer/3.0.0-beta2/install_ov_master_node.sh");
const QByteArray installer = "#!/bin/sh\necho hello\n";

/// An installer that counts its calls, prints what it was given and ends as the stage's files say.
const QByteArray stubInstaller = R"sh(#!/bin/sh
echo call >>"$STAGE/calls"
for word in "$@"; do printf '<%s>\n' "$word"; done >"$STAGE/words"
env >"$STAGE/environment"
[ ! -f "$STAGE/trouble" ] || { cat "$STAGE/trouble"; [ -f "$STAGE/lasting" ] || rm "$STAGE/trouble"; [ ! -f "$STAGE/half" ] || mkdir -p "$STAGE/opt/openvidu"; exit 1; }
mkdir -p "$STAGE/opt/openvidu"
[ -f "$STAGE/no-info" ] || echo 'version: 3.0.0-beta2' >"$STAGE/opt/openvidu/deployment-info.yaml"
[ -f "$STAGE/no-banner" ] || echo "> OpenVidu HA 'Master Node' Installation Finished Successfully! <"
)sh";

const Catalog &catalog()
{
    return builtInCatalog();
}

QMap<QString, QString> secretsFor(const SealedText &script)
{
    QMap<QString, QString> values;
    for (const QString &name : script.secretNames())
        values.insert(shellVariable(name), QStringLiteral("value of ") + name + QStringLiteral(" '\"$(touch $STAGE/broken) `id` *"));
    return values;
}

SealedText installOf(const Topology &topology)
{
    const Result<SealedText> script = installScript(topology, catalog(), topology.nodes.first());
    return script ? *script : SealedText();
}

ShellOutcome install(const ShellStage &stage, const Topology &topology = seedTopology())
{
    const SealedText script = installOf(topology);
    return stage.run(script.asShell(), secretsFor(script));
}

QString download(const Topology &topology = seedTopology())
{
    const Result<QString> script = downloadScript(topology, catalog(), topology.nodes.first());
    return script ? *script : QString();
}

/// A curl that gives the file `answer` of the stage, and fails as often as `failures` has lines.
const QByteArray stubCurl = R"sh(#!/bin/sh
printf '%s\n' "$*" >>"$STAGE/curl-calls"
if [ -s "$STAGE/failures" ]; then sed -i 1d "$STAGE/failures"; exit 22; fi
while [ "$1" != -o ]; do shift; done
cat "$STAGE/answer" >"$2"
)sh";

std::unique_ptr<ShellStage> freshStage()
{
    auto stage = std::make_unique<ShellStage>();
    stage->addFile(QStringLiteral("/answer"), installer);
    stage->addCommand(QStringLiteral("curl"), stubCurl);
    stage->addFile(scriptPath, stubInstaller);
    return stage;
}
} // namespace

class InstallScriptsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_stage = freshStage(); }
    void cleanup() { m_stage.reset(); }
    void downloadReportsTheDigest();
    void downloadTriesAgain();
    void downloadGivesUp();
    void downloadRefusesWhatIsNoScript_data();
    void downloadRefusesWhatIsNoScript();
    void downloadComparesThePin();
    void installRecordsTheCluster();
    void installPassesSecretsAsWords();
    void installTriesPassingTroublesAgain();
    void installGivesUpAfterThree();
    void installIsNotTriedAgain_data();
    void installIsNotTriedAgain();
    void installNeedsItsProofs_data();
    void installNeedsItsProofs();
    void installRefusesForeignInstallation();
    void environmentOfTheInstaller();
    void doneTest();
    void healthOfProvenProbes();
    void healthWithoutProvenProbes();
    void noValueReachesAShellUnquoted();

private:
    std::unique_ptr<ShellStage> m_stage;
};

void InstallScriptsTest::downloadReportsTheDigest()
{
    const ShellOutcome outcome = m_stage->run(download());
    QCOMPARE(outcome.err, QString());
    QCOMPARE(outcome.exitStatus, 0);
    const QByteArray digest = QCryptographicHash::hash(installer, QCryptographicHash::Sha256).toHex();
    QCOMPARE(outcome.out, QStringLiteral("@@report installer-sha256 %1\n").arg(QString::fromLatin1(digest)));
    QCOMPARE(m_stage->content(scriptPath), installer);
    const QByteArray call = m_stage->content(QStringLiteral("/curl-calls"));
    QVERIFY(call.startsWith("-fsSL --proto =http,https "));
    QVERIFY(call.endsWith(" http://get.openvidu.io/pro/ha/3.0.0-beta2/install_ov_master_node.sh\n"));
}

void InstallScriptsTest::downloadTriesAgain()
{
    m_stage->addFile(QStringLiteral("/failures"), "1\n2\n");
    QCOMPARE(m_stage->run(download()).exitStatus, 0);
    QCOMPARE(m_stage->content(QStringLiteral("/curl-calls")).count('\n'), 3);
}

void InstallScriptsTest::downloadGivesUp()
{
    m_stage->addFile(QStringLiteral("/failures"), QByteArray("x\n").repeated(20));
    const ShellOutcome outcome = m_stage->run(download());
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY(outcome.err.contains(QLatin1String("in 8 attempts")));
    QCOMPARE(m_stage->content(QStringLiteral("/curl-calls")).count('\n'), 8);
}

void InstallScriptsTest::downloadRefusesWhatIsNoScript_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("is empty");
    QTest::newRow("page") << QByteArray("<html>Log in to the hotel's network</html>") << QStringLiteral("is no script");
}

void InstallScriptsTest::downloadRefusesWhatIsNoScript()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, message);
    m_stage->addFile(QStringLiteral("/answer"), answer);
    const ShellOutcome outcome = m_stage->run(download());
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY2(outcome.err.contains(message), qPrintable(outcome.err));
    QVERIFY(!outcome.out.contains(QLatin1String("@@report")));
    QCOMPARE(m_stage->content(scriptPath), stubInstaller);
}

void InstallScriptsTest::downloadComparesThePin()
{
    Topology topology = seedTopology();
    const QString digest = QString::fromLatin1(QCryptographicHash::hash(installer, QCryptographicHash::Sha256).toHex());
    topology.installer.sha256[Role::Master] = digest.toUpper();
    QCOMPARE(m_stage->run(download(topology)).exitStatus, 0);
    topology.installer.sha256[Role::Master] = QString(64, u'0');
    const ShellOutcome outcome = m_stage->run(download(topology));
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY(outcome.err.contains(digest));
}

void InstallScriptsTest::installRecordsTheCluster()
{
    const ShellOutcome outcome = install(*m_stage);
    QCOMPARE(outcome.err, QString());
    QCOMPARE(outcome.exitStatus, 0);
    const QJsonObject record = QJsonDocument::fromJson(m_stage->content(QStringLiteral("/var/lib/ovdeploy/cluster.json"))).object();
    QCOMPARE(record.value(QStringLiteral("cluster")).toString(), seedTopology().id);
    QCOMPARE(record.value(QStringLiteral("node")).toString(), QStringLiteral("master-1"));
    QCOMPARE(record.value(QStringLiteral("role")).toString(), QStringLiteral("master"));
    QCOMPARE(record.value(QStringLiteral("release")).toString(), QStringLiteral("3.0.0-beta2"));
    QVERIFY(!outcome.out.contains(QLatin1String("value of")));
    QCOMPARE(m_stage->content(QStringLiteral("/calls")), QByteArray("call\n"));
}

void InstallScriptsTest::installPassesSecretsAsWords()
{
    const SealedText script = installOf(seedTopology());
    const QMap<QString, QString> values = secretsFor(script);
    QVERIFY(values.size() > 8);
    QCOMPARE(m_stage->run(script.asShell(), values).exitStatus, 0);
    const QString words = QString::fromUtf8(m_stage->content(QStringLiteral("/words")));
    for (const QString &name : script.secretNames()) {
        const QString word = QStringLiteral("<--%1=%2>\n").arg(name, values.value(shellVariable(name)));
        QVERIFY2(words.contains(word), qPrintable(name));
    }
    QVERIFY(!m_stage->exists(QStringLiteral("/broken")));
}

void InstallScriptsTest::installTriesPassingTroublesAgain()
{
    m_stage->addFile(QStringLiteral("/trouble"), "E: Could not get lock /var/lib/dpkg/lock-frontend\n");
    const ShellOutcome outcome = install(*m_stage);
    QCOMPARE(outcome.exitStatus, 0);
    QCOMPARE(m_stage->content(QStringLiteral("/calls")).count('\n'), 2);
    QVERIFY(outcome.out.contains(QLatin1String("attempt 2 of 3")));
}

void InstallScriptsTest::installGivesUpAfterThree()
{
    m_stage->addFile(QStringLiteral("/trouble"), "E: Could not get lock /var/lib/dpkg/lock-frontend\n");
    m_stage->addFile(QStringLiteral("/lasting"), {});
    const ShellOutcome outcome = install(*m_stage);
    QCOMPARE(outcome.exitStatus, 1);
    QCOMPARE(m_stage->content(QStringLiteral("/calls")).count('\n'), 3);
    QVERIFY(!m_stage->exists(QStringLiteral("/var/lib/ovdeploy/cluster.json")));
}

void InstallScriptsTest::installIsNotTriedAgain_data()
{
    QTest::addColumn<QByteArray>("trouble");
    QTest::addColumn<bool>("isHalf");
    QTest::newRow("unknown trouble") << QByteArray("Please run as root\n") << false;
    QTest::newRow("half installed") << QByteArray("Could not get lock /var/lib/dpkg/lock\n") << true;
}

void InstallScriptsTest::installIsNotTriedAgain()
{
    QFETCH(QByteArray, trouble);
    QFETCH(bool, isHalf);
    m_stage->addFile(QStringLiteral("/trouble"), trouble);
    if (isHalf)
        m_stage->addFile(QStringLiteral("/half"), {});
    const ShellOutcome outcome = install(*m_stage);
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY(outcome.err.contains(QLatin1String("status 1")));
    QCOMPARE(m_stage->content(QStringLiteral("/calls")).count('\n'), 1);
}

void InstallScriptsTest::installNeedsItsProofs_data()
{
    QTest::addColumn<QString>("missing");
    QTest::newRow("banner") << QStringLiteral("/no-banner");
    QTest::newRow("info file") << QStringLiteral("/no-info");
}

void InstallScriptsTest::installNeedsItsProofs()
{
    QFETCH(QString, missing);
    m_stage->addFile(missing, {});
    QCOMPARE(install(*m_stage).exitStatus, 1);
    QVERIFY(!m_stage->exists(QStringLiteral("/var/lib/ovdeploy/cluster.json")));
    QVERIFY(m_stage->run(installedTest(seedTopology(), catalog())).exitStatus != 0);
}

void InstallScriptsTest::installRefusesForeignInstallation()
{
    m_stage->addFile(QStringLiteral("/opt/openvidu/docker-compose.yml"), "services:\n");
    const ShellOutcome outcome = install(*m_stage);
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY(outcome.err.contains(QLatin1String("uninstall it first")));
    QVERIFY(!m_stage->exists(QStringLiteral("/calls")));
}

void InstallScriptsTest::environmentOfTheInstaller()
{
    Topology topology = seedTopology();
    topology.installer.images.insert(QStringLiteral("INSTALLER_IMAGE"), QStringLiteral("registry.example.io/o'v:1"));
    topology.installer.images.insert(QStringLiteral("lower; touch $STAGE/broken"), QStringLiteral("x"));
    topology.installer.proxy = QStringLiteral("http://proxy.example.io:3128");
    QCOMPARE(install(*m_stage, topology).exitStatus, 0);
    const QByteArray environment = '\n' + m_stage->content(QStringLiteral("/environment"));
    QVERIFY(environment.contains("\nINSTALLER_IMAGE=registry.example.io/o'v:1\n"));
    QVERIFY(environment.contains("\nhttps_proxy=http://proxy.example.io:3128\n"));
    QVERIFY(environment.contains("\nno_proxy=127.0.0.1,localhost,10.5.0.1,"));
    QVERIFY(!m_stage->exists(QStringLiteral("/broken")));
    QVERIFY(download(topology).contains(QLatin1String("export https_proxy='http://proxy.example.io:3128'\n")));
}

void InstallScriptsTest::doneTest()
{
    const QString test = installedTest(seedTopology(), catalog());
    QVERIFY(m_stage->run(test).exitStatus != 0);
    QCOMPARE(install(*m_stage).exitStatus, 0);
    QCOMPARE(m_stage->run(test).exitStatus, 0);
    Topology other = seedTopology();
    other.id = QStringLiteral("another");
    QCOMPARE(m_stage->run(installedTest(other, catalog())).exitStatus, 1);
    other = seedTopology();
    other.release = QStringLiteral("3.0.0-beta1");
    QCOMPARE(m_stage->run(installedTest(other, catalog())).exitStatus, 1);
}

void InstallScriptsTest::healthOfProvenProbes()
{
    const QString script = healthScript(currentTopology(), catalog(), Role::Master);
    QVERIFY(script.contains(QLatin1String("probe 7880 /health/caddy 200\n")));
    QVERIFY(!script.contains(QLatin1String("9100")));
    m_stage->addCommand(QStringLiteral("curl"), "#!/bin/sh\nprintf 200\n");
    QCOMPARE(m_stage->run(script).exitStatus, 0);
    m_stage->addCommand(QStringLiteral("curl"), "#!/bin/sh\nprintf 503\n");
    const ShellOutcome outcome = m_stage->run(script);
    QCOMPARE(outcome.exitStatus, 1);
    QCOMPARE(outcome.err, QStringLiteral("Port 7880, path /health/caddy: status 503 instead of 200.\n"));
}

void InstallScriptsTest::healthWithoutProvenProbes()
{
    const QString script = healthScript(seedTopology(), catalog(), Role::Master);
    QVERIFY(script.contains(QLatin1String("port='7880'\n")));
    m_stage->addCommand(QStringLiteral("systemctl"), "#!/bin/sh\nexit 3\n");
    QVERIFY(m_stage->run(script).err.contains(QLatin1String("not active")));
    m_stage->addCommand(QStringLiteral("systemctl"), "#!/bin/sh\nexit 0\n");
    const QByteArray header = "#!/bin/sh\nprintf '  sl  local_address rem_address   st\\n   0: ";
    m_stage->addCommand(QStringLiteral("cat"), header + "00000000:1EC8 00000000:0000 0A 00000000\\n'\n");
    QCOMPARE(m_stage->run(script).exitStatus, 0);
    m_stage->addCommand(QStringLiteral("cat"), header + "0100007F:1EC8 0100007F:9999 01 00000000\\n'\n");
    QVERIFY(m_stage->run(script).err.contains(QLatin1String("Nothing listens on TCP port 7880")));
}

void InstallScriptsTest::noValueReachesAShellUnquoted()
{
    const auto hostile = rc::gen::container<std::string>(rc::gen::weightedOneOf<char>(
        {{3, rc::gen::element('\'', '"', '$', '`', '\\', ' ', '\n', ';', '*', '?', '&', '|', '#', '!', '~', '%', '(', ')', '-', '=', '\t')},
         {2, rc::gen::inRange('a', 'z')}}));
    const bool holds = rc::check([this, hostile] {
        Topology topology = seedTopology();
        const auto text = [&hostile] { return QString::fromLatin1(QByteArray::fromStdString(*hostile)); };
        topology.domain = text();
        topology.turnDomain = text() + u'x';
        topology.modules = {text()};
        topology.name = text();
        topology.id = text();
        topology.installer.images.insert(QStringLiteral("INSTALLER_IMAGE"), text());
        topology.installer.baseUrl = text();
        topology.installer.sha256[Role::Master] = text();
        topology.users.insert(QStringLiteral("dashboard-admin"), text() + u'x');
        topology.nodes.first().privateIp = text();
        topology.nodes.first().name = text();
        m_stage = freshStage();
        const ShellOutcome outcome = install(*m_stage, topology);
        RC_ASSERT(outcome.exitStatus == 0);
        const QString words = QString::fromUtf8(m_stage->content(QStringLiteral("/words")));
        RC_ASSERT(words.contains(QStringLiteral("<--domain-name-or-ip=") + topology.domain + QStringLiteral(">\n")));
        RC_ASSERT(words.contains(QStringLiteral("<--dashboard-admin-user=") + topology.users.first() + QStringLiteral(">\n")));
        RC_ASSERT(words.contains(QStringLiteral("<--master-node-private-ip-list=") + topology.privateIpsOf(Role::Master).join(u',') + QStringLiteral(">\n")));
        const QJsonObject record = QJsonDocument::fromJson(m_stage->content(QStringLiteral("/var/lib/ovdeploy/cluster.json"))).object();
        RC_ASSERT(record.value(QStringLiteral("name")).toString() == topology.name);
        RC_ASSERT(m_stage->run(installedTest(topology, catalog())).exitStatus == 0);
    });
    QVERIFY(holds);
}

QTEST_GUILESS_MAIN(InstallScriptsTest)
#include "install_scripts_test.moc"
