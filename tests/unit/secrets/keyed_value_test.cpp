#include "tests/support/redacting.h"

#include <QTest>

class KeyedValueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKeyHidesItsValue_data();
    void everyKeyHidesItsValue();

    void anOpenQuoteDoesNotSwallowTheLog()
    {
        const QByteArray line(79, 'l');
        const QByteArray out = redacted(redactorOf({}, {QStringLiteral("KEY")}), "KEY='" + (line + '\n').repeated(1000));
        QVERIFY(out.size() > 60000);
    }
};

void KeyedValueTest::everyKeyHidesItsValue_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto add = [](const char *text, const char *expected) { QTest::addRow("%s", text) << QByteArray(text) << QByteArray(expected); };
    add("REDIS_PASSWORD=abc", "REDIS_PASSWORD=xxxxx");
    add("REDIS_PASSWORD=abc def # rest\nnext", "REDIS_PASSWORD=xxxxx\nnext");
    add("  REDIS_PASSWORD=abc def\r\nnext", "  REDIS_PASSWORD=xxxxx\r\nnext");
    add("export REDIS_PASSWORD=abc def", "export REDIS_PASSWORD=xxxxx def");
    add("+ REDIS_PASSWORD=a\\ b'c d'\"e f\" def", "+ REDIS_PASSWORD=xxxxx def");
    add("REDIS_PASSWORD='a b' def", "REDIS_PASSWORD='xxxxx' def");
    add("REDIS_PASSWORD='a'\\''b c' def", "REDIS_PASSWORD='xxxxx' def");
    add("REDIS_PASSWORD=\"a \\\" b\" def", "REDIS_PASSWORD=\"xxxxx\" def");
    add("REDIS_PASSWORD='line\nline' def", "REDIS_PASSWORD='xxxxx' def");
    add("REDIS_PASSWORD=", "REDIS_PASSWORD=");
    add("env REDIS_PASSWORD= word", "env REDIS_PASSWORD= word");
    add("REDIS_PASSWORD = abc", "REDIS_PASSWORD = xxxxx");
    add("REDIS_PASSWORD: abc def\nnext", "REDIS_PASSWORD: xxxxx\nnext");
    add("REDIS_PASSWORD=''", "REDIS_PASSWORD=''");
    add("OTHER_REDIS_PASSWORD=abc", "OTHER_REDIS_PASSWORD=xxxxx");
    add("REDIS_PASSWORD_FILE=abc", "REDIS_PASSWORD_FILE=abc");
    add("REDIS_PASSWORD is missing", "REDIS_PASSWORD is missing");
    add("[\"A=b\",\"REDIS_PASSWORD=a b\",\"C=d\"]", "[\"A=b\",\"REDIS_PASSWORD=xxxxx\",\"C=d\"]");
    add("['REDIS_PASSWORD=a b', 'C=d']", "['REDIS_PASSWORD=xxxxx', 'C=d']");
    add("{\"REDIS_PASSWORD\":\"a b\",\"c\":1}", "{\"REDIS_PASSWORD\":\"xxxxx\",\"c\":1}");
    add("{\"REDIS_PASSWORD\": \"a b\"}", "{\"REDIS_PASSWORD\": \"xxxxx\"}");
    add("{\\\"REDIS_PASSWORD\\\":\\\"a b\\\"}\n-", "{\\\"REDIS_PASSWORD\\\":xxxxx\n-");
    add("{\"a\":\"{\\\"REDIS_PASSWORD\\\":\\\"a b\\\"}\",\"c\":1}", "{\"a\":\"{\\\"REDIS_PASSWORD\\\":xxxxx\",\"c\":1}");
    add("msg=\"with REDIS_PASSWORD=abc\" level=info\nnext", "msg=\"with REDIS_PASSWORD=xxxxx\nnext");
    add("install --redis-password abc --other d", "install --redis-password xxxxx --other d");
    add("--redis-password=abc d", "--redis-password=xxxxx d");
    add("--redis-password 'a b' d", "--redis-password 'xxxxx' d");
    add("--redis-password=\"a b\" d", "--redis-password=\"xxxxx\" d");
    add("'--redis-password' 'a b' d", "'--redis-password' 'xxxxx' d");
    add("[\"--redis-password\",\"a b\",\"c\"]", "[\"--redis-password\",\"xxxxx\",\"c\"]");
    add("[\n  \"--redis-password\",\n  \"a b\",\n  \"c\"]", "[\n  \"--redis-password\",\n  \"xxxxx\",\n  \"c\"]");
    add("[\"--redis-password=a b\",\"c\"]", "[\"--redis-password=xxxxx\",\"c\"]");
    add("--redis-password-file abc", "--redis-password-file abc");
    add("--redis-password\nabc", "--redis-password\nabc");
    add("redis-password=abc", "redis-password=xxxxx");
    add("REDIS_PASSWORD=xxxxx", "REDIS_PASSWORD=xxxxx");
    add("REDIS_PASSWORD=it-is-known-1 b", "REDIS_PASSWORD=xxxxx");
    add("\"REDIS_PASSWORD=a\"it-is-known-1", "\"REDIS_PASSWORD=xxxxx");
}

void KeyedValueTest::everyKeyHidesItsValue()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const Redactor redactor = redactorOf({"it-is-known-1"}, keysOf(QStringLiteral("redis-password")));
    QCOMPARE(redacted(redactor, text), expected);
    QCOMPARE(redactedInPieces(redactor, text, 1), expected);
}

QTEST_GUILESS_MAIN(KeyedValueTest)
#include "keyed_value_test.moc"
