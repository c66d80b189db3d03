#include "tests/support/own_memory.h"

#include <QFile>
#include <QList>

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace {
constexpr qint64 window = 1 << 20;

int occurrences(const char *bytes, qint64 size, const QByteArray &turnedWord)
{
    const auto isSame = [](char plain, char other) { return char(plain ^ 0x5a) == other; };
    int count = 0;
    for (const char *at = bytes; (at = std::search(at, bytes + size, turnedWord.cbegin(), turnedWord.cend(), isSame)) != bytes + size; ++at)
        ++count;
    return count;
}
} // namespace

QByteArray turned(const QByteArray &word)
{
    QByteArray result = word;
    for (char &c : result)
        c = char(c ^ 0x5a);
    return result;
}

int occurrencesInMemory(const QByteArray &turnedWord)
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    if (memory < 0 || !maps.open(QIODevice::ReadOnly))
        return -1;
    const QList<QByteArray> lines = maps.readAll().split('\n');
    QByteArray bytes(window, '\0');
    const qint64 own = reinterpret_cast<qint64>(bytes.constData());
    int count = 0;
    for (const QByteArray &line : lines) {
        const QList<QByteArray> range = line.split(' ').value(0).split('-');
        const qint64 start = range.value(0).toLongLong(nullptr, 16);
        const qint64 end = range.value(1).toLongLong(nullptr, 16);
        // Address sanitizer's shadow is terabytes of no interest.
        if (!line.contains(" rw") || end - start > (qint64(1) << 30))
            continue;
        for (qint64 at = start; at < end; at += window - turnedWord.size() + 1) {
            const qint64 size = pread(memory, bytes.data(), size_t(std::min(window, end - at)), at);
            // What was read of the window itself is only what the window held a moment ago.
            const qint64 from = std::max(at, own);
            const qint64 to = std::min(at + size, own + window);
            if (from < to)
                std::fill(bytes.begin() + (from - at), bytes.begin() + (to - at), '\0');
            count += size > 0 ? occurrences(bytes.constData(), size, turnedWord) : 0;
        }
    }
    ::close(memory);
    bytes.fill('\0');
    return count;
}
