#include "tests/support/local_sshd.h"

#include <QElapsedTimer>
#include <QTest>

class SshMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_sshd.problem().isEmpty(), qPrintable(m_sshd.problem())); }

    void runsAScript()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        const auto outcome = (*machine)->run({QStringLiteral("exec try"), Secret("id -u; echo err >&2; exit 4"), true}, {}, {});
        VERIFY_OK(outcome);
        QCOMPARE(outcome->exitStatus, 4);
        QCOMPARE(outcome->out, QByteArray("0\n"));
        QCOMPARE(outcome->err, QByteArray("err\n"));
    }

private:
    LocalSshd m_sshd;
};

QTEST_GUILESS_MAIN(SshMachineTest)
#include "ssh_machine_test.moc"
