#include "app/secrets/generate.h"

#include <QTest>

#include <array>

namespace {
QString lettersAndDigits()
{
    return QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}
} // namespace

class GenerateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesFollowTheRule()
    {
        const SecretRule rule{lettersAndDigits(), 12, QStringLiteral("API")};
        QSet<QByteArray> values;
        for (int i = 0; i < 200; ++i) {
            const Result<Secret> value = generatedSecret(rule);
            QVERIFY(bool(value));
            QCOMPARE(value->bytes().size(), 15);
            QVERIFY(value->bytes().startsWith("API"));
            for (const char c : value->bytes())
                QVERIFY(rule.alphabet.contains(QLatin1Char(c)));
            values.insert(value->bytes().toByteArray());
        }
        QCOMPARE(values.size(), 200);
    }

    /// Taken modulo 62, the first eight characters would come 25 % more often: chi-square would be over 1000 instead of about 61.
    void everyCharacterIsEquallyLikely_data()
    {
        QTest::addColumn<QString>("alphabet");
        QTest::addColumn<double>("limit"); // of chi-square, passed by chance less than once in ten million runs
        QTest::addRow("62 characters") << lettersAndDigits() << 132.0;
        QTest::addRow("10 digits") << QStringLiteral("0123456789") << 49.0;
        QTest::addRow("2 characters") << QStringLiteral("01") << 29.0;
    }

    void everyCharacterIsEquallyLikely()
    {
        QFETCH(QString, alphabet);
        QFETCH(double, limit);
        std::array<int, 128> counts{};
        const int values = 50;
        const int length = 4096;
        for (int i = 0; i < values; ++i) {
            const Result<Secret> value = generatedSecret({alphabet, length, {}});
            QVERIFY(bool(value));
            for (const char c : value->bytes())
                ++counts.at(size_t(c));
        }
        const double expected = double(values) * length / double(alphabet.size());
        double chiSquare = 0;
        for (const QChar c : alphabet)
            chiSquare += (counts.at(c.unicode()) - expected) * (counts.at(c.unicode()) - expected) / expected;
        QVERIFY2(chiSquare < limit, qPrintable(QString::number(chiSquare)));
    }

    void impossibleRulesAreRefused_data()
    {
        QTest::addColumn<QString>("alphabet");
        QTest::addColumn<int>("length");
        QTest::addRow("no alphabet") << QString() << 10;
        QTest::addRow("one character") << QStringLiteral("a") << 10;
        QTest::addRow("a character twice") << QStringLiteral("aba") << 10;
        QTest::addRow("not ASCII") << QStringLiteral("aä") << 10;
        QTest::addRow("no length") << QStringLiteral("ab") << 0;
        QTest::addRow("negative") << QStringLiteral("ab") << -1;
        QTest::addRow("too long") << QStringLiteral("ab") << 4097;
    }

    void impossibleRulesAreRefused()
    {
        QFETCH(QString, alphabet);
        QFETCH(int, length);
        const Result<Secret> value = generatedSecret({alphabet, length, {}});
        QVERIFY(!value);
        QCOMPARE(value.error().kind, ErrorKind::Invalid);
        QCOMPARE(entropyOf({alphabet, length, {}}), 0.0);
    }

    void entropyIsThatOfTheRandomPart() { QVERIFY(qAbs(entropyOf({lettersAndDigits(), 44, QStringLiteral("API")}) - 262.0) < 0.1); }
};

QTEST_GUILESS_MAIN(GenerateTest)
#include "generate_test.moc"
