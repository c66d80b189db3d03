// Hostile streams before and in a frame, in pieces: the frame is the same however the stream is cut.
#include "app/machine/remote_script.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    const QByteArray nonce = "0123456789abcdef0123456789abcdef";
    QByteArray input(reinterpret_cast<const char *>(bytes), qsizetype(size));
    input.replace("NONCE", nonce);
    (void)readWrappedExec(input);
    FrameReader whole(nonce), pieces(nonce);
    const QByteArray frame = whole.feed(input);
    QByteArray sum;
    for (qsizetype at = 0, length = 1; at < input.size(); at += length, length = length % 7 + 1)
        sum += pieces.feed(input.mid(at, length));
    const bool isLong = input.size() > 60000; // what comes before a frame is bounded, and where it is cut depends on the pieces
    if (!isLong && (whole.isOpen() != pieces.isOpen() || frame != sum || whole.group() != pieces.group()))
        std::abort();
    return 0;
}
