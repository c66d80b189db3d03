#include "app/run/journal.h"
#include "app/run/journal_line.h"
#include "app/run/run_state.h"

#include <QBuffer>

#include <cstddef>
#include <cstdint>

/// Whatever is read can be folded, and what was read whole is read again from what is written of it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    QByteArray text(reinterpret_cast<const char *>(bytes), qsizetype(size));
    QBuffer buffer(&text);
    if (!buffer.open(QIODevice::ReadOnly))
        return 0;
    const Result<JournalContent> content = readJournalFrom(buffer, QStringLiteral("fuzz"));
    if (!content)
        return 0;
    const RunState state = runStateOf(content->events);
    if (content->wholeSize > text.size() || (content->wholeSize < text.size()) == content->note.isEmpty())
        __builtin_trap();
    JournalLink link{1, "x"};
    for (const RunEvent &event : content->events) {
        const Result<RunEvent> again = readJournalLine(journalLine(event, link), link);
        if (!again || !(*again == event))
            __builtin_trap();
    }
    return state.steps.size() > content->events.size() ? 1 : 0;
}
