#include "app/secrets/vault_format.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <rapidcheck.h>

namespace {
SecretSet threeSecrets()
{
    SecretSet secrets;
    secrets.insert(QStringLiteral("redis-password"), Secret("known-redis-value"));
    secrets.insert(QStringLiteral("ssh-password@master-1"), Secret("grün & 'blau'"));
    secrets.insert(QStringLiteral("tls-key"), Secret(QByteArray("\x00\x01\x02\xff", 4)));
    return secrets;
}

QByteArray withChecksum(const QByteArray &file)
{
    const QByteArray body = file.chopped(32);
    return body + QCryptographicHash::hash(body, QCryptographicHash::Sha256);
}
} // namespace

class VaultFormatTest : public QObject
{
    Q_OBJECT

private:
    QByteArray m_known;
    Secret m_key;

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(SOURCE_FOLDER "/tests/data/secrets/known.vault"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_known = file.readAll();
        const Result<VaultHeader> header = vaultHeader(m_known);
        QVERIFY(bool(header));
        const Result<Secret> key = vaultKey(Secret("correct horse battery staple"), header->salt);
        QVERIFY(bool(key));
        m_key = *key;
    }

    void anotherProgramsFileOpens()
    {
        const Result<SecretSet> secrets = openedVault(m_known, m_key);
        QVERIFY(bool(secrets));
        QVERIFY(*secrets == threeSecrets());
    }

    void whatIsSealedOpens()
    {
        const QByteArray salt = vaultHeader(m_known)->salt;
        const Result<QByteArray> one = sealedVault(threeSecrets(), salt, m_key);
        const Result<QByteArray> two = sealedVault(threeSecrets(), salt, m_key);
        QVERIFY(one && two);
        QCOMPARE(one->size(), m_known.size());
        QVERIFY(vaultHeader(*one)->nonce != vaultHeader(*two)->nonce);
        QVERIFY(*openedVault(*one, m_key) == threeSecrets());
        QVERIFY(!one->contains("redis"));
        const Result<QByteArray> empty = sealedVault(SecretSet(), salt, m_key);
        QVERIFY(empty && *openedVault(*empty, m_key) == SecretSet());
    }

    void everySingleBitIsGuarded()
    {
        for (qsizetype bit = 0; bit < m_known.size() * 8; ++bit) {
            QByteArray flipped = m_known;
            flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << bit % 8));
            const Result<SecretSet> secrets = openedVault(flipped, m_key);
            QVERIFY2(!secrets, qPrintable(QString::number(bit)));
            QCOMPARE(secrets.error().kind, ErrorKind::Failed); // damage, not a wrong passphrase
        }
    }

    /// Somebody who can write the file can also make its checksum right.
    void everySingleBitIsGuardedByTheKey()
    {
        for (qsizetype bit = 0; bit < (m_known.size() - 32) * 8; ++bit) {
            QByteArray flipped = m_known;
            flipped[bit / 8] = char(flipped[bit / 8] ^ (1 << bit % 8));
            QVERIFY2(!openedVault(withChecksum(flipped), m_key), qPrintable(QString::number(bit)));
        }
    }

    void otherLengthsAreRefused()
    {
        for (qsizetype size = 0; size < m_known.size(); ++size) {
            const QByteArray cut = m_known.left(size);
            QVERIFY(!openedVault(cut, m_key));
            if (size >= 32)
                QVERIFY(!openedVault(withChecksum(cut), m_key));
        }
        QVERIFY(!openedVault(m_known + '\0', m_key));
        QVERIFY(!openedVault(withChecksum(m_known + '\0'), m_key));
        QVERIFY(!openedVault(QByteArray(m_known).replace("\r\n", "\n"), m_key));
    }

    void reasonsAreToldApart()
    {
        const Result<Secret> other = vaultKey(Secret("another passphrase"), vaultHeader(m_known)->salt);
        QVERIFY(bool(other));
        const Error wrong = openedVault(m_known, *other).error();
        QByteArray newer = m_known;
        newer[17] = 2;
        QByteArray older = m_known;
        older[17] = 0;
        const Error newerError = openedVault(newer, m_key).error();
        const Error foreign = openedVault("-----BEGIN PRIVATE KEY-----", m_key).error();
        const Error damaged = openedVault(m_known.chopped(1), m_key).error();
        QCOMPARE(wrong.kind, ErrorKind::Invalid);
        for (const Error &error : {newerError, foreign, damaged})
            QCOMPARE(error.kind, ErrorKind::Failed);
        QSet<QString> messages;
        for (const Error &error : {wrong, newerError, foreign, damaged})
            messages.insert(error.message);
        QCOMPARE(messages.size(), 4);
        QCOMPARE(openedVault(withChecksum(older), m_key).error().message, damaged.message);
        QCOMPARE(openedVault(m_known, Secret()).error().kind, ErrorKind::Invalid);
    }

    void keysNeedAPassphraseAndASalt()
    {
        QVERIFY(!vaultKey(Secret(), newVaultSalt()));
        QVERIFY(!vaultKey(Secret("passphrase"), "short"));
        QVERIFY(newVaultSalt() != newVaultSalt());
    }

    void payloadsComeBack()
    {
        QVERIFY(rc::check("any names and values", [](const std::map<std::string, std::string> &values) {
            SecretSet secrets;
            for (const auto &[name, value] : values)
                secrets.insert(QStringLiteral("n") + QString::fromLatin1(QByteArray::fromStdString(name)),
                               Secret(QByteArray::fromStdString(value)));
            const Secret payload = vaultPayload(secrets);
            const Result<SecretSet> back = secretsInPayload(payload.bytes());
            RC_ASSERT(back && *back == secrets);
            RC_ASSERT(!secretsInPayload(payload.bytes().first(*rc::gen::inRange<qsizetype>(0, payload.bytes().size()))));
        }));
    }

    void impossiblePayloadsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addRow("nothing") << QByteArray();
        QTest::addRow("more than there is") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::addRow("a huge name") << QByteArray("\x00\x00\x00\x01\xff\xff\xff\xff", 8);
        QTest::addRow("no name") << QByteArray("\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00", 12);
        QTest::addRow("something left") << QByteArray("\x00\x00\x00\x00z", 5);
        const QByteArray entry("\x00\x00\x00\x01n\x00\x00\x00\x01v", 10);
        QTest::addRow("a name twice") << QByteArray("\x00\x00\x00\x02", 4) + entry + entry;
        QTest::addRow("a name that is no text") << QByteArray("\x00\x00\x00\x01\x00\x00\x00\x01\xff\x00\x00\x00\x01v", 14);
    }

    void impossiblePayloadsAreRefused()
    {
        QFETCH(QByteArray, payload);
        QVERIFY(!secretsInPayload(payload));
    }
};

QTEST_GUILESS_MAIN(VaultFormatTest)
#include "vault_format_test.moc"
