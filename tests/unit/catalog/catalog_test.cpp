#include "app/catalog/catalog.h"

#include <QRegularExpression>
#include <QTest>

namespace {
const QString balanced = QStringLiteral("ha-nlb");
const QSet<QString> allModules{QStringLiteral("module:observability"), QStringLiteral("module:v2compatibility"),
                               QStringLiteral("module:app"), QStringLiteral("module:openviduMeet")};

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

/// Names of the containers that stay, sorted, with all modules on.
QStringList containers(Role role, const QString &release)
{
    const Catalog &catalog = builtInCatalog();
    QStringList names;
    for (const Service &service : catalog.services) {
        if (service.kind == Service::Kind::Container && !service.isTransient && service.roles.contains(role) &&
            catalog.holds(service.releases, release) && service.when.holds(allModules))
            names.append(service.name);
    }
    names.sort();
    return names;
}
} // namespace

class CatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBuiltInTablesAreSound()
    {
        const Result<Catalog> catalog = readCatalog(QStringLiteral(":/catalog"));
        QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
        QCOMPARE(catalog->eras.size(), 4);
        QCOMPARE(catalog->releases.size(), 15);
        QCOMPARE(catalog->newestRelease().id, text("3.9.0"));
        QCOMPARE(catalog->ports.size(), 105);
        QCOMPARE(catalog->outbound.size(), 9);
        QCOMPARE(catalog->localPorts.size(), 3);
        QCOMPARE(catalog->balancerListeners.size(), 10);
        QCOMPARE(catalog->hash, builtInCatalog().hash);
        QVERIFY(QRegularExpression(QStringLiteral("^[0-9a-f]{64}$")).match(catalog->hash).hasMatch());
        for (const DeploymentKind &kind : catalog->kinds)
            QCOMPARE(catalog->kind(kind.id), &kind);
        QVERIFY(!catalog->kind(text("cloud")) && !catalog->release(text("latest")) && !catalog->era(text("E")));
    }

    void releases_data()
    {
        QTest::addColumn<QString>("era");
        QTest::addColumn<QString>("docker");
        QTest::addColumn<QString>("compose");
        QTest::addColumn<QString>("engine");
        QTest::addColumn<QString>("application");
        const auto row = [](const char *id, const char *era, const char *docker, const char *compose, const char *engine,
                            const char *application) {
            QTest::addRow("%s", id) << text(era) << text(docker) << text(compose) << text(engine) << text(application);
        };
        row("3.0.0-beta1", "A", "", "", "pion", "app");
        row("3.0.0-beta2", "A", "", "", "pion", "app");
        row("3.0.0-beta3", "B", "", "", "pion", "app");
        row("3.0.0", "B", "", "", "pion", "app");
        row("3.1.0", "B", "", "", "pion", "app");
        row("3.2.0", "C", "28.1.1", "2.35.1", "pion", "app");
        row("3.3.0", "C", "28.1.1", "2.35.1", "pion", "app");
        row("3.4.0", "C", "28.3.3", "2.39.4", "pion", "openviduMeet");
        row("3.4.1", "C", "28.3.3", "2.39.4", "pion", "openviduMeet");
        row("3.5.0", "C", "29.0.2", "2.40.3", "pion", "openviduMeet");
        row("3.6.0", "D", "29.2.1", "5.0.2", "pion", "openviduMeet");
        row("3.6.1", "D", "29.2.1", "5.0.2", "pion", "openviduMeet");
        row("3.7.0", "D", "29.4.2", "5.1.3", "pion", "openviduMeet");
        row("3.8.0", "D", "29.5.3", "5.1.4", "pion", "openviduMeet");
        row("3.9.0", "D", "29.5.3", "5.1.4", "mediasoup", "openviduMeet");
    }

    void releases()
    {
        const Release *release = builtInCatalog().release(text(QTest::currentDataTag()));
        QVERIFY(release);
        QTEST(release->era, "era");
        QTEST(release->dockerMinimum, "docker");
        QTEST(release->composeMinimum, "compose");
        QTEST(release->defaultEngine, "engine");
        QTEST(release->modules.last(), "application");
        QCOMPARE(release->isDiscontinued, release->id.contains(u'-'));
        QCOMPARE(&builtInCatalog().releases.at(release->index), release);
    }

    void ranges_data()
    {
        QTest::addColumn<ReleaseRange>("range");
        QTest::addColumn<QString>("first");
        QTest::addColumn<int>("count");
        QTest::addRow("all") << ReleaseRange{} << text("3.0.0-beta1") << 15;
        QTest::addRow("era") << ReleaseRange{{text("C")}, {}, {}} << text("3.2.0") << 5;
        QTest::addRow("eras") << ReleaseRange{{text("A"), text("D")}, {}, {}} << text("3.0.0-beta1") << 7;
        QTest::addRow("from") << ReleaseRange{{}, text("3.4.1"), {}} << text("3.4.1") << 7;
        QTest::addRow("to") << ReleaseRange{{}, {}, text("3.0.0")} << text("3.0.0-beta1") << 4;
        QTest::addRow("era and from") << ReleaseRange{{text("C"), text("D")}, text("3.4.1"), text("3.6.0")} << text("3.4.1") << 3;
    }

    void ranges()
    {
        QFETCH(ReleaseRange, range);
        QStringList held;
        for (const Release &release : builtInCatalog().releases) {
            if (builtInCatalog().holds(range, release.id))
                held.append(release.id);
        }
        QTEST(held.value(0), "first");
        QTEST(int(held.size()), "count");
        QVERIFY(!builtInCatalog().holds(range, text("2.31.0")));
    }

    void containersOfARole_data()
    {
        QTest::addColumn<QString>("release");
        QTest::addColumn<Role>("role");
        QTest::addColumn<QString>("names");
        const char *beforeMeet =
            "app caddy dashboard grafana loki mimir minio mongo openvidu-v2compatibility operator promtail redis-sentinel redis-server";
        const char *meet = "caddy dashboard grafana loki mimir minio mongo openvidu-meet openvidu-v2compatibility operator promtail "
                           "redis-sentinel redis-server";
        const char *alloy = "alloy caddy dashboard grafana loki mimir minio mongo openvidu-meet openvidu-v2compatibility operator "
                            "redis-sentinel redis-server";
        for (const char *release : {"3.0.0-beta2", "3.1.0", "3.3.0"})
            QTest::addRow("master %s", release) << text(release) << Role::Master << text(beforeMeet);
        for (const char *release : {"3.4.0", "3.7.0"})
            QTest::addRow("master %s", release) << text(release) << Role::Master << text(meet);
        QTest::addRow("master 3.8.0") << text("3.8.0") << Role::Master << text(alloy);
        QTest::addRow("media 3.0.0-beta2") << text("3.0.0-beta2") << Role::Media
                                           << text("caddy egress ingress openvidu prometheus promtail");
        QTest::addRow("media 3.9.0") << text("3.9.0") << Role::Media << text("alloy caddy egress ingress openvidu prometheus");
    }

    void containersOfARole()
    {
        QFETCH(QString, release);
        QFETCH(Role, role);
        QTEST(containers(role, release).join(u' '), "names");
    }

    void healthIsProvenFromEraCOn()
    {
        const Catalog &catalog = builtInCatalog();
        for (const Release &release : catalog.releases) {
            QStringList proven;
            for (const HealthProbe &probe : catalog.health) {
                if (catalog.holds(probe.releases, release.id) && probe.isProven)
                    proven.append(QStringLiteral("%1%2").arg(probe.port).arg(probe.path));
            }
            const QStringList expected{text("7880/health/caddy"), text("7880/"), text("9092/")};
            QCOMPARE(proven, release.era < QLatin1String("C") ? QStringList() : expected);
        }
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("release");
        QTest::addColumn<QString>("url"); // empty: not in this release
        const auto row = [](const char *id, const char *release, const char *url) {
            QTest::addRow("%s %s", id, release) << text(id) << text(release) << text(url);
        };
        row("call", "3.0.0-beta2", "https://%1/");
        row("call", "3.4.0", "");
        row("meet-early", "3.5.0", "https://%1/");
        row("meet", "3.5.0", "");
        row("meet", "3.6.0", "https://%1/meet");
        row("dashboard", "3.0.0-beta1", "https://%1/dashboard/");
        row("livekit-socket", "3.9.0", "wss://%1/");
    }

    void addresses()
    {
        QFETCH(QString, id);
        QFETCH(QString, release);
        QString found;
        for (const ServiceUrl &url : builtInCatalog().urls) {
            if (url.id == id && builtInCatalog().holds(url.releases, release))
                found = url.url;
        }
        QTEST(found, "url");
    }

    /// Where RTMP and TURN go moved from the Media Nodes to the Master Nodes in 3.2.0.
    void balancerTargets_data()
    {
        QTest::addColumn<QString>("release");
        QTest::addColumn<QString>("targets");
        for (const char *release : {"3.0.0-beta2", "3.1.0"})
            QTest::addRow("%s", release) << text(release) << text("443 master:7880, 443 media:5349, 1935 media:1935");
        for (const char *release : {"3.2.0", "3.9.0"})
            QTest::addRow("%s", release) << text(release) << text("443 master:7880, 443 master:5349, 1935 master:1945, 80 redirect-https");
    }

    void balancerTargets()
    {
        QFETCH(QString, release);
        QStringList targets;
        for (const BalancerListener &row : builtInCatalog().balancerListeners) {
            if (row.kinds.contains(balanced) && builtInCatalog().holds(row.releases, release))
                targets.append(row.action.isEmpty() ? QStringLiteral("%1 %2:%3").arg(row.listen).arg(row.targetRole).arg(row.targetPort)
                                                    : QStringLiteral("%1 %2").arg(row.listen).arg(row.action));
        }
        QTEST(targets.join(QStringLiteral(", ")), "targets");
    }

    /// A name that a table refers to in another one: logins of addresses are options of the same release.
    void loginsOfAddressesAreOptions()
    {
        const Catalog &catalog = builtInCatalog();
        for (const ServiceUrl &url : catalog.urls) {
            QStringList flags{url.secret};
            flags.append(url.user.startsWith(QLatin1String("secret:")) ? url.user.mid(7) : QString());
            flags.append(url.user.startsWith(QLatin1String("user:")) ? url.user.mid(5) + QStringLiteral("-user") : QString());
            flags.removeAll(QString());
            for (const Release &release : catalog.releases) {
                for (const QString &flag : flags)
                    QVERIFY2(!catalog.holds(url.releases, release.id) ||
                                 catalog.option(QStringLiteral("--") + flag, Role::Master, balanced, release.id),
                             qPrintable(url.id + u' ' + flag + u' ' + release.id));
            }
        }
    }
};

QTEST_GUILESS_MAIN(CatalogTest)
#include "catalog_test.moc"
