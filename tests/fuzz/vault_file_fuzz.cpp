// The parser of vault files: the header and, behind it, the payload as if it had been decrypted.
#include "app/secrets/vault_format.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Secret key(QByteArray(48, 'k'));
    const QByteArrayView bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    if (openedVault(bytes, key))
        std::abort(); // nothing was ever sealed by this key
    const Result<SecretSet> secrets = secretsInPayload(bytes);
    if (!secrets)
        return 0;
    const Secret again = vaultPayload(*secrets);
    const Result<SecretSet> back = secretsInPayload(again.bytes());
    if (!back || !(*back == *secrets))
        std::abort();
    return 0;
}
