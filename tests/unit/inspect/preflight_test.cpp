#include "app/base/versions.h"
#include "app/inspect/preflight.h"
#include "tests/support/sample_cluster.h"

#include <QTest>

#include <functional>

namespace {
/// A fresh machine that fits.
MachineFacts freshFacts()
{
    MachineFacts facts;
    facts.time = QDateTime::fromSecsSinceEpoch(1764040000, Qt::UTC);
    facts.userId = 0;
    facts.osId = QStringLiteral("ubuntu");
    facts.osName = QStringLiteral("Ubuntu 24.04.1 LTS");
    facts.architecture = QStringLiteral("x86_64");
    facts.cpus = 4;
    facts.memoryKiB = 4000000;
    facts.disks = {{QStringLiteral("/"), 100LL * 1000 * 1000 * 1000 / 1024, 90LL * 1024 * 1024}};
    facts.addresses = QStringList{QStringLiteral("10.5.0.1"), QStringLiteral("fd00::1")};
    facts.listeners = {{QStringLiteral("tcp"), QStringLiteral("0.0.0.0"), 22, QStringLiteral("sshd (1)")}};
    for (const char *tool : {"bash", "curl", "systemctl"})
        facts.tools.insert(QLatin1String(tool), QLatin1String("/usr/bin/") + QLatin1String(tool));
    return facts;
}

using Change = std::function<void(MachineFacts &facts, Topology &topology)>;
} // namespace

Q_DECLARE_METATYPE(Change)

class PreflightTest : public QObject
{
    Q_OBJECT

private:
    static QStringList told(const QList<Finding> &findings)
    {
        QStringList lines;
        for (const Finding &finding : findings) {
            const char *word = finding.severity == Severity::Error ? "E" : "W";
            lines.append(QStringLiteral("%1 %2 %3").arg(finding.rule, QLatin1String(word), finding.message));
        }
        return lines;
    }

    static QList<Finding> judged(const Change &change)
    {
        MachineFacts facts = freshFacts();
        Topology topology = sampleCluster(QStringLiteral("3.8.0"));
        topology.modules = builtInCatalog().release(topology.release)->modules;
        change(facts, topology);
        return preflightOf(topology, topology.nodes.first(), facts, builtInCatalog());
    }

private Q_SLOTS:
    void freshMachinePasses()
    {
        const QList<Finding> findings = judged([](MachineFacts &, Topology &) {});
        QVERIFY2(findings.isEmpty(), qPrintable(told(findings).join(u' ')));
        QVERIFY(isPassed(findings));
    }

    void eachRow_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char *wanted, const Change &change) { QTest::addRow("%s", wanted) << change << QString::fromLatin1(wanted); };
        row("V-HST-4 E Commands run as user 1000 and not as root.", [](MachineFacts &facts, Topology &) { facts.userId = 1000; });
        row("V-HST-4 E These programs are missing: bash, systemctl.", [](MachineFacts &facts, Topology &) { facts.tools = {{QStringLiteral("curl"), QStringLiteral("/c")}}; });
        row("V-HST-1 E The machine has 2 CPU cores; at least 4 are needed.", [](MachineFacts &facts, Topology &) { facts.cpus = 2; });
        row("V-HST-1 E The machine has 3.0 GiB of memory; at least 4 GB are needed.", [](MachineFacts &facts, Topology &) { facts.memoryKiB = 3LL << 20; });
        row("V-HST-2 E The disk for /opt/openvidu has 20.0 GiB; a Master Node needs at least 50 GB.",
            [](MachineFacts &facts, Topology &) { facts.disks.append({QStringLiteral("/opt"), 20LL << 20, 1}); });
        row("V-HST-2 W The disk for /opt/openvidu has 60.0 GiB; a Master Node needs at least 100 GB.",
            [](MachineFacts &facts, Topology &) { facts.disks = {{QStringLiteral("/"), 60LL << 20, 1}, {QStringLiteral("/optics"), 1, 1}}; });
        row("V-HST-3 W The system is Debian GNU/Linux 12; OpenVidu is made for Ubuntu.", [](MachineFacts &facts, Topology &) {
            facts.osId = QStringLiteral("debian");
            facts.osName = QStringLiteral("Debian GNU/Linux 12");
        });
        row("V-HST-5 E Docker 28.5.1 is installed; release 3.8.0 needs 29.5.3 or later.", [](MachineFacts &facts, Topology &) { facts.dockerVersion = QStringLiteral("28.5.1"); });
        row("V-HST-6 W The machine is an ARM machine (aarch64).", [](MachineFacts &facts, Topology &) { facts.architecture = QStringLiteral("aarch64"); });
        row("V-HST-6 E The machine is an ARM machine (aarch64).", [](MachineFacts &facts, Topology &topology) {
            facts.architecture = QStringLiteral("aarch64");
            topology.release = QStringLiteral("3.4.1");
        });
        row("V-HST-7 W The clock is 1.5 s behind of this machine's.", [](MachineFacts &facts, Topology &) { facts.clockOffsetMs = -1500; });
        row("V-HST-9 E OpenVidu 3.7.0 is installed already and is not of this cluster.", [](MachineFacts &facts, Topology &) {
            facts.hasInstallation = true;
            facts.installedVersion = QStringLiteral("3.7.0");
            facts.clusterRecord = QStringLiteral("{\"cluster\":\"another\"}");
        });
        row("V-HST-9 E /opt/openvidu exists already and is not of this cluster.", [](MachineFacts &facts, Topology &) { facts.hasInstallation = true; });
        row("V-HST-10 W Docker is installed as a snap.", [](MachineFacts &facts, Topology &) { facts.tools.insert(QStringLiteral("docker"), QStringLiteral("/snap/bin/docker")); });
        row("V-IP-5 E The private address 10.5.0.1 is on no interface of this machine; it has 10.5.0.9.",
            [](MachineFacts &facts, Topology &) { facts.addresses = QStringList{QStringLiteral("10.5.0.9")}; });
        row("facts W The node's answer was cut off before its end.",
            [](MachineFacts &facts, Topology &) { facts.problems.append(QStringLiteral("The node's answer was cut off before its end.")); });
    }

    void eachRow()
    {
        QFETCH(Change, change);
        QFETCH(QString, wanted);
        const QList<Finding> findings = judged(change);
        QCOMPARE(told(findings), QStringList{wanted});
        QCOMPARE(findings.first().object, QStringLiteral("master-1"));
        QVERIFY(!findings.first().advice.isEmpty());
        QCOMPARE(isPassed(findings), !wanted.contains(QLatin1String(" E ")));
    }

    void usedPorts()
    {
        const QList<Finding> findings = judged([](MachineFacts &facts, Topology &) {
            facts.listeners.append({QStringLiteral("tcp"), QStringLiteral("127.0.0.1"), 7880, QStringLiteral("nginx (77)")});
            facts.listeners.append({QStringLiteral("udp"), QStringLiteral("0.0.0.0"), 7000, QStringLiteral("other (78)")});
            facts.listeners.append({QStringLiteral("tcp"), QStringLiteral("0.0.0.0"), 20000, {}});
        });
        const QString text = told(findings).join(u'\n');
        QVERIFY2(text.contains(QStringLiteral("V-PRT-6 E TCP 7880 is used by nginx (77);")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("V-PRT-6 E TCP 20000 is used by another process;")), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("7000")), qPrintable(text));
    }

    void ourOwnInstallationIsNoLeftover()
    {
        const QList<Finding> findings = judged([](MachineFacts &facts, Topology &topology) {
            facts.hasInstallation = true;
            facts.installedVersion = topology.release;
            facts.clusterRecord = QStringLiteral("{\"cluster\":\"%1\"}").arg(topology.id);
            facts.listeners.append({QStringLiteral("tcp"), QStringLiteral("0.0.0.0"), 7880, QStringLiteral("caddy (1)")});
        });
        QVERIFY2(findings.isEmpty(), qPrintable(told(findings).join(u' ')));
    }

    void waiverIsOfRuleAndNode()
    {
        const auto small = [](const QString &object) {
            return judged([object](MachineFacts &facts, Topology &topology) {
                facts.cpus = 2;
                topology.waivers = {{QStringLiteral("V-HST-1"), object, QStringLiteral("a test bed"), QStringLiteral("marek")}};
            });
        };
        QCOMPARE(small(QStringLiteral("master-1")).first().waiver, QStringLiteral("a test bed"));
        QVERIFY(isPassed(small(QStringLiteral("master-1"))));
        QVERIFY(small(QStringLiteral("master-2")).first().waiver.isEmpty());
        QVERIFY(!isPassed(small(QStringLiteral("master-2"))));
    }

    void versionsAreComparedByNumbers()
    {
        QCOMPARE(compareVersions(QStringLiteral("28.1.1"), QStringLiteral("28.3")), -1);
        QCOMPARE(compareVersions(QStringLiteral("v2.35.1"), QStringLiteral("2.35.1")), 0);
        QCOMPARE(compareVersions(QStringLiteral("29.0.2-ce"), QStringLiteral("29.0.2")), 0);
        QCOMPARE(compareVersions(QStringLiteral("29.10"), QStringLiteral("29.9.9")), 1);
        QCOMPARE(compareVersions(QStringLiteral("29"), QStringLiteral("29.0.0")), 0);
        QCOMPARE(compareVersions(QStringLiteral("999999999999999999999"), QStringLiteral("1")), 1);
    }
};

QTEST_GUILESS_MAIN(PreflightTest)
#include "preflight_test.moc"
