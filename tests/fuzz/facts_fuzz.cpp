#include "app/inspect/facts.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(bytes), qsizetype(size));
    const MachineFacts facts = parsedFacts(text);
    for (const Listener &listener : facts.listeners) {
        if (listener.port < 1 || listener.port > 65535 || listener.address.isEmpty())
            __builtin_trap();
    }
    return 0;
}
