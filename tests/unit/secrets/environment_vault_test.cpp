#include "app/secrets/environment_vault.h"

#include "app/secrets/session_vault.h"
#include "tests/support/own_memory.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QTest>

namespace {
const QString redis = QStringLiteral("redis-password");
const QString licence = QStringLiteral("openvidu-pro-license");

SecretSet taken()
{
    SecretSet secrets;
    secrets.insert(redis, Secret("from the environment"));
    return secrets;
}
} // namespace

class EnvironmentVaultTest : public QObject
{
    Q_OBJECT

private:
    void takeAndLook(const QByteArray &hidden)
    {
        const int before = occurrencesInMemory(hidden); // sanitizers have copies of their own
        QVERIFY(before > 0);
        const SecretSet secrets = takenEnvironment();
        QCOMPARE(occurrencesInMemory(hidden), before); // one more in the secret, one less in the environment
        QCOMPARE(secrets.names(), (QStringList{redis, QStringLiteral("ssh-password@master-1")}));
        const QByteArray word = turned(hidden);
        QVERIFY(secrets.value(redis).bytes() == word);
        QFile environment(QStringLiteral("/proc/self/environ"));
        QVERIFY(environment.open(QIODevice::ReadOnly));
        const QByteArray left = environment.readAll();
        QVERIFY(left.contains("OVDEPLOY_SECRET_REDIS_PASSWORD="));
        QVERIFY(!left.contains(word));
        QVERIFY(!left.contains("other-value"));
        QVERIFY(left.contains("KEPT=kept"));
        for (const char *variable : {"OVDEPLOY_SECRET_REDIS_PASSWORD", "OVDEPLOY_SECRET_SSH_PASSWORD__MASTER_1", "OVDEPLOY_SECRET_EMPTY"})
            QVERIFY(!qEnvironmentVariableIsSet(variable));
        QCOMPARE(qgetenv("KEPT"), QByteArray("kept"));
        QVERIFY(takenEnvironment().names().isEmpty());
    }

private Q_SLOTS:
    /// The bytes that /proc shows are those that a process was started with: the test starts itself again.
    void valuesAreTakenOutOfTheEnvironment()
    {
        const QByteArray given = qgetenv("TEST_HIDDEN");
        if (!given.isEmpty()) {
            takeAndLook(QByteArray::fromHex(given));
            return;
        }
        const QByteArray word = "hunter22-" + QByteArray::number(QDateTime::currentMSecsSinceEpoch());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TEST_HIDDEN"), QString::fromLatin1(turned(word).toHex()));
        environment.insert(QStringLiteral("OVDEPLOY_SECRET_REDIS_PASSWORD"), QString::fromLatin1(word));
        environment.insert(QStringLiteral("OVDEPLOY_SECRET_SSH_PASSWORD__MASTER_1"), QStringLiteral("other-value"));
        environment.insert(QStringLiteral("OVDEPLOY_SECRET_EMPTY"), QString());
        environment.insert(QStringLiteral("KEPT"), QStringLiteral("kept"));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {QString::fromUtf8(QTest::currentTestFunction())});
        QVERIFY(process.waitForFinished(60000));
        const QByteArray output = process.readAllStandardOutput();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
        QVERIFY2(output.contains("PASS   : EnvironmentVaultTest::valuesAreTakenOutOfTheEnvironment()"), output.constData());
    }

    void namesComeBackFromVariables()
    {
        for (const char *name : {"redis-password", "ssh-password@master-1", "ssh-password@a--b", "tls-key"})
            QCOMPARE(secretNameOf(environmentName(QLatin1String(name)).toLatin1()), QLatin1String(name));
        QCOMPARE(secretNameOf("OVDEPLOY_OTHER"), QString());
        QCOMPARE(secretNameOf("OVDEPLOY_SECRET_"), QString());
    }

    void theEnvironmentComesFirst()
    {
        auto session = std::make_unique<SessionVault>();
        QVERIFY(bool(session->write(redis, Secret("from the vault")).result()));
        QVERIFY(bool(session->write(licence, Secret("licence")).result()));
        EnvironmentVault vault(taken(), std::move(session));
        QCOMPARE(vault.state().result(), VaultState::Open);
        QVERIFY(*vault.read(redis).result() == Secret("from the environment"));
        QVERIFY(*vault.read(licence).result() == Secret("licence"));
        QVERIFY(bool(vault.write(licence, Secret("another")).result()));
        QVERIFY(*vault.read(licence).result() == Secret("another"));
        QVERIFY(bool(vault.erase(licence).result()));
        QVERIFY(vault.read(licence).result()->isEmpty());
    }

    void whatTheEnvironmentGaveIsNotWritten()
    {
        EnvironmentVault vault(taken(), std::make_unique<SessionVault>());
        const Result<void> written = vault.write(redis, Secret("another")).result();
        QVERIFY(!written);
        QVERIFY(written.error().advice.contains(QStringLiteral("OVDEPLOY_SECRET_REDIS_PASSWORD")));
        QVERIFY(!vault.erase(redis).result());
        QVERIFY(*vault.read(redis).result() == Secret("from the environment"));
    }

    void aloneItIsReadOnly()
    {
        EnvironmentVault vault(taken());
        QCOMPARE(vault.state().result(), VaultState::Open);
        QVERIFY(*vault.read(redis).result() == Secret("from the environment"));
        QVERIFY(vault.read(licence).result()->isEmpty());
        QVERIFY(!vault.write(licence, Secret("another")).result());
        QVERIFY(!vault.erase(licence).result());
        QCOMPARE(EnvironmentVault(SecretSet()).state().result(), VaultState::Absent);
    }
};

QTEST_GUILESS_MAIN(EnvironmentVaultTest)
#include "environment_vault_test.moc"
