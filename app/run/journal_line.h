// One line of a journal: JSON text from an event and back.
#pragma once

#include "app/base/result.h"
#include "app/run/journal.h"

#include <QByteArray>

/// What chains a line to the one before.
struct JournalLink
{
    qint64 number = 0;   ///< from 0, the head
    QByteArray previous; ///< SHA-256 (hex) of the line before; empty for the head
};

/// Without the line feed.
QByteArray journalHeadLine(const JournalHead &head);
QByteArray journalLine(const RunEvent &event, const JournalLink &link);

/// Errors say what is wrong, without place: the reader knows it.
Result<JournalHead> readJournalHead(const QByteArray &line);
Result<RunEvent> readJournalLine(const QByteArray &line, const JournalLink &link);

/// SHA-256 (hex) of a line without its line feed.
QByteArray journalHash(const QByteArray &line);
