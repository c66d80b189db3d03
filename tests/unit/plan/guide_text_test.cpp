#include "app/plan/guide_text.h"

#include "tests/support/golden.h"
#include "tests/support/sample_topologies.h"

#include <QTest>

namespace {
QString guideOf(const Topology &topology)
{
    const Result<SealedText> text = guideText(topology, builtInCatalog());
    return text ? text->masked() : text.error().message;
}
} // namespace

class GuideTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void guidesOfTheExamples();
    void chaptersInTheDocumentsOrder();
    void nodesWithTheirOwnCommands();
    void otherImagesAreExported();
    void unknownKindIsAnError();
};

void GuideTextTest::guidesOfTheExamples()
{
    for (const Topology &topology : {seedTopology(), currentTopology()})
        QCOMPARE(goldenDifference(QStringLiteral("plans/guide-%1.txt").arg(topology.name), guideOf(topology).toUtf8()), QString());
}

void GuideTextTest::chaptersInTheDocumentsOrder()
{
    const QString text = guideOf(seedTopology());
    qsizetype at = -1;
    for (const char *part : {"Firewall Configuration for 'Master Nodes'", "TCP      7880", "Installation Commands for 'Master Nodes'",
                             "install_ov_master_node.sh", "Firewall Configuration for 'Media Nodes'", "UDP      443",
                             "Installation Commands for 'Media Nodes'", "install_ov_media_node.sh", "systemctl start openvidu",
                             "docker run -it openvidu/openvidu-installer:3.0.0-beta2 --deployment-type=ha"}) {
        const qsizetype next = text.indexOf(QLatin1String(part), at + 1);
        QVERIFY2(next > at, part);
        at = next;
    }
}

void GuideTextTest::nodesWithTheirOwnCommands()
{
    Topology topology = currentTopology();
    topology.features.append(QStringLiteral("announcePublicIp"));
    const QString text = guideOf(topology);
    QVERIFY(text.contains(QLatin1String("On media-2:")));
    QVERIFY(text.contains(QLatin1String("--public-ip='203.0.113.11'")));
    QVERIFY(text.contains(QLatin1String("--public-ip='203.0.113.12'")));
    QVERIFY(!text.contains(QLatin1String("On master-1")));
}

void GuideTextTest::otherImagesAreExported()
{
    Topology topology = seedTopology();
    topology.installer.images.insert(QStringLiteral("INSTALLER_IMAGE"), QStringLiteral("registry.example.io/installer:1"));
    QVERIFY(guideOf(topology).contains(QLatin1String("export INSTALLER_IMAGE='registry.example.io/installer:1'\nsh <(curl")));
}

void GuideTextTest::unknownKindIsAnError()
{
    Topology topology = seedTopology();
    topology.kind = QStringLiteral("nonsense");
    QVERIFY(!guideText(topology, builtInCatalog()));
    topology = seedTopology();
    topology.release = QStringLiteral("nonsense");
    QVERIFY(!guideText(topology, builtInCatalog()));
}

QTEST_GUILESS_MAIN(GuideTextTest)
#include "guide_text_test.moc"
