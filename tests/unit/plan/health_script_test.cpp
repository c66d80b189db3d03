#include "app/plan/install_scripts.h"

#include "tests/support/installer_stage.h"
#include "tests/support/sample_topologies.h"

#include <QTest>

namespace {
const Catalog &catalog()
{
    return builtInCatalog();
}
} // namespace

class HealthScriptTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_stage = installerStage(); }
    void cleanup() { m_stage.reset(); }
    void healthOfProvenProbes();
    void healthWithoutProvenProbes();

private:
    std::unique_ptr<ShellStage> m_stage;
};

void HealthScriptTest::healthOfProvenProbes()
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

void HealthScriptTest::healthWithoutProvenProbes()
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

QTEST_GUILESS_MAIN(HealthScriptTest)
#include "health_script_test.moc"
