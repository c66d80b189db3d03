#include "app/run/lines.h"
#include "tests/support/run_fixture.h"

#include <QTest>

#include <sys/resource.h>

namespace {
// ASan keeps freed memory for a while.
#ifdef __SANITIZE_ADDRESS__
const long moreMemory = 600000;
#else
const long moreMemory = 20000;
#endif

/// All blocks of a stream that comes in pieces of `size` bytes.
QList<LineBlock> cut(LineCutter &cutter, const QByteArray &stream, qsizetype size)
{
    QList<LineBlock> blocks;
    for (qsizetype at = 0; at < stream.size(); at += size)
        blocks += cutter.feed(QByteArrayView(stream).sliced(at, std::min(size, stream.size() - at)));
    return blocks + cutter.finish();
}

QString joined(const QList<LineBlock> &blocks)
{
    QStringList lines;
    for (const LineBlock &block : blocks)
        lines.append(block.isReport ? QStringLiteral("<%1>").arg(block.text) : block.text);
    return lines.join(QLatin1Char('\n'));
}

Redactor redactorOf(const QByteArray &secret)
{
    return Redactor({Secret(secret)});
}
} // namespace

class LinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anySizeOfPiecesGivesTheSameLines_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QString>("lines");
        const auto row = [](const char *name, const char *stream, const char *lines) {
            QTest::newRow(name) << QByteArray(stream) << QString::fromUtf8(lines);
        };
        row("nothing", "", "");
        row("lines", "one\ntwo\n", "one\ntwo");
        row("empty lines", "\n\na\n\n", "\n\na\n");
        row("no last line feed", "one\ntwo", "one\ntwo");
        row("carriage returns", "one\r\ntwo\r\n", "one\ntwo");
        row("escapes", "\x1b[31mred\x1b[0m\a\nx\n", "red\nx");
        row("umlauts", "gr\xc3\xbcn\n\xff\n", "grün\n\uFFFD");
        row("report", "a\n@@report key value\nb\n", "a\n<key value>\nb");
        row("a report alone", "@@report key", "<key>");
        row("no report", " @@report key\n@@reports\n", " @@report key\n@@reports");
        row("secret", "pw=hunter22 ok\nhunter2\n", "pw=xxxxx ok\nhunter2");
        row("secret in a report", "@@report key hunter22\n", "<key xxxxx>");
        row("secret at the end", "the hunter22", "the xxxxx");
    }

    void anySizeOfPiecesGivesTheSameLines()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QString, lines);
        for (const qsizetype size : {1, 2, 3, 5, 1000}) {
            LineCutter cutter(redactorOf("hunter22"), 100);
            QCOMPARE(joined(cut(cutter, stream, size)), lines);
            QCOMPARE(cutter.offset(), 100 + stream.size());
        }
    }

    void anyPlaceOfACutGivesTheSameLines_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("a word") << QByteArray("hunter22") << QByteArray("one\npw hunter22\nhunter22\n\nend");
        QTest::newRow("two lines") << QByteArray("hunter\n22words") << QByteArray("one\npw hunter\n22words\nhunter\n22\nend\nhunter\n");
        QTest::newRow("line feed first") << QByteArray("\nhunter22") << QByteArray("one\ntwo\nhunter22\n\nend\n");
    }

    /// After every byte the connection goes and the stream is read again from the offset that was told.
    void anyPlaceOfACutGivesTheSameLines()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, stream);
        LineCutter whole(redactorOf(secret), 0);
        const QString wanted = joined(cut(whole, stream, 1000));
        QVERIFY(!wanted.contains(QString::fromUtf8(secret)));
        for (qsizetype at = 0; at <= stream.size(); ++at) {
            LineCutter cutter(redactorOf(secret), 0);
            QList<LineBlock> blocks = cutter.feed(QByteArrayView(stream).first(at));
            cutter.restart();
            blocks += cut(cutter, stream.mid(cutter.offset()), 2);
            QCOMPARE(joined(blocks), wanted);
            QCOMPARE(blocks.last().at, stream.size());
        }
    }

    void offsetsOfBlocksGrow()
    {
        LineCutter cutter(Redactor(), 7);
        const QList<LineBlock> blocks = cut(cutter, "a\nb\n@@report k v\nc\nd", 1000);
        QCOMPARE(blocks, (QList<LineBlock>{{false, text("a\nb"), 11}, {true, text("k v"), 24}, {false, text("c"), 26}, {false, text("d"), 27}}));
    }

    void longLinesAreCutOffAndBlocksAreBounded()
    {
        LineCutter cutter(Redactor(), 0);
        const QList<LineBlock> blocks = cut(cutter, QByteArray(300000, 'x') + '\n' + QByteArray("y\n").repeated(100000), 32768);
        qsizetype ys = 0;
        for (const LineBlock &block : blocks) {
            QVERIFY(block.text.size() <= 65536);
            for (const QString &line : block.text.split(QLatin1Char('\n')))
                QVERIFY(line.size() <= 4097);
            ys += block.text.count(QLatin1Char('y'));
        }
        QCOMPARE(ys, 100000);
        QVERIFY(blocks.first().text.endsWith(QChar(0x2026)));
        QCOMPARE(blocks.last().at, 500001);
    }

    void muchOutputPassesInLittleMemory()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        QList<QByteArray> chunks;
        const QByteArray chunk = QByteArray("a line of sixty-four bytes, as installers print them all day..\n").repeated(1000);
        for (int i = 0; i < 800; ++i)
            chunks.append(chunk);
        node.jobs[text("install master")] = {.chunks = chunks};
        fixture.secrets.insert(text("redis-password"), Secret("hunter22"));
        fixture.plan.stages = {stageOf("install", {stepOf("install", text("a"), jobOf("install master"))})};
        fixture.keepsEvents = false;
        qint64 events = 0, lines = 0;
        fixture.onEvent = [&](const RunEvent &event) {
            events += event.type == RunEvent::Type::Output ? 1 : 0;
            lines += event.type == RunEvent::Type::Output ? event.text.count(QLatin1Char('\n')) + 1 : 0;
        };
        rusage before{}, after{};
        getrusage(RUSAGE_SELF, &before);
        const auto started = std::chrono::steady_clock::now();
        QCOMPARE(fixture.run().outcome, text("done"));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
        getrusage(RUSAGE_SELF, &after);
        QCOMPARE(lines, 800000);
        QVERIFY2(double(events) < 200 * took.count() + 20, qPrintable(QStringLiteral("%1 events in %2 s").arg(events).arg(took.count())));
        QVERIFY2(after.ru_maxrss - before.ru_maxrss < moreMemory, qPrintable(QStringLiteral("%1 KB more").arg(after.ru_maxrss - before.ru_maxrss)));
        QVERIFY2(took.count() < 60, qPrintable(QString::number(took.count())));
    }

    void secretsAreInNoEvent()
    {
        RunFixture fixture;
        FakeNode &node = fixture.cluster.node(text("a"));
        node.answers[text("exec x")] = {{.exitStatus = 1, .out = "--redis-password hunter22\n", .err = "the value hunter22 is wrong\n"}};
        fixture.secrets.insert(text("redis-password"), Secret("hunter22"));
        fixture.secretKeys = rows({"MINIO_SECRET"});
        fixture.answerCheck = [](const CheckQuestion &question) -> Result<void> {
            question.note(text("note hunter22"));
            return Error{ErrorKind::Failed, text("failed with hunter22"), text("change hunter22, MINIO_SECRET=other")};
        };
        fixture.plan.stages = {stageOf("one", {stepOf("x", text("a"), commandOf("exec x")), stepOf("c", text("b"), Check{text("c")})})};
        fixture.run();
        QVERIFY(fixture.events.size() > 7);
        for (const RunEvent &event : fixture.events)
            QVERIFY2(!(event.text + event.advice).contains(text("hunter22")) && !event.advice.contains(text("other")), qPrintable(rowOf(event)));
        QCOMPARE(fixture.linesOf(text("x@a")), rows({"--redis-password xxxxx", "the value xxxxx is wrong"}));
    }
};

QTEST_GUILESS_MAIN(LinesTest)
#include "lines_test.moc"
