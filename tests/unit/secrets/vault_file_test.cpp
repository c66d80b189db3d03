#include "app/secrets/vault_file.h"

#include "app/secrets/vault_format.h"
#include "tests/support/own_memory.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {
const QString redis = QStringLiteral("redis-password");
const QString licence = QStringLiteral("openvidu-pro-license");

Secret passphrase()
{
    return Secret("correct horse battery staple");
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void store(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}
} // namespace

class VaultFileTest : public QObject
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

    void valuesOutliveTheObject()
    {
        {
            VaultFile vault(m_path, passphrase());
            QCOMPARE(vault.state().result(), VaultState::Absent);
            QVERIFY(vault.read(redis).result()->isEmpty());
            QVERIFY(!QFile::exists(m_path));
            QVERIFY(bool(vault.write(redis, Secret("one-value")).result()));
            QVERIFY(bool(vault.write(licence, Secret(QByteArray("\0\xff", 2))).result()));
            QCOMPARE(vault.state().result(), VaultState::Open);
        }
        QCOMPARE(QFile::permissions(m_path) & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(!contentOf(m_path).contains("one-value"));
        VaultFile vault(m_path, passphrase());
        QVERIFY(*vault.read(redis).result() == Secret("one-value"));
        QVERIFY(*vault.read(licence).result() == Secret(QByteArray("\0\xff", 2)));
        QVERIFY(bool(vault.erase(redis).result()));
        QVERIFY(vault.read(redis).result()->isEmpty());
        QVERIFY(!vault.read(licence).result()->isEmpty());
        QVERIFY(bool(vault.erase(redis).result()));
        QVERIFY(!QFile::exists(m_path + QStringLiteral(".lock")));
    }

    void looserPermissionsAreTightened()
    {
        VaultFile vault(m_path, passphrase());
        QVERIFY(bool(vault.write(redis, Secret("one-value")).result()));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
        QVERIFY(bool(vault.write(redis, Secret("two-value")).result()));
        QVERIFY(!(QFile::permissions(m_path) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void theKeyIsDerivedOnce()
    {
        VaultFile vault(m_path, passphrase());
        QElapsedTimer time;
        time.start();
        QVERIFY(bool(vault.write(redis, Secret("value-0")).result()));
        const qint64 first = time.restart();
        for (int i = 1; i <= 10; ++i)
            QVERIFY(bool(vault.write(redis, Secret("value-" + QByteArray::number(i))).result()));
        QVERIFY2(time.elapsed() < 5 * first, qPrintable(QStringLiteral("%1 ms, then %2 ms").arg(first).arg(time.elapsed())));
    }

    void aWrongPassphraseChangesNothing()
    {
        QVERIFY(bool(VaultFile(m_path, passphrase()).write(redis, Secret("one-value")).result()));
        const QByteArray before = contentOf(m_path);
        VaultFile wrong(m_path, Secret("another"));
        QCOMPARE(wrong.state().result(), VaultState::Locked);
        QCOMPARE(wrong.read(redis).result().error().kind, ErrorKind::Invalid);
        QCOMPARE(wrong.write(redis, Secret("two-value")).result().error().kind, ErrorKind::Invalid);
        QCOMPARE(wrong.erase(redis).result().error().kind, ErrorKind::Invalid);
        QCOMPARE(contentOf(m_path), before);
    }

    void aDamagedFileIsLeftAsItIs()
    {
        VaultFile vault(m_path, passphrase());
        QVERIFY(bool(vault.write(redis, Secret("one-value")).result()));
        for (QByteArray damaged : {contentOf(m_path).chopped(1), QByteArray(), QByteArray("ovdeploy vault\r\n\x00\x02 newer", 25),
                                   QByteArray(vaultSizeLimit + 1, 'a')}) {
            store(m_path, damaged);
            QCOMPARE(vault.state().result(), VaultState::Locked);
            QCOMPARE(vault.read(redis).result().error().kind, ErrorKind::Failed);
            QCOMPARE(vault.write(redis, Secret("two-value")).result().error().kind, ErrorKind::Failed);
            QVERIFY(contentOf(m_path) == damaged);
        }
    }

    void aFileThatVanishedIsNotMadeAgain()
    {
        VaultFile vault(m_path, passphrase());
        QVERIFY(bool(vault.write(redis, Secret("one-value")).result()));
        QVERIFY(QFile::remove(m_path));
        QCOMPARE(vault.read(redis).result().error().kind, ErrorKind::Failed);
        QCOMPARE(vault.write(licence, Secret("two-value")).result().error().kind, ErrorKind::Failed);
        QVERIFY(!QFile::exists(m_path));
    }

    void whatCannotBeWrittenIsAnError()
    {
        VaultFile nowhere(m_folder.filePath(QStringLiteral("no/such/folder.vault")), passphrase());
        QCOMPARE(nowhere.write(redis, Secret("one-value")).result().error().kind, ErrorKind::Failed);
        VaultFile vault(m_path, passphrase());
        QCOMPARE(vault.write(redis, Secret(QByteArray(secretSizeLimit + 1, 'a'))).result().error().kind, ErrorKind::Invalid);
        QCOMPARE(vault.write(QString(), Secret("one-value")).result().error().kind, ErrorKind::Invalid);
        QVERIFY(!QFile::exists(m_path));
    }

    void nothingStaysInMemory()
    {
        const QByteArray hidden = turned("hunter22-") + turned(QByteArray::number(QDateTime::currentMSecsSinceEpoch()));
        {
            VaultFile vault(m_path, passphrase());
            QByteArray value = turned(hidden);
            const Secret secret = Secret::takenFrom(value);
            QVERIFY(bool(vault.write(redis, secret).result()));
            QVERIFY(*vault.read(redis).result() == secret);
            QTRY_COMPARE(occurrencesInMemory(hidden), 1); // ours; the vault keeps none
        }
        QCOMPARE(occurrencesInMemory(hidden), 0);
    }
};

QTEST_GUILESS_MAIN(VaultFileTest)
#include "vault_file_test.moc"
