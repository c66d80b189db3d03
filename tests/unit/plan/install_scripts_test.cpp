#include "app/plan/install_scripts.h"

#include "app/plan/command_text.h"
#include "tests/support/installer_stage.h"
#include "tests/support/sample_topologies.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <rapidcheck.h>

namespace {
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

} // namespace

class InstallScriptsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_stage = installerStage(); }
    void cleanup() { m_stage.reset(); }
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
    void noValueReachesAShellUnquoted();

private:
    std::unique_ptr<ShellStage> m_stage;
};

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
    QVERIFY(downloadScript(topology, catalog(), topology.nodes.first())
                ->contains(QLatin1String("export https_proxy='http://proxy.example.io:3128'\n")));
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

void InstallScriptsTest::noValueReachesAShellUnquoted()
{
    // Each case runs two shells: fewer than the usual hundred, unless somebody asks for more.
    if (!qEnvironmentVariableIsSet("RC_PARAMS"))
        qputenv("RC_PARAMS", "max_success=50");
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
        m_stage = installerStage();
        const ShellOutcome outcome = install(*m_stage, topology);
        RC_ASSERT(outcome.exitStatus == 0);
        const QString words = QString::fromUtf8(m_stage->content(QStringLiteral("/words")));
        RC_ASSERT(words.contains(QStringLiteral("<--domain-name-or-ip=") + topology.domain + QStringLiteral(">\n")));
        RC_ASSERT(words.contains(QStringLiteral("<--dashboard-admin-user=") + topology.users.first() + QStringLiteral(">\n")));
        RC_ASSERT(words.contains(QStringLiteral("<--master-node-private-ip-list=") + topology.privateIpsOf(Role::Master).join(u',') +
                                 QStringLiteral(">\n")));
        const QJsonObject record = QJsonDocument::fromJson(m_stage->content(QStringLiteral("/var/lib/ovdeploy/cluster.json"))).object();
        RC_ASSERT(record.value(QStringLiteral("name")).toString() == topology.name);
        RC_ASSERT(m_stage->run(installedTest(topology, catalog())).exitStatus == 0);
    });
    QVERIFY(holds);
}

QTEST_GUILESS_MAIN(InstallScriptsTest)
#include "install_scripts_test.moc"
