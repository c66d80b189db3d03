#include "app/plan/install_scripts.h"

#include "tests/support/installer_stage.h"
#include "tests/support/sample_topologies.h"

#include <QCryptographicHash>
#include <QTest>

namespace {
QString download(const Topology &topology = seedTopology())
{
    const Result<QString> script = downloadScript(topology, builtInCatalog(), topology.nodes.first());
    return script ? *script : QString();
}
} // namespace

class DownloadScriptTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_stage = installerStage(); }
    void cleanup() { m_stage.reset(); }
    void downloadReportsTheDigest();
    void downloadTriesAgain();
    void downloadGivesUp();
    void downloadRefusesWhatIsNoScript_data();
    void downloadRefusesWhatIsNoScript();
    void downloadComparesThePin();

private:
    std::unique_ptr<ShellStage> m_stage;
};

void DownloadScriptTest::downloadReportsTheDigest()
{
    const ShellOutcome outcome = m_stage->run(download());
    QCOMPARE(outcome.err, QString());
    QCOMPARE(outcome.exitStatus, 0);
    const QByteArray digest = QCryptographicHash::hash(downloadedInstaller, QCryptographicHash::Sha256).toHex();
    QCOMPARE(outcome.out, QStringLiteral("@@report installer-sha256 %1\n").arg(QString::fromLatin1(digest)));
    QCOMPARE(m_stage->content(installerPath), downloadedInstaller);
    const QByteArray call = m_stage->content(QStringLiteral("/curl-calls"));
    QVERIFY(call.startsWith("-fsSL --proto =http,https "));
    QVERIFY(call.endsWith(" http://get.openvidu.io/pro/ha/3.0.0-beta2/install_ov_master_node.sh\n"));
}

void DownloadScriptTest::downloadTriesAgain()
{
    m_stage->addFile(QStringLiteral("/failures"), "1\n2\n");
    QCOMPARE(m_stage->run(download()).exitStatus, 0);
    QCOMPARE(m_stage->content(QStringLiteral("/curl-calls")).count('\n'), 3);
}

void DownloadScriptTest::downloadGivesUp()
{
    m_stage->addFile(QStringLiteral("/failures"), QByteArray("x\n").repeated(20));
    const ShellOutcome outcome = m_stage->run(download());
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY(outcome.err.contains(QLatin1String("in 8 attempts")));
    QCOMPARE(m_stage->content(QStringLiteral("/curl-calls")).count('\n'), 8);
}

void DownloadScriptTest::downloadRefusesWhatIsNoScript_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("is empty");
    QTest::newRow("page") << QByteArray("<html>Log in to the hotel's network</html>") << QStringLiteral("is no script");
}

void DownloadScriptTest::downloadRefusesWhatIsNoScript()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, message);
    m_stage->addFile(QStringLiteral("/answer"), answer);
    const ShellOutcome outcome = m_stage->run(download());
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY2(outcome.err.contains(message), qPrintable(outcome.err));
    QVERIFY(!outcome.out.contains(QLatin1String("@@report")));
    QCOMPARE(m_stage->content(installerPath), stubInstaller);
}

void DownloadScriptTest::downloadComparesThePin()
{
    Topology topology = seedTopology();
    const QString digest = QString::fromLatin1(QCryptographicHash::hash(downloadedInstaller, QCryptographicHash::Sha256).toHex());
    topology.installer.sha256[Role::Master] = digest.toUpper();
    QCOMPARE(m_stage->run(download(topology)).exitStatus, 0);
    topology.installer.sha256[Role::Master] = QString(64, u'0');
    const ShellOutcome outcome = m_stage->run(download(topology));
    QCOMPARE(outcome.exitStatus, 1);
    QVERIFY(outcome.err.contains(digest));
}

QTEST_GUILESS_MAIN(DownloadScriptTest)
#include "download_script_test.moc"
