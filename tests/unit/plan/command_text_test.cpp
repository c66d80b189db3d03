#include "app/plan/command_text.h"

#include "app/project/project_file.h"
#include "tests/support/golden.h"
#include "tests/support/sample_topologies.h"

#include <QFile>
#include <QTest>

namespace {
/// Where our line may differ from the document's, and why (facts 1.6).
struct Difference
{
    const char *document;
    const char *ours;
    const char *reason;
};

// clang-format off
constexpr Difference differences[] = {
    {"/pro/ha/latest/", "/pro/ha/3.0.0-beta2/", "I-13: `latest` is another installer today, so the release is pinned"},
    {"--turn-domain-name='openvidu.example.io'", "--turn-domain-name='turn.example.io'", "I-3: the media example gives TURN the main domain, which the text forbids"},
    {"--dashboard-admin-user='xxxxx'", "--dashboard-admin-user='dashboardadmin'", "a user's name is no secret and is printed"},
    {"--mongo-admin-user='xxxxx'", "--mongo-admin-user='mongoadmin'", "a user's name is no secret and is printed"},
    {"--grafana-admin-user='xxxxx'", "--grafana-admin-user='grafanaadmin'", "a user's name is no secret and is printed"},
    {"--default-app-user='xxxxx'", "--default-app-user='calluser'", "a user's name is no secret and is printed"},
    {"--default-app-admin-user='xxxxx'", "--default-app-admin-user='calladmin'", "a user's name is no secret and is printed"},
};
// clang-format on

QString documentText(const QString &role)
{
    QFile file(QStringLiteral(SOURCE_FOLDER "/tests/data/seed/%1_command.txt").arg(role));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString commandOf(const Topology &topology, Role role, CommandForm form = CommandForm::Example)
{
    const Result<SealedText> text = installCommand({topology, builtInCatalog(), role, nullptr}, form);
    return text ? text->masked() : text.error().message;
}
} // namespace

class CommandTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void commandsOfTheDocument_data();
    void commandsOfTheDocument();
    void everyDifferenceIsUsed();
    void wordForWordWithTheDocumentsOwnUsers();
    void guideBeginsWithTheSwitches();
    void withoutTurnThereIsNoFlag();
    void modulesComeInTheReleasesOrder();
    void everyReleaseHasItsCommands_data();
    void everyReleaseHasItsCommands();
    void mediaOfLaterReleasesGetsFewSecrets();
    void announcedAddresses();
    void passthrough();
    void otherBaseAddress();
    void unknownReleaseIsAnError();
    void secretsNeverStandInTheText();
};

void CommandTextTest::commandsOfTheDocument_data()
{
    QTest::addColumn<Role>("role");
    QTest::newRow("master") << Role::Master;
    QTest::newRow("media") << Role::Media;
}

void CommandTextTest::commandsOfTheDocument()
{
    QFETCH(Role, role);
    const QStringList document = documentText(roleId(role)).split(u'\n');
    const Result<Project> example = readProject(QStringLiteral(":/examples/seed-cluster.ovdeploy.yaml"));
    QVERIFY(bool(example));
    const QStringList ours = commandOf(example->topology, role).split(u'\n');
    QVERIFY(document.size() > 10);
    QCOMPARE(ours.size(), document.size());
    for (qsizetype i = 0; i < ours.size(); ++i) {
        QString expected = document[i];
        for (const Difference &difference : differences)
            expected.replace(QLatin1String(difference.document), QLatin1String(difference.ours));
        QCOMPARE(ours[i], expected);
    }
}

void CommandTextTest::everyDifferenceIsUsed()
{
    const QString document = documentText(QStringLiteral("master")) + documentText(QStringLiteral("media"));
    for (const Difference &difference : differences)
        QVERIFY2(document.contains(QLatin1String(difference.document)), difference.reason);
}

void CommandTextTest::wordForWordWithTheDocumentsOwnUsers()
{
    Topology topology = seedTopology();
    for (const char *user : {"dashboard-admin", "mongo-admin", "grafana-admin", "default-app", "default-app-admin"})
        topology.users.insert(QLatin1String(user), QStringLiteral("xxxxx"));
    QString expected = documentText(QStringLiteral("master"));
    QCOMPARE(commandOf(topology, Role::Master), expected.replace(QLatin1String("/latest/"), QLatin1String("/3.0.0-beta2/")));
}

void CommandTextTest::guideBeginsWithTheSwitches()
{
    const QStringList lines = commandOf(seedTopology(), Role::Master, CommandForm::Guide).split(u'\n');
    QCOMPARE(lines[0], QStringLiteral("sh <(curl -fsSL http://get.openvidu.io/pro/ha/3.0.0-beta2/install_ov_master_node.sh) \\"));
    QCOMPARE(lines[1], QStringLiteral("    --no-tty --install \\"));
    QCOMPARE(lines[2], QStringLiteral("    --deployment-type='ha' \\"));
    QCOMPARE(lines[3], QStringLiteral("    --node-role='master-node' \\"));
}

void CommandTextTest::withoutTurnThereIsNoFlag()
{
    Topology topology = seedTopology();
    topology.turnDomain.clear();
    for (const Role role : {Role::Master, Role::Media})
        QVERIFY(!commandOf(topology, role).contains(QLatin1String("turn")));
}

void CommandTextTest::modulesComeInTheReleasesOrder()
{
    Topology topology = seedTopology();
    topology.modules = QStringList{QStringLiteral("app"), QStringLiteral("observability")};
    QVERIFY(commandOf(topology, Role::Master).contains(QLatin1String("--enabled-modules='observability,app'")));
}

void CommandTextTest::everyReleaseHasItsCommands_data()
{
    QTest::addColumn<QString>("release");
    for (const Release &release : builtInCatalog().releases)
        QTest::newRow(qPrintable(release.id)) << release.id;
}

void CommandTextTest::everyReleaseHasItsCommands()
{
    QFETCH(QString, release);
    Topology topology = currentTopology();
    topology.release = release;
    topology.modules = builtInCatalog().release(release)->modules;
    QByteArray texts;
    for (const Role role : {Role::Master, Role::Media}) {
        for (const CommandForm form : {CommandForm::Example, CommandForm::Guide})
            texts += commandOf(topology, role, form).toUtf8() + '\n';
        const Node node = topology.nodesOf(role).first();
        const auto arguments = installerArguments({topology, builtInCatalog(), role, &node}, CommandForm::Run);
        QVERIFY(bool(arguments));
        texts += argumentLine(*arguments).asShell().toUtf8() + "\n\n";
    }
    QCOMPARE(goldenDifference(QStringLiteral("plans/commands-%1.txt").arg(release), texts), QString());
}

void CommandTextTest::mediaOfLaterReleasesGetsFewSecrets()
{
    const Topology topology = currentTopology();
    const auto text = installCommand({topology, builtInCatalog(), Role::Media, nullptr}, CommandForm::Example);
    QVERIFY(bool(text));
    QCOMPARE(text->secretNames(), QStringList{QStringLiteral("redis-password")});
    QVERIFY(commandOf(topology, Role::Master).contains(QLatin1String("--rtc-engine='mediasoup'")));
}

void CommandTextTest::announcedAddresses()
{
    Topology topology = currentTopology();
    topology.features.append(QStringLiteral("announcePublicIp"));
    const Node node = *topology.node(QStringLiteral("media-2"));
    const auto text = installCommand({topology, builtInCatalog(), Role::Media, &node}, CommandForm::Guide);
    QVERIFY(bool(text));
    QVERIFY(text->masked().contains(QLatin1String("--public-ip='203.0.113.12'")));
    QVERIFY(commandOf(topology, Role::Master).contains(QLatin1String("--force-media-node-public-ip")));
    QVERIFY(!commandOf(currentTopology(), Role::Master).contains(QLatin1String("--force-media-node-public-ip")));
}

void CommandTextTest::passthrough()
{
    Topology topology = currentTopology();
    topology.kind = QStringLiteral("ha-nlb-passthrough");
    topology.features.append(QStringLiteral("certificate:owncert"));
    const QString text = commandOf(topology, Role::Master);
    QVERIFY(text.contains(
        QLatin1String("--external-load-balancer \\\n    --internal-tls-termination \\\n    --certificate-type='owncert' \\\n")));
    QVERIFY(text.contains(QLatin1String("--owncert-private-key='xxxxx'")));
}

void CommandTextTest::otherBaseAddress()
{
    Topology topology = seedTopology();
    topology.installer.baseUrl = QStringLiteral("https://mirror.example.io/ov/");
    QVERIFY(
        commandOf(topology, Role::Media)
            .startsWith(QLatin1String("sh <(curl -fsSL https://mirror.example.io/ov/pro/ha/3.0.0-beta2/install_ov_media_node.sh) \\\n")));
    topology.installer.baseUrl = QStringLiteral("http://x/$(reboot)");
    QVERIFY(commandOf(topology, Role::Media).startsWith(QLatin1String("sh <(curl -fsSL 'http://x/$(reboot)/pro/ha/")));
}

void CommandTextTest::unknownReleaseIsAnError()
{
    Topology topology = seedTopology();
    topology.release = QStringLiteral("9.9.9");
    const auto text = installCommand({topology, builtInCatalog(), Role::Master, nullptr}, CommandForm::Example);
    QVERIFY(!text);
    QCOMPARE(text.error().kind, ErrorKind::Invalid);
    QVERIFY(text.error().message.contains(QLatin1String("9.9.9")));
}

void CommandTextTest::secretsNeverStandInTheText()
{
    const Topology topology = seedTopology();
    const auto text = installCommand({topology, builtInCatalog(), Role::Master, nullptr}, CommandForm::Guide);
    QVERIFY(bool(text));
    QVERIFY(text->asShell().contains(QLatin1String("--redis-password=\"$REDIS_PASSWORD\"")));
    QCOMPARE(text->masked().count(QLatin1String("'xxxxx'")), text->secretNames().size());
}

QTEST_GUILESS_MAIN(CommandTextTest)
#include "command_text_test.moc"
