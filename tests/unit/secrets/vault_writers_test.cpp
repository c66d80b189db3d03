#include "app/secrets/vault_file.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {
const QString redis = QStringLiteral("redis-password");
const QString licence = QStringLiteral("openvidu-pro-license");

Secret passphrase()
{
    return Secret("correct horse battery staple");
}
} // namespace

class VaultWritersTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

private Q_SLOTS:
    void init()
    {
        QVERIFY(m_folder.isValid());
        m_path = m_folder.filePath(QString::fromUtf8(QTest::currentTestFunction()) + QStringLiteral(".vault"));
    }

    void changesToDifferentValuesAreMerged()
    {
        VaultFile one(m_path, passphrase());
        QVERIFY(bool(one.write(redis, Secret("redis-1")).result()));
        VaultFile two(m_path, passphrase());
        QVERIFY(bool(two.write(licence, Secret("licence-1")).result()));
        QVERIFY(bool(one.write(redis, Secret("redis-2")).result()));
        QVERIFY(*one.read(licence).result() == Secret("licence-1"));
        QVERIFY(*two.read(redis).result() == Secret("redis-2"));
    }

    void aChangeToTheSameValueIsAConflict()
    {
        VaultFile one(m_path, passphrase());
        VaultFile two(m_path, passphrase());
        QVERIFY(bool(one.write(redis, Secret("redis-1")).result()));
        QVERIFY(*two.read(redis).result() == Secret("redis-1"));
        QVERIFY(bool(two.write(redis, Secret("redis-2")).result()));
        QCOMPARE(one.write(redis, Secret("redis-3")).result().error().kind, ErrorKind::Conflict);
        QVERIFY(*two.read(redis).result() == Secret("redis-2"));
        QVERIFY(bool(one.write(redis, Secret("redis-3")).result())); // told, and wanted all the same
        QCOMPARE(two.erase(redis).result().error().kind, ErrorKind::Conflict);
        QVERIFY(bool(one.write(redis, Secret("redis-4")).result()));
        QVERIFY(bool(two.write(redis, Secret("redis-4")).result())); // both mean the same
    }

    /// Run a second time as a process of its own by `twoProcessesWriteOneFile`, with the other names.
    void manyNamesAreWritten()
    {
        const QString path = qEnvironmentVariable("TEST_VAULT", m_path);
        const QString prefix = qEnvironmentVariable("TEST_PREFIX", QStringLiteral("own"));
        VaultFile vault(path, passphrase());
        QList<QFuture<Result<void>>> writes;
        for (int i = 0; i < 15; ++i)
            writes.append(vault.write(prefix + QString::number(i), Secret("value")));
        for (const QFuture<Result<void>> &write : writes)
            QVERIFY2(bool(write.result()), qPrintable(write.result() ? QString() : write.result().error().message));
    }

    void twoProcessesWriteOneFile()
    {
        VaultFile vault(m_path, passphrase());
        QVERIFY(bool(vault.write(redis, Secret("one-value")).result()));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TEST_VAULT"), m_path);
        environment.insert(QStringLiteral("TEST_PREFIX"), QStringLiteral("other"));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("manyNamesAreWritten")});
        QVERIFY(process.waitForStarted(30000));
        for (int i = 0; process.state() != QProcess::NotRunning || i < 15; ++i) {
            QVERIFY(bool(vault.write(QStringLiteral("own%1").arg(i % 15), Secret("value" + QByteArray::number(i))).result()));
            process.waitForFinished(100); // leaves the other one a turn
            QVERIFY(i < 1000);
        }
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        for (int i = 0; i < 15; ++i) {
            QVERIFY(!vault.read(QStringLiteral("own%1").arg(i)).result()->isEmpty());
            QVERIFY(!vault.read(QStringLiteral("other%1").arg(i)).result()->isEmpty());
        }
        QVERIFY(!vault.read(redis).result()->isEmpty());
    }
};

QTEST_GUILESS_MAIN(VaultWritersTest)
#include "vault_writers_test.moc"
