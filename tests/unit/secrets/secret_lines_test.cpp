#include "app/secrets/secret_lines.h"

#include <QTest>

#include <rapidcheck.h>

class SecretLinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("value");
        const auto add = [](const char *text, const char *name, const char *value) {
            QTest::addRow("%s", text) << QByteArray(text) << QString::fromLatin1(name) << QByteArray(value);
        };
        add("redis-password=abc", "redis-password", "abc");
        add("--redis-password=abc", "redis-password", "abc");
        add("REDIS_PASSWORD=abc\n", "redis-password", "abc");
        add("export REDIS_PASSWORD=abc\r\n", "redis-password", "abc");
        add("OVDEPLOY_SECRET_REDIS_PASSWORD=abc", "redis-password", "abc");
        add("SSH_PASSWORD__MASTER_1=abc", "ssh-password@master-1", "abc");
        add("ssh-password@master-1=abc", "ssh-password@master-1", "abc");
        add("\xef\xbb\xbf# comment\n\n   \n\tredis-password=abc", "redis-password", "abc");
        add("redis-password =abc  ", "redis-password", "abc");
        add("redis-password=abc # comment", "redis-password", "abc");
        add("redis-password=a#b=c", "redis-password", "a#b=c");
        add("redis-password=a'b\"c\\d", "redis-password", "a'b\"c\\d");
        add("redis-password='a b\"\\' # comment", "redis-password", "a b\"\\");
        add("redis-password=\"a b'\\\"\\\\\\$\\`\\n\"", "redis-password", "a b'\"\\$`\\n");
        add("tls-key='line 1\nline 2\n'\nother=\n", "tls-key", "line 1\nline 2\n");
    }

    void linesAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, name);
        QFETCH(QByteArray, value);
        const Result<SecretSet> secrets = secretsInLines(text);
        QVERIFY2(bool(secrets), qPrintable(secrets ? QString() : secrets.error().message));
        QCOMPARE(secrets->names(), QStringList{name});
        QVERIFY(secrets->value(name) == Secret(value));
    }

    void mistakesAreToldWithTheirLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addRow("no sign") << QByteArray("# one\nhunter22\n") << 2;
        QTest::addRow("no name") << QByteArray("=hunter22") << 1;
        QTest::addRow("odd name") << QByteArray("hunter22 is=b") << 1;
        QTest::addRow("mixed name") << QByteArray("Redis_Password=hunter22") << 1;
        QTest::addRow("odd node") << QByteArray("ssh-password@=hunter22") << 1;
        QTest::addRow("blank in a word") << QByteArray("a=b\r\nb=hunter22 hunter22\r\n") << 2;
        QTest::addRow("behind the quote") << QByteArray("a='hunter22'b") << 1;
        QTest::addRow("open quote") << QByteArray("\n\na='hunter22\n\nb=c") << 3;
        QTest::addRow("behind a quote of two lines") << QByteArray("a='hunter22\n' b") << 2;
        QTest::addRow("twice") << QByteArray("a=hunter22\n\nA=hunter22") << 3;
        QTest::addRow("open escape") << QByteArray("a=\"hunter22\\") << 1;
    }

    void mistakesAreToldWithTheirLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        const Result<SecretSet> secrets = secretsInLines(text);
        QVERIFY(!secrets);
        QCOMPARE(secrets.error().kind, ErrorKind::Invalid);
        QVERIFY2(secrets.error().message.startsWith(QStringLiteral("Line %1:").arg(line)), qPrintable(secrets.error().message));
        QVERIFY(!secrets.error().message.contains(QStringLiteral("hunter22")) &&
                !secrets.error().advice.contains(QStringLiteral("hunter22")));
    }

    void tooMuchIsRefused()
    {
        QVERIFY(!secretsInLines(QByteArray(1024 * 1024 + 1, '#')));
        QVERIFY(bool(secretsInLines(QByteArray(1024 * 1024, '#'))));
    }

    void whatIsWrittenIsRead()
    {
        QVERIFY(rc::check("any values", [](const std::vector<std::string> &values) {
            SecretSet secrets;
            for (size_t i = 0; i < values.size(); ++i)
                secrets.insert(QStringLiteral("name-%1").arg(i), Secret("v" + QByteArray::fromStdString(values[i])));
            const Secret lines = linesOf(secrets);
            const Result<SecretSet> back = secretsInLines(lines.bytes());
            RC_ASSERT(back && *back == secrets);
        }));
    }
};

QTEST_GUILESS_MAIN(SecretLinesTest)
#include "secret_lines_test.moc"
