// Any text as lines of secrets: what is read can be written and read again.
#include "app/secrets/secret_lines.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Result<SecretSet> secrets = secretsInLines(QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!secrets)
        return 0;
    const Secret lines = linesOf(*secrets);
    const Result<SecretSet> back = secretsInLines(lines.bytes());
    if (!back || !(*back == *secrets))
        std::abort();
    return 0;
}
