// Hostile known_hosts files and host keys: the first line is the host, the rest the file.
#include "app/machine/host_keys.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(bytes), qsizetype(size));
    const qsizetype cut = input.indexOf('\n');
    const QString host = QString::fromUtf8(input.left(cut));
    const KnownHostKeys found = knownHostKeys(input.mid(cut + 1), host, size % 2 ? 22 : 2222);
    for (const HostKey &key : found.keys) {
        const auto again = readHostKey(key.line);
        if (!again || !(*again == key) || judgedHostKey(key, {key.line}, found.revoked) != KeyVerdict::Known)
            std::abort();
    }
    (void)hostKeyOfBlob(input);
    return 0;
}
