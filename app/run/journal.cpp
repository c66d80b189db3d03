#include "app/run/journal.h"

#include "app/run/journal_line.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <sys/file.h>
#include <unistd.h>
#else
#include <io.h>
#endif

namespace {
/// No event is nearly as long; a longer line is not ours.
const qint64 maxLine = qint64(8) * 1024 * 1024;

bool isSynced(RunEvent::Type type)
{
    return type != RunEvent::Type::Output && type != RunEvent::Type::Report && type != RunEvent::Type::Note;
}

bool syncToDisk(int handle)
{
#ifdef Q_OS_UNIX
    return fsync(handle) == 0;
#else
    return _commit(handle) == 0;
#endif
}

/// One writer a journal: the lock goes with the file's handle, also after kill -9.
bool lockForWriting([[maybe_unused]] int handle)
{
#ifdef Q_OS_UNIX
    return flock(handle, LOCK_EX | LOCK_NB) == 0;
#else
    return true;
#endif
}

bool makePrivateFolder(const QString &path)
{
    if (QFileInfo(path).isDir())
        return true;
    const QString parent = QFileInfo(path).path();
    return parent != path && makePrivateFolder(parent) &&
           (QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner) || QFileInfo(path).isDir());
}

/// A line without its line feed. `isWhole` is false for a torn last line, and for one that is too long.
struct Line
{
    QByteArray text;
    bool isWhole = false;
};

Line nextLine(QIODevice &device)
{
    QByteArray text = device.readLine(maxLine);
    const bool isWhole = text.endsWith('\n');
    if (isWhole)
        text.chop(1);
    return {text, isWhole};
}

Error brokenAt(const QString &name, qint64 line, const Error &why)
{
    return {ErrorKind::Invalid,
            QCoreApplication::translate("Journal", "The journal %1 is broken at line %2: %3.").arg(name).arg(line).arg(why.message),
            why.advice};
}
} // namespace

Result<JournalContent> readJournalFrom(QIODevice &device, const QString &name)
{
    JournalContent content;
    JournalLink link;
    while (!device.atEnd()) {
        const Line line = nextLine(device);
        if (!line.isWhole && device.atEnd()) {
            content.note =
                QCoreApplication::translate("Journal", "The last line of %1 was not written to its end and is left out.").arg(name);
            break;
        }
        if (!line.isWhole)
            return brokenAt(name, link.number + 1, {ErrorKind::Invalid, QCoreApplication::translate("Journal", "it is too long"), {}});
        if (link.number == 0) {
            const Result<JournalHead> head = readJournalHead(line.text);
            if (!head)
                return brokenAt(name, 1, head.error());
            content.head = *head;
        } else {
            const Result<RunEvent> event = readJournalLine(line.text, link);
            if (!event)
                return brokenAt(name, link.number + 1, event.error());
            content.events.append(*event);
        }
        link = {link.number + 1, journalHash(line.text)};
        content.wholeSize += line.text.size() + 1;
    }
    content.lastHash = QString::fromLatin1(link.previous);
    return content;
}

Result<JournalContent> readJournal(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Failed,
                     QCoreApplication::translate("Journal", "The journal %1 cannot be read: %2.").arg(path, file.errorString()),
                     QCoreApplication::translate("Journal", "Check the path and its permissions.")};
    Result<JournalContent> content = readJournalFrom(file, path);
    if (content && content->wholeSize == 0)
        return Error{ErrorKind::Invalid, QCoreApplication::translate("Journal", "The journal %1 holds nothing.").arg(path),
                     QCoreApplication::translate("Journal", "The run ended before it began: begin a new one.")};
    return content;
}

Result<std::unique_ptr<Journal>> Journal::open(const QString &path, const JournalHead &head)
{
    std::unique_ptr<Journal> journal(new Journal);
    QFile &file = journal->m_file;
    file.setFileName(path);
    const QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
    if (!makePrivateFolder(QFileInfo(path).path()) || !file.open(QIODevice::ReadWrite | QIODevice::Unbuffered, ownerOnly))
        return journal->writeError();
    if (!lockForWriting(file.handle()))
        return Error{ErrorKind::Conflict, QCoreApplication::translate("Journal", "Another program is writing the journal %1.").arg(path),
                     QCoreApplication::translate("Journal", "Wait for that run to end, or stop it first.")};
    file.setPermissions(ownerOnly);
    QFile reader(path);
    if (!reader.open(QIODevice::ReadOnly))
        return journal->writeError();
    const Result<JournalContent> content = readJournalFrom(reader, path);
    if (!content)
        return content.error();
    const bool isNew = content->wholeSize == 0;
    if (!isNew && content->head.runId != head.runId)
        return Error{ErrorKind::Conflict,
                     QCoreApplication::translate("Journal", "The journal %1 belongs to run %2.").arg(path, content->head.runId),
                     QCoreApplication::translate("Journal", "Resume that run, or begin a new one.")};
    if (!file.resize(content->wholeSize) || !file.seek(content->wholeSize))
        return journal->writeError();
    journal->m_previous = content->lastHash.toLatin1();
    journal->m_count = content->events.size() + 1;
    if (isNew) {
        journal->m_count = 0;
        if (const Result<void> written = journal->write(journalHeadLine(head), true); !written)
            return written.error();
    }
    return journal;
}

Result<void> Journal::append(const RunEvent &event)
{
    return write(journalLine(event, {m_count, m_previous}), isSynced(event.type));
}

Result<void> Journal::write(const QByteArray &line, bool sync)
{
    if (m_isBroken)
        return writeError();
    const qint64 before = m_file.pos();
    const QByteArray bytes = line + '\n';
    if (m_file.write(bytes) != bytes.size() || (sync && !syncToDisk(m_file.handle()))) {
        m_isBroken = true;
        const Error error = writeError();
        // Half a line would be dropped by the reader as torn; without it there is nothing to wonder about.
        m_file.resize(before);
        return error;
    }
    m_previous = journalHash(line);
    m_lastLine = line;
    ++m_count;
    return {};
}

Error Journal::writeError() const
{
    return {ErrorKind::Failed,
            QCoreApplication::translate("Journal", "The journal %1 cannot be written: %2.").arg(m_file.fileName(), m_file.errorString()),
            QCoreApplication::translate("Journal",
                                        "Free space on the disk or correct the permissions, then resume: what was recorded is safe.")};
}

QStringList runIdsIn(const QString &folder)
{
    QStringList ids;
    const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Time);
    for (const QFileInfo &file : files)
        ids.append(file.completeBaseName());
    return ids;
}
