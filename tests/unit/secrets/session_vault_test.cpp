#include "app/secrets/session_vault.h"

#include <QTest>

class SessionVaultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreKeptUntilErased()
    {
        SessionVault vault;
        QCOMPARE(vault.state().result(), VaultState::Open);
        QVERIFY(vault.read(QStringLiteral("a")).result()->isEmpty());
        QVERIFY(bool(vault.write(QStringLiteral("a"), Secret("one")).result()));
        QVERIFY(bool(vault.write(QStringLiteral("b"), Secret("two")).result()));
        QVERIFY(*vault.read(QStringLiteral("a")).result() == Secret("one"));
        QVERIFY(bool(vault.erase(QStringLiteral("a")).result()));
        QVERIFY(vault.read(QStringLiteral("a")).result()->isEmpty());
        QVERIFY(*vault.read(QStringLiteral("b")).result() == Secret("two"));
    }

    void valuesGivenAtTheStartAreThere()
    {
        SecretSet given;
        given.insert(QStringLiteral("redis-password"), Secret("given"));
        SessionVault vault(given);
        QVERIFY(*vault.read(QStringLiteral("redis-password")).result() == Secret("given"));
    }
};

QTEST_GUILESS_MAIN(SessionVaultTest)
#include "session_vault_test.moc"
