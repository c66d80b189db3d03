// A run's events as hash-chained JSON lines on disk (contracts 10): enough to resume after kill -9 at any instant.
#pragma once

#include "app/base/result.h"
#include "app/run/run_event.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>
#include <QStringList>

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
};

/// Appends one unbuffered write a line; synced at the start and end of steps and before a job is asked for.
class Journal
{
public:
    /// Creates `runs/<run id>.jsonl` (file 0600, folder 0700) or opens it to go on; then a torn last line is cut off first.
    static Result<std::unique_ptr<Journal>> open(const QString &path, const JournalHead &head);

    /// An error (disk full) is told once and ends the run: nothing may happen that is not recorded.
    Result<void> append(const RunEvent &event);
    /// SHA-256 (hex) of the last line: stored on the nodes and printed at the end.
    QString lastHash() const { return QString::fromLatin1(m_previous); }

private:
    Journal() = default;
    Result<void> write(const QByteArray &line, bool sync);
    QFile m_file;
    QByteArray m_previous;
    qint64 m_count = 0;
};

/// A journal as it was read.
struct JournalContent
{
    JournalHead head;
    QList<RunEvent> events;
    QString note;  ///< a torn last line was dropped
};

/// Reads and verifies the chain; a break that is not a torn last line is an Error that names the line.
Result<JournalContent> readJournal(const QString &path);

/// The run ids in a folder, newest first.
QStringList runIdsIn(const QString &folder);
