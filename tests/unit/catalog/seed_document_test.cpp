// The source document's own tables and commands, word for word, against the rows of its era.
#include "app/catalog/catalog.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace {
const QString kind = QStringLiteral("ha-nlb");

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
}

/// `tcp 7000-7001 master,media optional`
QString lineOf(const PortRule &rule)
{
    const bool isOptional = rule.requirement == PortRule::Requirement::Conditional || rule.requirement == PortRule::Requirement::Optional;
    return QStringLiteral("%1 %2 %3 %4")
        .arg(rule.protocol, rule.portText(), rule.sourceRoles.join(u','),
             isOptional ? QStringLiteral("optional") : QStringLiteral("needed"));
}

QStringList documentedLines(const QString &target)
{
    const Catalog &catalog = builtInCatalog();
    QStringList lines;
    for (const PortRule &rule : catalog.ports) {
        if (rule.basis == QLatin1String("documented") && rule.targetRole == target && rule.kinds.contains(kind) &&
            catalog.holds(rule.releases, QStringLiteral("3.0.0-beta2")))
            lines.append(lineOf(rule));
    }
    lines.sort();
    return lines;
}

/// The flags of a form in their order, with everything on that the documents' examples have on.
QStringList flagsOf(Role role, const QString &release, const QString &form)
{
    static const QSet<QString> active{QStringLiteral("module:observability"), QStringLiteral("module:v2compatibility"),
                                      QStringLiteral("module:app"), QStringLiteral("module:openviduMeet"),
                                      QStringLiteral("feature:turnTls")};
    const Catalog &catalog = builtInCatalog();
    const CommandLine *line = catalog.commandLine(kind, role, release);
    QStringList flags;
    for (const QString &flag : line ? line->order : QStringList()) {
        const InstallOption *option = catalog.option(flag, role, kind, release);
        if (option && option->forms.contains(form) && option->when.holds(active))
            flags.append(flag);
    }
    return flags;
}

// clang-format off
constexpr char callMaster[] =
    "--livekit-api-key --livekit-api-secret --dashboard-admin-user --dashboard-admin-password --redis-password --minio-access-key "
    "--minio-secret-key --mongo-admin-user --mongo-admin-password --mongo-replica-set-key --grafana-admin-user --grafana-admin-password "
    "--default-app-user --default-app-password --default-app-admin-user --default-app-admin-password --external-load-balancer";
constexpr char meetMaster[] =
    "--livekit-api-key --livekit-api-secret --dashboard-admin-user --dashboard-admin-password --redis-password --minio-access-key "
    "--minio-secret-key --mongo-admin-user --mongo-admin-password --mongo-replica-set-key --grafana-admin-user --grafana-admin-password "
    "--meet-initial-admin-password --meet-initial-api-key --external-load-balancer";
constexpr char laterHead[] = "--no-tty --install --node-role --master-node-private-ip-list --openvidu-pro-license --domain-name ";
// clang-format on
} // namespace

class SeedDocumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void portTables_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addRow("master") << QStringLiteral("master");
        QTest::addRow("media") << QStringLiteral("media");
    }

    void portTables()
    {
        QFETCH(QString, target);
        QFile file(QStringLiteral(SOURCE_FOLDER "/tests/data/catalog/seed_ports.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList expected;
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
        for (const QJsonValue &row : rows) {
            if (row[QStringLiteral("target")].toString() == target)
                expected.append(
                    QStringLiteral("%1 %2 %3 %4")
                        .arg(row[QStringLiteral("protocol")].toString(), row[QStringLiteral("ports")].toString(),
                             row[QStringLiteral("sources")].toVariant().toStringList().join(u','),
                             row[QStringLiteral("isOptional")].toBool() ? QStringLiteral("optional") : QStringLiteral("needed")));
        }
        expected.sort();
        QCOMPARE(expected.size(), target == QLatin1String("master") ? 10 : 8);
        QCOMPARE(documentedLines(target), expected);
    }

    /// Only what users reach stands on the load balancer; no internal port does.
    void loadBalancerPorts()
    {
        QCOMPARE(documentedLines(QStringLiteral("lb")),
                 (QStringList{QStringLiteral("tcp 1935 any optional"), QStringLiteral("tcp 443 any needed")}));
    }

    void examplesOfTheDocuments_data()
    {
        QTest::addColumn<Role>("role");
        QTest::addColumn<QString>("release");
        QTest::addColumn<QStringList>("flags");
        const auto row = [](Role role, const char *release, const QByteArray &flags) {
            QTest::addRow("%s %s", release, qPrintable(roleId(role))) << role << QString::fromLatin1(release) << words(flags.constData());
        };
        const QByteArray oldHead =
            "--node-role --master-node-private-ip-list --openvidu-pro-license --domain-name-or-ip --enabled-modules --turn-domain-name ";
        row(Role::Master, "3.0.0-beta2", oldHead + callMaster);
        row(Role::Media, "3.0.0-beta2",
            "--node-role --domain-name-or-ip --master-node-private-ip-list --openvidu-pro-license --rtc-engine --enabled-modules "
            "--turn-domain-name "
            "--livekit-api-key --livekit-api-secret --redis-password --minio-access-key --minio-secret-key --mongo-admin-user "
            "--mongo-admin-password");
        const QByteArray engineFirst = QByteArray(laterHead) + "--enabled-modules --rtc-engine --turn-domain-name ";
        const QByteArray turnFirst = QByteArray(laterHead) + "--turn-domain-name --enabled-modules --rtc-engine ";
        for (const char *release : {"3.0.0", "3.1.0", "3.2.0", "3.3.0"})
            row(Role::Master, release, engineFirst + callMaster);
        for (const char *release : {"3.4.1", "3.5.0"})
            row(Role::Master, release, engineFirst + meetMaster);
        for (const char *release : {"3.6.1", "3.8.0", "3.9.0"})
            row(Role::Master, release, turnFirst + meetMaster);
        for (const char *release : {"3.0.0", "3.2.0", "3.5.0", "3.9.0"})
            row(Role::Media, release, "--no-tty --install --node-role --master-node-private-ip-list --redis-password");
    }

    void examplesOfTheDocuments()
    {
        QFETCH(Role, role);
        QFETCH(QString, release);
        QTEST(flagsOf(role, release, QStringLiteral("example")), "flags");
    }

    /// What the wizard prints, in every release, and what must be there for a program without a terminal.
    void guideAndRunBeginAlike()
    {
        const QStringList head = words("--no-tty --install --deployment-type --node-role");
        for (const Release &release : builtInCatalog().releases) {
            for (const Role role : {Role::Master, Role::Media}) {
                for (const char *form : {"guide", "run"})
                    QCOMPARE(flagsOf(role, release.id, QString::fromLatin1(form)).mid(0, 4), head);
            }
        }
    }

    void banners()
    {
        for (const Release &release : builtInCatalog().releases) {
            QCOMPARE(builtInCatalog().commandLine(kind, Role::Master, release.id)->banner,
                     QStringLiteral("OpenVidu HA 'Master Node' Installation Finished Successfully!"));
            QCOMPARE(builtInCatalog().commandLine(kind, Role::Media, release.id)->banner,
                     QStringLiteral("OpenVidu HA 'Media Node' Installation Finished Successfully!"));
        }
    }
};

QTEST_GUILESS_MAIN(SeedDocumentTest)
#include "seed_document_test.moc"
