#include "app/secrets/secret.h"

#include "tests/support/own_memory.h"

#include <QDateTime>
#include <QDebug>
#include <QTest>

#include <type_traits>

template <typename T>
concept Printable = requires(QDebug debug, T value)
{
    debug << value;
};

class SecretTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecretHasNoWayOntoAScreen()
    {
        QVERIFY(!Printable<Secret>);
        QVERIFY(!(std::is_convertible_v<Secret, QString>)&&!(std::is_convertible_v<Secret, QByteArray>)&&!(
            std::is_convertible_v<QByteArray, Secret>));
    }

    void nothingStaysInMemory()
    {
        // Made at run time, so that the program's own text does not hold it.
        const QByteArray hidden = turned("hunter22-") + turned(QByteArray::number(QDateTime::currentMSecsSinceEpoch()));
        QCOMPARE(occurrencesInMemory(hidden + '\1'), 0);
        {
            QByteArray source = turned(hidden);
            const Secret taken = Secret::takenFrom(source);
            QVERIFY(source.isEmpty());
            QCOMPARE(occurrencesInMemory(hidden), 1);
        }
        QCOMPARE(occurrencesInMemory(hidden), 0);
    }

    void copiesShareOneBuffer()
    {
        const Secret one("value-of-it");
        const Secret two = one;
        QVERIFY(one.bytes().data() == two.bytes().data());
        QVERIFY(one == two);
        QVERIFY(!(one == Secret("value-of-iu")) && !(one == Secret("value-of-i")) && !(one == Secret()));
        QVERIFY(Secret() == Secret(QByteArray()));
    }

    void aSharedSourceIsNotTouched()
    {
        const QByteArray source("value-of-it");
        QByteArray shared = source;
        const Secret taken = Secret::takenFrom(shared);
        QCOMPARE(source, QByteArray("value-of-it"));
        QVERIFY(taken == Secret(source));
    }

    void namesOfVariables()
    {
        QCOMPARE(environmentName(QStringLiteral("redis-password")), QStringLiteral("OVDEPLOY_SECRET_REDIS_PASSWORD"));
        QCOMPARE(environmentName(QStringLiteral("ssh-password@master-1")), QStringLiteral("OVDEPLOY_SECRET_SSH_PASSWORD__MASTER_1"));
        QCOMPARE(shellVariable(QStringLiteral("redis-password")), QStringLiteral("REDIS_PASSWORD"));
    }

    void aNodesOwnValueComesFirst()
    {
        SecretSet secrets;
        secrets.insert(QStringLiteral("ssh-password"), Secret("all"));
        secrets.insert(QStringLiteral("ssh-password@b"), Secret("b's"));
        QVERIFY(secrets.valueFor(QStringLiteral("ssh-password"), QStringLiteral("a")) == Secret("all"));
        QVERIFY(secrets.valueFor(QStringLiteral("ssh-password"), QStringLiteral("b")) == Secret("b's"));
        secrets.remove(QStringLiteral("ssh-password"));
        QVERIFY(secrets.valueFor(QStringLiteral("ssh-password"), QStringLiteral("a")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(SecretTest)
#include "secret_test.moc"
