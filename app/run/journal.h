// A run's events as hash-chained JSON lines on disk (contracts 10): enough to resume after kill -9 at any instant.
#pragma once

#include "app/base/result.h"
#include "app/run/run_event.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

/// Who runs what, with what: the journal's first line.
struct JournalHead
{
    QString runId;
    QString cluster, clusterId;
    QString operation; ///< install
    QString planHash;
    QString user, host; ///< operator
    QString program;    ///< version
    qint64 time = 0;

    bool operator==(const JournalHead &other) const = default;
};

/// Appends one unbuffered write a line; synced at the start and end of steps and before a job is asked for.
class Journal
{
public:
    /// Creates `runs/<run id>.jsonl` (file 0600, folder 0700) or opens it to go on; then a torn last line is cut off first.
    /// An Error of kind Conflict: another program writes it, or it is another run's.
    static Result<std::unique_ptr<Journal>> open(const QString &path, const JournalHead &head);

    /// An error (disk full) is told once and ends the run: nothing may happen that is not recorded. All later appends fail too.
    Result<void> append(const RunEvent &event);
    /// SHA-256 (hex) of the last line: stored on the nodes and printed at the end.
    QString lastHash() const { return QString::fromLatin1(m_previous); }
    /// As it was written by this object, without its line feed.
    QByteArray lastLine() const { return m_lastLine; }

private:
    Journal() = default;
    Result<void> write(const QByteArray &line, bool sync);
    Error writeError() const;
    QFile m_file;
    QByteArray m_previous, m_lastLine;
    qint64 m_count = 0;
    bool m_isBroken = false;
};

/// A journal as it was read.
struct JournalContent
{
    JournalHead head;
    QList<RunEvent> events;
    QString note;         ///< a torn last line was dropped
    QString lastHash;     ///< SHA-256 (hex) of the last whole line
    qint64 wholeSize = 0; ///< bytes up to the end of the last whole line
};

/// Reads and verifies the chain; a break that is not a torn last line is an Error that names the line.
Result<JournalContent> readJournal(const QString &path);

/// The same from an open device; `name` is for messages.
Result<JournalContent> readJournalFrom(QIODevice &device, const QString &name);

/// The run ids in a folder, newest first.
QStringList runIdsIn(const QString &folder);
