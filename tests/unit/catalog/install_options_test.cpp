#include "app/catalog/catalog.h"

#include <QRegularExpression>
#include <QTest>

namespace {
const QString balanced = QStringLiteral("ha-nlb");

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

/// A value that the row's rule would make.
QString sample(const GenerationRule &rule)
{
    QString made = rule.prefix;
    for (int i = 0; i < rule.length; ++i)
        made += rule.alphabet.at(i % rule.alphabet.size());
    return made;
}
} // namespace

class InstallOptionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flags_data()
    {
        QTest::addColumn<QString>("flag");
        QTest::addColumn<Role>("role");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("first"); // release, empty: never
        QTest::addColumn<QString>("last");
        const auto row = [](const char *flag, Role role, const char *kind, const char *first, const char *last) {
            QTest::addRow("%s %s %s", flag, qPrintable(roleId(role)), kind)
                << text(flag) << role << text(kind) << text(first) << text(last);
        };
        row("--no-tty", Role::Media, "ha-nlb", "3.0.0-beta1", "3.9.0");
        row("--domain-name-or-ip", Role::Master, "ha-nlb", "3.0.0-beta1", "3.0.0-beta2");
        row("--domain-name-or-ip", Role::Media, "ha-nlb", "3.0.0-beta1", "3.0.0-beta2");
        row("--domain-name", Role::Master, "ha-nlb", "3.0.0-beta3", "3.9.0");
        row("--domain-name", Role::Media, "ha-nlb", "", "");
        row("--rtc-engine", Role::Media, "ha-nlb", "3.0.0-beta1", "3.0.0-beta2");
        row("--rtc-engine", Role::Master, "ha-nlb", "3.0.0-beta3", "3.9.0");
        row("--openvidu-pro-license", Role::Media, "ha-nlb", "3.0.0-beta1", "3.0.0-beta2");
        row("--redis-password", Role::Media, "ha-nlb", "3.0.0-beta1", "3.9.0");
        row("--mongo-replica-set-key", Role::Media, "ha-nlb", "", "");
        row("--default-app-user", Role::Master, "ha-nlb", "3.0.0-beta1", "3.3.0");
        row("--meet-initial-api-key", Role::Master, "ha-nlb", "3.4.0", "3.9.0");
        row("--external-load-balancer", Role::Master, "ha-nlb", "3.0.0-beta1", "3.9.0");
        row("--external-load-balancer", Role::Master, "ha-dlb", "", "");
        row("--internal-tls-termination", Role::Master, "ha-nlb-passthrough", "3.2.0", "3.9.0");
        row("--internal-tls-termination", Role::Master, "ha-nlb", "", "");
        row("--certificate-type", Role::Master, "ha-nlb", "", "");
        row("--certificate-type", Role::Master, "ha-dlb", "3.0.0-beta1", "3.9.0");
        row("--letsencrypt-email", Role::Master, "ha-dlb", "3.0.0-beta1", "3.5.0");
        row("--owncert-private-key", Role::Master, "ha-nlb-passthrough", "3.0.0-beta1", "3.9.0");
        row("--turn-owncert-private-key", Role::Master, "ha-dlb", "3.0.0-beta1", "3.5.0");
        row("--force-media-node-public-ip", Role::Master, "ha-nlb", "3.0.0-beta3", "3.9.0");
        row("--experimental-turn-tls-with-main-domain", Role::Master, "ha-nlb", "3.3.0", "3.5.0");
        row("--forceUTCTimezone", Role::Master, "ha-nlb", "3.5.0", "3.9.0");
        row("--external-proxy", Role::Master, "ha-nlb", "", "");
        row("--external-proxy", Role::Single, "single-node", "3.2.0", "3.9.0");
        row("--private-ip", Role::Media, "ha-nlb", "3.0.0-beta1", "3.9.0");
        row("--private-ip", Role::Master, "elastic", "3.0.0-beta1", "3.9.0");
        row("--master-node-private-ip", Role::Media, "ha-nlb", "", "");
        row("--no-such-flag", Role::Master, "ha-nlb", "", "");
    }

    void flags()
    {
        QFETCH(QString, flag);
        QFETCH(Role, role);
        QFETCH(QString, kind);
        QStringList held;
        for (const Release &release : builtInCatalog().releases) {
            if (builtInCatalog().option(flag, role, kind, release.id))
                held.append(release.id);
        }
        QTEST(held.value(0), "first");
        QTEST(held.isEmpty() ? QString() : held.last(), "last");
    }

    void optionsAreConsistent()
    {
        for (const InstallOption &option : builtInCatalog().options) {
            const QRegularExpression pattern(option.pattern);
            const bool canBeMade = !option.generation.alphabet.isEmpty();
            QVERIFY2(option.fallback.isEmpty() || pattern.match(option.fallback).hasMatch(), qPrintable(option.flag));
            QVERIFY2(!canBeMade || pattern.match(sample(option.generation)).hasMatch(), qPrintable(option.flag));
            QVERIFY2(!option.name().startsWith(u'-'), qPrintable(option.flag));
            // What installations make up themselves we must be able to make, all but what only the user has.
            const bool isGiven = option.name().endsWith(QLatin1String("license")) || option.kind == InstallOption::Kind::Pem;
            QVERIFY2(!option.isSecret || canBeMade != isGiven, qPrintable(option.flag));
            QVERIFY2(option.isSecret || !option.name().endsWith(QLatin1String("password")), qPrintable(option.flag));
        }
        const InstallOption *key = builtInCatalog().option(text("--livekit-api-key"), Role::Master, balanced, text("3.9.0"));
        QCOMPARE(sample(key->generation).size(), 15);
        QVERIFY(sample(key->generation).startsWith(QLatin1String("API")));
        QCOMPARE(builtInCatalog().option(text("--redis-password"), Role::Media, balanced, text("3.9.0"))->generation.length, 44);
    }

    void everyDeployableKindHasItsCommands()
    {
        const Catalog &catalog = builtInCatalog();
        for (const DeploymentKind &kind : catalog.kinds) {
            for (const Release &release : catalog.releases) {
                // TLS that ends on the Master Nodes behind a load balancer came with era C.
                const bool isEarly = kind.id == QLatin1String("ha-nlb-passthrough") && release.era < QLatin1String("C");
                for (const DeploymentKind::Count &count : kind.counts)
                    QCOMPARE(catalog.commandLine(kind.id, count.role, release.id) != nullptr, kind.isDeployable && !isEarly);
            }
        }
        QCOMPARE(catalog.kind(balanced)->count(Role::Master)->most, 4);
        QCOMPARE(catalog.kind(balanced)->count(Role::Media)->recommended, 2);
        QVERIFY(!catalog.kind(balanced)->count(Role::Single));
    }

    void wizardCommands()
    {
        const Catalog &catalog = builtInCatalog();
        QCOMPARE(catalog.wizardCommand(balanced, text("3.0.0-beta2")),
                 text("docker run -it openvidu/openvidu-installer:3.0.0-beta2 --deployment-type=ha"));
        QCOMPARE(catalog.wizardCommand(balanced, text("3.9.0")),
                 text("docker run --pull always --rm -it openvidu/openvidu-installer:3.9.0 --deployment-type=ha"));
        QCOMPARE(catalog.wizardCommand(balanced, text("9.9.9")), QString());
    }
};

QTEST_GUILESS_MAIN(InstallOptionsTest)
#include "install_options_test.moc"
