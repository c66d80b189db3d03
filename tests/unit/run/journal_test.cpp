#include "app/run/journal.h"
#include "app/run/journal_line.h"
#include "tests/support/run_fixture.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

namespace {
JournalHead headOf(const char *runId)
{
    JournalHead head;
    head.runId = text(runId);
    head.cluster = text("prod-ha");
    head.clusterId = text("6f0c");
    head.operation = text("install");
    head.planHash = text("abc");
    head.user = text("marek");
    head.host = text("laptop");
    head.program = text("0.1.0");
    head.time = 1700000000000;
    return head;
}

QList<RunEvent> someEvents()
{
    RunEvent started;
    started.type = RunEvent::Type::RunStarted;
    started.text = text("hash");
    started.time = 1;
    RunEvent output;
    output.type = RunEvent::Type::Output;
    output.stage = text("one");
    output.step = text("x@a");
    output.node = text("a");
    output.attempt = 2;
    output.at = 5000000000;
    output.text = text("grün \"quoted\" \\\n\n\ttab\x01\n");
    output.time = 1700000000123;
    RunEvent failed = output;
    failed.type = RunEvent::Type::StepFailed;
    failed.at = -1;
    failed.job = text("r1.x@a.2");
    failed.advice = text("Resume.");
    failed.error = ErrorKind::Unreachable;
    return {started, output, failed};
}

/// A journal of the events above, as bytes.
QByteArray written(const QString &path)
{
    const auto journal = Journal::open(path, headOf("r1"));
    if (!journal)
        return {};
    for (const RunEvent &event : someEvents()) {
        if (!(*journal)->append(event))
            return {};
    }
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void store(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}
} // namespace

class JournalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("state/6f0c/runs/r1.jsonl"));
    }

    void whatIsWrittenIsRead()
    {
        const QByteArray bytes = written(m_path);
        QCOMPARE(bytes.count('\n'), 4);
        const Result<JournalContent> content = readJournal(m_path);
        QVERIFY(content);
        QCOMPARE(content->head, headOf("r1"));
        QCOMPARE(content->events, someEvents());
        QVERIFY(content->note.isEmpty());
        QCOMPARE(content->lastHash, QString::fromLatin1(journalHash(bytes.split('\n')[3])));
        QVERIFY(!bytes.contains("\"at\":-1") && bytes.contains("\"type\":\"run-started\""));
    }

    void onlyItsOwnerMayReadIt()
    {
        written(m_path);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        for (const char *path : {"state", "state/6f0c", "state/6f0c/runs", "state/6f0c/runs/r1.jsonl"})
            QVERIFY2(!(QFile::permissions(m_folder->filePath(text(path))) & others), path);
        QVERIFY(!(QFile::permissions(m_path) & QFile::ExeOwner));
    }

    void itGoesOnWhereItEnded()
    {
        written(m_path);
        {
            const auto journal = Journal::open(m_path, headOf("r1"));
            QVERIFY(journal);
            QVERIFY((*journal)->append(someEvents()[1]));
            QCOMPARE((*journal)->lastHash(), QString::fromLatin1(journalHash((*journal)->lastLine())));
        }
        const Result<JournalContent> content = readJournal(m_path);
        QVERIFY(content);
        QCOMPARE(content->events.size(), 4);
    }

    /// Wherever the last line was torn: it is left out with a note, cut off, and the journal goes on.
    void aTornLastLineIsLeftOut()
    {
        const QByteArray bytes = written(m_path);
        const qsizetype lastLine = bytes.lastIndexOf('\n', -2) + 1;
        for (qsizetype size = lastLine + 1; size < bytes.size(); size += size + 5 < bytes.size() ? 5 : 1) {
            store(m_path, bytes.left(size));
            const Result<JournalContent> torn = readJournal(m_path);
            QVERIFY(torn);
            QCOMPARE(torn->events, someEvents().mid(0, 2));
            QVERIFY(!torn->note.isEmpty());
            const auto journal = Journal::open(m_path, headOf("r1"));
            QVERIFY(journal && (*journal)->append(someEvents()[2]));
            const Result<JournalContent> whole = readJournal(m_path);
            QVERIFY(whole && whole->note.isEmpty());
            QCOMPARE(whole->events, someEvents());
        }
    }

    void aTornHeadIsWrittenAgain()
    {
        const QByteArray bytes = written(m_path);
        store(m_path, bytes.left(20));
        QVERIFY(!readJournal(m_path));
        QVERIFY(Journal::open(m_path, headOf("r1")));
        const Result<JournalContent> content = readJournal(m_path);
        QVERIFY(content);
        QCOMPARE(content->head, headOf("r1"));
    }

    void everyOtherChangeIsTold()
    {
        const QByteArray bytes = written(m_path);
        // A change of the last line is only seen against its hash, which is kept elsewhere.
        const qsizetype end = bytes.lastIndexOf('\n', -2);
        for (qsizetype at = 0; at < end; at += 3) {
            QByteArray changed = bytes;
            changed[at] = changed[at] == 'x' ? 'y' : 'x';
            store(m_path, changed);
            QVERIFY2(!readJournal(m_path), changed.constData());
        }
        const Result<JournalContent> whole = [&] { store(m_path, bytes); return readJournal(m_path); }();
        QByteArray last = bytes;
        last.replace("Resume.", "Resumd.");
        store(m_path, last);
        const Result<JournalContent> other = readJournal(m_path);
        QVERIFY(whole && other && whole->lastHash != other->lastHash);
    }

    void aBreakNamesItsLine_data()
    {
        QTest::addColumn<int>("removed");
        QTest::addColumn<QString>("line");
        QTest::newRow("no head") << 0 << text("line 1");
        QTest::newRow("first event gone") << 1 << text("line 2");
        QTest::newRow("second event gone") << 2 << text("line 3");
    }

    void aBreakNamesItsLine()
    {
        QFETCH(int, removed);
        QFETCH(QString, line);
        QList<QByteArray> lines = written(m_path).split('\n');
        lines.removeAt(removed);
        store(m_path, lines.join('\n'));
        const Result<JournalContent> content = readJournal(m_path);
        QVERIFY(!content);
        QVERIFY2(content.error().message.contains(line), qPrintable(content.error().message));
        QVERIFY(!content.error().advice.isEmpty());
        QVERIFY(!Journal::open(m_path, headOf("r1")));
    }

    void strangeLinesAreTold_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("empty") << QByteArray("\n");
        QTest::newRow("no object") << QByteArray("[1]\n");
        QTest::newRow("deep") << QByteArray("[").repeated(5000) + '\n';
        QTest::newRow("nothing in it") << QByteArray("{}\n");
        QTest::newRow("zeros") << QByteArray(100, '\0') + '\n';
        QTest::newRow("too long") << QByteArray(9 * 1024 * 1024, 'x') + '\n';
    }

    void strangeLinesAreTold()
    {
        QFETCH(QByteArray, line);
        QBuffer buffer;
        buffer.setData(written(m_path) + line);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        const Result<JournalContent> content = readJournalFrom(buffer, text("name"));
        QVERIFY(!content);
        QVERIFY2(content.error().message.startsWith(text("The journal name is broken at line 5")), qPrintable(content.error().message));
    }

    void twoWritersAreRefused()
    {
        const auto first = Journal::open(m_path, headOf("r1"));
        QVERIFY(first);
        const auto second = Journal::open(m_path, headOf("r1"));
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Conflict);
    }

    void anotherRunsJournalIsRefused()
    {
        written(m_path);
        const auto journal = Journal::open(m_path, headOf("r2"));
        QVERIFY(!journal);
        QCOMPARE(journal.error().kind, ErrorKind::Conflict);
    }

    /// A limit of the file's size answers as a full disk does: with half a line, or none.
    void aFullDiskIsToldAndLeavesWholeLines()
    {
        const qint64 size = written(m_path).size();
        const auto journal = Journal::open(m_path, headOf("r1"));
        QVERIFY(journal);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit limit = before;
        limit.rlim_cur = rlim_t(size + 50);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
        const Result<void> full = (*journal)->append(someEvents()[1]);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!full);
        QVERIFY2(full.error().message.contains(m_path), qPrintable(full.error().message));
        QVERIFY(!(*journal)->append(someEvents()[1]));
        QCOMPARE(QFileInfo(m_path).size(), size);
        QVERIFY(readJournal(m_path));
    }

    void whatCannotBeOpenedIsTold()
    {
        QVERIFY(!readJournal(m_path));
        store(m_folder->filePath(text("file")), "x");
        QVERIFY(!Journal::open(m_folder->filePath(text("file/runs/r1.jsonl")), headOf("r1")));
    }

    void runsAreListedNewestFirst()
    {
        const QString folder = QFileInfo(m_path).path();
        QCOMPARE(runIdsIn(folder), QStringList());
        for (const char *id : {"r2", "r1", "r3"}) {
            const QString path = folder + QLatin1Char('/') + text(id) + text(".jsonl");
            QVERIFY(Journal::open(path, headOf(id)));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1700000000 + int(id[1]) * 10), QFile::FileModificationTime));
        }
        store(folder + text("/other.txt"), "x");
        QCOMPARE(runIdsIn(folder), rows({"r3", "r2", "r1"}));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(JournalTest)
#include "journal_test.moc"
