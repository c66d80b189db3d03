#include "app/secrets/redactor.h"

#include "app/base/shell_quote.h"
#include "app/secrets/secret_forms.h"
#include "tests/support/redacting.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUrl>

namespace {
const QByteArray oddSecret("p'q\"/ $z\\&<%+=\tü\n!");
} // namespace

class RedactorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySpellingIsRemoved_data()
    {
        QTest::addColumn<QByteArray>("spelling");
        const QByteArray shell = shellQuoted(QString::fromUtf8(oddSecret)).toUtf8();
        const QByteArray url = QUrl::toPercentEncoding(QString::fromUtf8(oddSecret));
        QByteArray lowerUrl = url;
        for (qsizetype i = 0; i + 2 < url.size(); ++i) {
            if (url[i] == '%')
                lowerUrl.replace(i, 3, url.mid(i, 3).toLower());
        }
        const QByteArray json = QJsonDocument(QJsonArray{QString::fromUtf8(oddSecret)}).toJson(QJsonDocument::Compact);
        QTest::addRow("raw") << oddSecret;
        QTest::addRow("shell") << shell.sliced(1, shell.size() - 2);
        QTest::addRow("shell, Python's way") << QByteArray("p'\"'\"'q\"/ $z\\&<%+=\tü\n!");
        QTest::addRow("double quotes") << QByteArray("p'q\\\"/ \\$z\\\\&<%+=\tü\n!");
        QTest::addRow("bash %%q") << QByteArray("p\\'q\"/ $z\\\\&<%+=\\tü\\n!");
        QTest::addRow("bash %%q, C locale") << QByteArray("p\\'q\"/ $z\\\\&<%+=\\t\\303\\274\\n!");
        QTest::addRow("URL") << url;
        QTest::addRow("URL, lower") << lowerUrl;
        QTest::addRow("form") << QByteArray(url).replace("%20", "+");
        QTest::addRow("JSON") << json.sliced(2, json.size() - 4);
        QTest::addRow("JSON, Python's") << QByteArray("p'q\\\"/ $z\\\\&<%+=\\t\\u00fc\\n!");
        QTest::addRow("JSON, Go's") << QByteArray("p'q\\\"/ $z\\\\\\u0026\\u003c%+=\\tü\\n!");
        QTest::addRow("JSON, PHP's") << QByteArray("p'q\\\"\\/ $z\\\\&<%+=\\t\\u00fc\\n!");
        QTest::addRow("base64") << oddSecret.toBase64();
        QTest::addRow("base64 without padding") << oddSecret.toBase64(QByteArray::OmitTrailingEquals);
        QTest::addRow("base64 for URLs") << oddSecret.toBase64(QByteArray::Base64UrlEncoding);
        QTest::addRow("base64 with a line end in it") << (oddSecret + '\n').toBase64(QByteArray::OmitTrailingEquals).chopped(2);
    }

    void everySpellingIsRemoved()
    {
        QFETCH(QByteArray, spelling);
        QCOMPARE(redacted(redactorOf({oddSecret}), "before " + spelling + " after\n"), QByteArray("before xxxxx after\n"));
    }

    void base64OfAnythingAroundItIsRemoved()
    {
        const QByteArray secret("S3cretValue");
        for (int before = 0; before < 7; ++before) {
            for (int after = 0; after < 4; ++after) {
                const QByteArray text = QByteArray("user::k").left(before) + secret + QByteArray("@host").left(after);
                for (const auto options : {QByteArray::Base64Encoding, QByteArray::Base64UrlEncoding}) {
                    const QByteArray out = redacted(redactorOf({secret}), "Basic " + text.toBase64(options) + "\n");
                    QVERIFY2(out.contains("xxxxx"), out.constData());
                    QVERIFY(out.size() <= 6 + 5 + 14 + 1);
                }
            }
        }
    }

    void wrappedBase64IsRemoved_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<QByteArray>("lineEnd");
        for (const int width : {60, 64, 76}) {
            for (const char *lineEnd : {"\n", "\r\n", "\n    ", "\r\n\t"})
                QTest::addRow("%d %d", width, int(qstrlen(lineEnd) * 10) + lineEnd[0]) << width << QByteArray(lineEnd);
        }
    }

    void wrappedBase64IsRemoved()
    {
        QFETCH(int, width);
        QFETCH(QByteArray, lineEnd);
        const QByteArray secret("a-value-that-is-44-characters-long-or-so-000");
        for (int before = 30; before < 110; ++before) {
            const QByteArray digits = (QByteArray(before, '~') + secret + QByteArray(50, '~')).toBase64();
            const QByteArray text = "begin\n" + wrapped(digits, width, lineEnd.constData()) + "\nend\n";
            for (const qsizetype piece : {text.size(), qsizetype(1), qsizetype(7)}) {
                const QByteArray out = redactedInPieces(redactorOf({secret}), text, piece);
                QCOMPARE(out.count("xxxxx"), 1);
                QByteArray joined = out;
                for (const char *blank : {"\r", "\n", "\t", " "})
                    joined.replace(blank, "");
                for (const QByteArray &form : formsOf(secret).base64)
                    QVERIFY(!joined.contains(form));
                // Nothing but the secret's own digits and the line ends between them is missing.
                QVERIFY(text.size() - out.size() < secret.size() * 4 / 3 + lineEnd.size());
            }
        }
    }

    void aPrivateKeySplitOverReadsIsRemoved()
    {
        const QByteArray key = privateKey();
        const QList<QByteArray> texts{key, key.toBase64(), wrapped(key.toBase64(), 76, "\n"), QByteArray(key).replace("\n", "\\n")};
        const Redactor redactor = redactorOf({key});
        for (const QByteArray &text : texts) {
            for (const qsizetype piece : {qsizetype(1), qsizetype(100), qsizetype(1000), text.size()}) {
                const QByteArray out = redactedInPieces(redactor, text, piece);
                QVERIFY2(out.startsWith("xxxxx") && out.size() < 10, out.left(200).constData());
            }
        }
    }

    void aPrivateKeyIsRemovedHoweverItsLinesArePrinted()
    {
        const QByteArray key = privateKey();
        const Redactor redactor = redactorOf({key});
        const QByteArray crlf = QByteArray(key.trimmed()).replace("\n", "\r\n");
        QCOMPARE(redacted(redactor, crlf), QByteArray("xxxxx"));
        QByteArray numbered;
        for (const QByteArray &line : key.split('\n'))
            numbered += "  12: " + line + "\n";
        const QByteArray out = redacted(redactor, numbered);
        for (const QByteArray &line : key.split('\n'))
            QVERIFY(line.size() < 16 || line.startsWith("---") || !out.contains(line));
        QVERIFY(out.contains("-----BEGIN PRIVATE KEY-----"));
    }

    void shortSecretsAreLeft()
    {
        QCOMPARE(redacted(redactorOf({"12345", "", "üüüüü"}), "12345 üüüüü"), QByteArray("12345 üüüüü"));
        QCOMPARE(redacted(redactorOf({"123456", "üüüüüü"}), "123456 üüüüüü"), QByteArray("xxxxx xxxxx"));
    }

    void theLongestComesFirstAndOverlapsAreOne()
    {
        const Redactor redactor = redactorOf({"abcdef", "abcdefghij", "hijklmno"});
        QCOMPARE(redacted(redactor, "abcdef-"), QByteArray("xxxxx-"));
        QCOMPARE(redacted(redactor, "abcdefghi-"), QByteArray("xxxxxghi-"));
        QCOMPARE(redacted(redactor, "abcdefghij-"), QByteArray("xxxxx-"));
        QCOMPARE(redacted(redactor, "abcdefghijklmno-"), QByteArray("xxxxx-"));
        QCOMPARE(redacted(redactor, "abcdefhijklmno-"), QByteArray("xxxxx-"));
    }

    void completeLinesAreShownAtOnce()
    {
        Redactor stream = redactorOf({"Secret-Value-1", privateKey(), "two\nlines of it"}, keysOf(QStringLiteral("redis-password")));
        QCOMPARE(stream.feed("Pulling images Secret-Val\n"), QByteArray("Pulling images Secret-Val\n"));
        QCOMPARE(stream.feed("progress 10%\r"), QByteArray("progress 10%\r"));
        QCOMPARE(stream.feed(QByteArray(70, '=') + "\n"), QByteArray(70, '=') + "\n");
        QCOMPARE(stream.feed(QByteArray(70, '-') + "\n"), QByteArray(70, '-') + "\n");
        QCOMPARE(stream.feed("REDIS_PASSWORD=\n"), QByteArray("REDIS_PASSWORD=\n"));
        QCOMPARE(stream.feed("REDIS_PASSWORD='a'\n"), QByteArray("REDIS_PASSWORD='xxxxx'\n"));
        QCOMPARE(stream.feed("Password: "), QByteArray("Password: "));
        QCOMPARE(stream.feed("is two\n"), QByteArray("is ")); // may be a secret's first line
        QCOMPARE(stream.feed("lines.\n"), QByteArray("two\nlines.\n"));
    }

    void nothingIsRemovedWithoutSecrets() { QCOMPARE(redacted(Redactor(), "KEY=value\n"), QByteArray("KEY=value\n")); }

    void aFlushedStreamBeginsAnew()
    {
        Redactor stream = redactorOf({"abcdefgh"}, {QStringLiteral("KEY")});
        QCOMPARE(stream.feed("abcd"), QByteArray());
        QCOMPARE(stream.flush(), QByteArray("abcd"));
        QCOMPARE(stream.feed("efgh KEY="), QByteArray("efgh KEY="));
        QCOMPARE(stream.flush(), QByteArray());
        QCOMPARE(stream.feed("value\n"), QByteArray("value\n"));
    }

    void fiftyMegabytesTakeSeconds()
    {
        QList<QByteArray> secrets;
        QByteArray log;
        for (int i = 0; i < 30; ++i)
            secrets.append(QCryptographicHash::hash(QByteArray::number(i), QCryptographicHash::Sha256).toBase64());
        const Redactor redactor = redactorOf(secrets, keysOf(QStringLiteral("redis-password")));
        for (int i = 0; log.size() < 5'000'000; ++i) {
            log += "2024-05-01T12:00:00Z level=info msg=\"Pulling image layer " +
                   QCryptographicHash::hash(QByteArray::number(i), QCryptographicHash::Md5).toHex();
            log += i % 50 == 0 ? " from the registry with " + secrets[i / 50 % 30] + "\"\n" : QByteArray(" from the registry\"\n");
        }
        QElapsedTimer time;
        time.start();
        Redactor stream = redactor;
        for (int round = 0; round < 10; ++round) {
            for (qsizetype at = 0; at < log.size(); at += 16384)
                QVERIFY(!stream.feed(log.mid(at, 16384)).contains(secrets[0]));
        }
        qInfo("%lld MB/s", 50000 / std::max<qint64>(time.elapsed(), 1));
        QVERIFY(time.elapsed() < 60000);
    }
};

QTEST_GUILESS_MAIN(RedactorTest)
#include "redactor_test.moc"
