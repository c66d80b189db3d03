#include "app/plan/derived_flags.h"

#include "tests/support/sample_topologies.h"

#include <QTest>

class DerivedFlagsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyOptionOfTheCatalogHasAValue();
    void everyRowIsUsed();
    void values_data();
    void values();
    void unknownValueIsEmpty();
};

void DerivedFlagsTest::everyOptionOfTheCatalogHasAValue()
{
    const QStringList known = derivedValueNames() + QStringList{QStringLiteral("secret"), QStringLiteral("switch")};
    for (const InstallOption &option : builtInCatalog().options)
        QVERIFY2(known.contains(option.value), qPrintable(option.flag + u' ' + option.value));
}

void DerivedFlagsTest::everyRowIsUsed()
{
    for (const QString &name : derivedValueNames()) {
        const QList<InstallOption> &options = builtInCatalog().options;
        QVERIFY2(std::any_of(options.cbegin(), options.cend(), [&name](const InstallOption &option) { return option.value == name; }),
                 qPrintable(name));
    }
}

void DerivedFlagsTest::values_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("wanted");
    QTest::newRow("deployment-type") << QStringLiteral("deployment-type") << QStringLiteral("ha");
    QTest::newRow("role") << QStringLiteral("role") << QStringLiteral("media-node");
    QTest::newRow("master-ips") << QStringLiteral("master-ips") << QStringLiteral("10.5.0.1,10.5.0.2,10.5.0.3,10.5.0.4");
    QTest::newRow("domain") << QStringLiteral("domain") << QStringLiteral("openvidu.example.io");
    QTest::newRow("turn-domain") << QStringLiteral("turn-domain") << QStringLiteral("turn.example.io");
    QTest::newRow("modules") << QStringLiteral("modules") << QStringLiteral("observability,v2compatibility,openviduMeet");
    QTest::newRow("engine") << QStringLiteral("engine") << QStringLiteral("mediasoup");
    QTest::newRow("private-ip") << QStringLiteral("private-ip") << QStringLiteral("10.5.0.12");
    QTest::newRow("public-ip") << QStringLiteral("public-ip") << QStringLiteral("203.0.113.12");
    QTest::newRow("certificate-type") << QStringLiteral("certificate-type") << QStringLiteral("letsencrypt");
    QTest::newRow("user") << QStringLiteral("user") << QStringLiteral("ops");
}

void DerivedFlagsTest::values()
{
    QFETCH(QString, value);
    QFETCH(QString, wanted);
    Topology topology = currentTopology();
    topology.features.append(QStringLiteral("certificate:letsencrypt"));
    topology.users.insert(QStringLiteral("grafana-admin"), QStringLiteral("ops"));
    InstallOption option;
    option.flag = QStringLiteral("--grafana-admin-user");
    option.value = value;
    option.fallback = QStringLiteral("fallback");
    option.choices = value == QLatin1String("role") ? QStringList{QStringLiteral("master-node"), QStringLiteral("media-node")}
                                                    : QStringList{QStringLiteral("owncert"), QStringLiteral("letsencrypt")};
    const Node node = *topology.node(QStringLiteral("media-2"));
    QCOMPARE(derivedValue(option, {topology, builtInCatalog(), Role::Media, &node}), wanted);
}

void DerivedFlagsTest::unknownValueIsEmpty()
{
    const Topology topology = seedTopology();
    InstallOption option;
    option.value = QStringLiteral("weather");
    QCOMPARE(derivedValue(option, {topology, builtInCatalog(), Role::Master, nullptr}), QString());
    option.value = QStringLiteral("private-ip");
    QCOMPARE(derivedValue(option, {topology, builtInCatalog(), Role::Master, nullptr}), QString());
}

QTEST_GUILESS_MAIN(DerivedFlagsTest)
#include "derived_flags_test.moc"
