// The bytes of a vault file: magic, version, scrypt cost, salt, key check, nonce | AES-256-GCM | tag | SHA-256 of all before it.
// Pure functions. The checksum tells damage from a wrong passphrase; only the tag, with the header as associated data, is trusted.
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"

#include <QByteArray>
#include <QByteArrayView>

inline constexpr qsizetype vaultSizeLimit = qsizetype(16) * 1024 * 1024; ///< of a whole file
inline constexpr qsizetype secretSizeLimit = qsizetype(64) * 1024;       ///< of one value

/// What can be read without the passphrase.
struct VaultHeader
{
    QByteArray bytes; ///< as they stand in the file: the associated data
    QByteArray salt;
    QByteArray keyCheck; ///< the part of the derived key that is no key
    QByteArray nonce;
};

/// Looks at everything that needs no passphrase. Failed: not a vault, damaged, or of a newer version; the message says which.
Result<VaultHeader> vaultHeader(QByteArrayView file);

QByteArray newVaultSalt();

/// scrypt with N 2^17, r 8, p 1: about a second and 128 MB. Fails when the memory is not to be had.
Result<Secret> vaultKey(const Secret &passphrase, QByteArrayView salt);

/// Invalid: the key is of another passphrase. Failed: damaged, or changed by somebody without the key.
Result<SecretSet> openedVault(QByteArrayView file, const Secret &key);

/// A whole file under a fresh nonce.
Result<QByteArray> sealedVault(const SecretSet &secrets, QByteArrayView salt, const Secret &key);

/// What is encrypted: names and values with their lengths, sorted by name.
Secret vaultPayload(const SecretSet &secrets);
/// The way back. Failed if the lengths do not add up exactly.
Result<SecretSet> secretsInPayload(QByteArrayView payload);
