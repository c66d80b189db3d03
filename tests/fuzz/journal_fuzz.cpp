#include "app/run/journal.h"
#include "app/run/journal_line.h"
#include "app/run/run_state.h"

#include <QBuffer>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstddef>
#include <cstdint>

namespace {
/// What is read of a line is written and read again as the same.
void checkEvent(const RunEvent &event)
{
    const JournalLink link{7, "previous"};
    const Result<RunEvent> again = readJournalLine(journalLine(event, link), link);
    if (!again || !(*again == event))
        __builtin_trap();
}

/// The chain keeps changed lines from the fold, so each line is chained anew here.
QList<RunEvent> eventsOfLines(const QByteArray &text)
{
    QList<RunEvent> events;
    JournalLink link{1, "first"};
    for (const QByteArray &line : text.split('\n')) {
        (void)readJournalHead(line);
        QJsonObject object = QJsonDocument::fromJson(line).object();
        object.insert(QStringLiteral("n"), link.number);
        object.insert(QStringLiteral("prev"), QString::fromLatin1(link.previous));
        const QByteArray chained = QJsonDocument(object).toJson(QJsonDocument::Compact);
        if (const Result<RunEvent> event = readJournalLine(chained, link))
            events.append(*event);
        link = {link.number + 1, journalHash(chained)};
    }
    return events;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    QByteArray text(reinterpret_cast<const char *>(bytes), qsizetype(size));
    const QList<RunEvent> events = eventsOfLines(text);
    for (const RunEvent &event : events)
        checkEvent(event);
    if (runStateOf(events).steps.size() > events.size())
        __builtin_trap();
    QBuffer buffer(&text);
    if (!buffer.open(QIODevice::ReadOnly))
        return 0;
    const Result<JournalContent> content = readJournalFrom(buffer, QStringLiteral("fuzz"));
    if (content && (content->wholeSize > text.size() || (content->wholeSize < text.size()) == content->note.isEmpty()))
        __builtin_trap();
    return 0;
}
