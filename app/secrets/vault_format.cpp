#include "app/secrets/vault_format.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

#include <cstdint>
#include <memory>

namespace {
const QByteArrayView magic("ovdeploy vault\r\n"); // the line end shows what a transfer as text did to the file
constexpr quint16 version = 1;
constexpr quint8 cost[4] = {17, 8, 1, 0}; // log2 of N, r, p, reserved
constexpr qsizetype saltAt = 16 + 2 + 4, saltSize = 16;
constexpr qsizetype checkAt = saltAt + saltSize, checkSize = 16;
constexpr qsizetype nonceAt = checkAt + checkSize, nonceSize = 12;
constexpr qsizetype headerSize = nonceAt + nonceSize;
constexpr qsizetype tagSize = 16, checksumSize = 32, keySize = 32;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char *raw(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

const unsigned char *raw(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

Error damaged()
{
    return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "The vault file is damaged."),
                 QCoreApplication::translate("VaultFile", "Take it from a backup, or make a new one and enter the secrets again.")};
}

Error notMade()
{
    return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "The vault file could not be encrypted."),
                 QCoreApplication::translate("VaultFile", "Keep the values for this session and try again later.")};
}

QByteArray checksumOf(QByteArrayView bytes)
{
    return QCryptographicHash::hash(QByteArray::fromRawData(bytes.data(), bytes.size()), QCryptographicHash::Sha256);
}

/// Takes a number and then that many bytes from the front of `rest`; nothing is taken if there are not so many.
bool takeSized(QByteArrayView *rest, QByteArrayView *part)
{
    if (rest->size() < 4)
        return false;
    const quint32 size = qFromBigEndian<quint32>(rest->data());
    if (qsizetype(size) > rest->size() - 4)
        return false;
    *part = rest->sliced(4, size);
    *rest = rest->sliced(4 + size);
    return true;
}

void appendNumber(QByteArray &bytes, qsizetype number)
{
    char big[4];
    qToBigEndian(quint32(number), big);
    bytes.append(big, sizeof big);
}
} // namespace

Result<VaultHeader> vaultHeader(QByteArrayView file)
{
    if (file.size() < magic.size() + 2 || !file.startsWith(magic))
        return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "The file is not a vault, or its beginning is damaged."),
                     QCoreApplication::translate("VaultFile", "Choose another file, or take it from a backup.")};
    if (qFromBigEndian<quint16>(file.data() + magic.size()) > version)
        return Error{ErrorKind::Failed,
                     QCoreApplication::translate("VaultFile", "The vault file was written by a newer version of this program."),
                     QCoreApplication::translate("VaultFile", "Install the newer version; the file was left as it is.")};
    if (file.size() < headerSize + tagSize + checksumSize || file.size() > vaultSizeLimit ||
        checksumOf(file.chopped(checksumSize)) != file.last(checksumSize) ||
        qFromBigEndian<quint16>(file.data() + magic.size()) != version ||
        file.sliced(magic.size() + 2, 4) != QByteArrayView(reinterpret_cast<const char *>(cost), 4))
        return damaged();
    return VaultHeader{file.first(headerSize).toByteArray(), file.sliced(saltAt, saltSize).toByteArray(),
                       file.sliced(checkAt, checkSize).toByteArray(), file.sliced(nonceAt, nonceSize).toByteArray()};
}

QByteArray newVaultSalt()
{
    QByteArray salt(saltSize, '\0');
    return RAND_bytes(raw(salt), int(saltSize)) == 1 ? salt : QByteArray();
}

Result<Secret> vaultKey(const Secret &passphrase, QByteArrayView salt)
{
    const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> scrypt(EVP_KDF_fetch(nullptr, "SCRYPT", nullptr), &EVP_KDF_free);
    const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> derivation(EVP_KDF_CTX_new(scrypt.get()), &EVP_KDF_CTX_free);
    std::uint64_t n = std::uint64_t(1) << cost[0];
    std::uint32_t r = cost[1];
    std::uint32_t p = cost[2];
    const QByteArrayView password = passphrase.bytes();
    // The parameters are not const, the function behind them is. The memory limit is left at its default: 0 would refuse everything.
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, const_cast<char *>(password.data()), size_t(password.size())),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, const_cast<char *>(salt.data()), size_t(salt.size())),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
        OSSL_PARAM_construct_end(),
    };
    QByteArray key(keySize + checkSize, '\0');
    if (passphrase.isEmpty() || salt.size() != saltSize || !derivation ||
        EVP_KDF_derive(derivation.get(), raw(key), size_t(key.size()), parameters) != 1)
        return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "No key could be derived from the passphrase."),
                     QCoreApplication::translate("VaultFile", "It needs a passphrase and 128 MB of free memory; try again.")};
    return Secret::takenFrom(key);
}

Result<SecretSet> openedVault(QByteArrayView file, const Secret &key)
{
    const Result<VaultHeader> header = vaultHeader(file);
    if (!header)
        return header.error();
    const QByteArrayView check = key.bytes().size() == keySize + checkSize ? key.bytes().last(checkSize) : QByteArrayView();
    if (check.isEmpty() || CRYPTO_memcmp(check.data(), header->keyCheck.constData(), checkSize) != 0)
        return Error{ErrorKind::Invalid, QCoreApplication::translate("VaultFile", "The passphrase does not open the vault file."),
                     QCoreApplication::translate("VaultFile", "Type it again.")};
    const QByteArrayView sealed = file.sliced(headerSize, file.size() - headerSize - tagSize - checksumSize);
    QByteArray tag = file.sliced(headerSize + sealed.size(), tagSize).toByteArray();
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    QByteArray payload(sealed.size(), '\0');
    int written = 0;
    const bool isGenuine = cipher &&
                           EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes()), raw(header->nonce)) == 1 &&
                           EVP_DecryptUpdate(cipher.get(), nullptr, &written, raw(header->bytes), int(headerSize)) == 1 &&
                           EVP_DecryptUpdate(cipher.get(), raw(payload), &written, raw(sealed), int(sealed.size())) == 1 &&
                           EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, int(tagSize), tag.data()) == 1 &&
                           EVP_DecryptFinal_ex(cipher.get(), raw(payload) + written, &written) == 1;
    const Secret plain = Secret::takenFrom(payload);
    return isGenuine ? secretsInPayload(plain.bytes()) : Result<SecretSet>(damaged());
}

Result<QByteArray> sealedVault(const SecretSet &secrets, QByteArrayView salt, const Secret &key)
{
    const Secret payload = vaultPayload(secrets);
    QByteArray nonce(nonceSize, '\0');
    QByteArray tag(tagSize, '\0');
    QByteArray sealed(payload.bytes().size(), '\0');
    if (salt.size() != saltSize || key.bytes().size() != keySize + checkSize || RAND_bytes(raw(nonce), int(nonceSize)) != 1)
        return notMade();
    QByteArray file = magic.toByteArray();
    char number[2];
    qToBigEndian(version, number);
    file.append(number, 2).append(reinterpret_cast<const char *>(cost), 4).append(salt).append(key.bytes().last(checkSize)).append(nonce);
    const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int written = 0;
    const bool isDone = cipher && EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes()), raw(nonce)) == 1 &&
                        EVP_EncryptUpdate(cipher.get(), nullptr, &written, raw(file), int(headerSize)) == 1 &&
                        EVP_EncryptUpdate(cipher.get(), raw(sealed), &written, raw(payload.bytes()), int(sealed.size())) == 1 &&
                        EVP_EncryptFinal_ex(cipher.get(), raw(sealed) + written, &written) == 1 &&
                        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, int(tagSize), tag.data()) == 1;
    if (!isDone || headerSize + sealed.size() + tagSize + checksumSize > vaultSizeLimit)
        return notMade();
    file.append(sealed).append(tag);
    return file.append(checksumOf(file));
}

Secret vaultPayload(const SecretSet &secrets)
{
    qsizetype size = 4;
    for (const SecretName &name : secrets.names())
        size += 8 + name.toUtf8().size() + secrets.value(name).bytes().size();
    QByteArray payload;
    payload.reserve(size); // growing would leave pieces of values behind
    appendNumber(payload, secrets.names().size());
    for (const SecretName &name : secrets.names()) {
        const QByteArray utf8 = name.toUtf8();
        const Secret value = secrets.value(name);
        appendNumber(payload, utf8.size());
        payload.append(utf8);
        appendNumber(payload, value.bytes().size());
        payload.append(value.bytes());
    }
    return Secret::takenFrom(payload);
}

Result<SecretSet> secretsInPayload(QByteArrayView payload)
{
    if (payload.size() < 4)
        return damaged();
    const quint32 count = qFromBigEndian<quint32>(payload.data());
    QByteArrayView rest = payload.sliced(4);
    SecretSet secrets;
    for (quint32 i = 0; i < count; ++i) {
        QByteArrayView name;
        QByteArrayView value;
        if (!takeSized(&rest, &name) || name.isEmpty() || name.size() > 256 || !takeSized(&rest, &value) || value.size() > secretSizeLimit)
            return damaged();
        const SecretName secretName = QString::fromUtf8(name);
        if (secretName.toUtf8() != name || secrets.contains(secretName))
            return damaged();
        secrets.insert(secretName, Secret(value.toByteArray()));
    }
    return rest.isEmpty() ? Result<SecretSet>(secrets) : Result<SecretSet>(damaged());
}
