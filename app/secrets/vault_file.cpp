#include "app/secrets/vault_file.h"

#include "app/secrets/vault_format.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QPromise>
#include <QSaveFile>

namespace {
Error fileError(const QString &message, const QString &path, const QString &reason)
{
    return Error{ErrorKind::Failed, message.arg(QDir::toNativeSeparators(path), reason),
                 QCoreApplication::translate("VaultFile", "Check the folder, its permissions and the free space.")};
}

Result<QByteArray> fileBytes(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(QCoreApplication::translate("VaultFile", "The vault file %1 cannot be read: %2."), path, file.errorString());
    QByteArray bytes = file.read(vaultSizeLimit + 1);
    if (bytes.size() > vaultSizeLimit)
        return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "The file is too large for a vault."),
                     QCoreApplication::translate("VaultFile", "Choose another file.")};
    return bytes;
}

Result<void> writeAtomically(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                           file.write(bytes) == bytes.size() &&
                           file.flush() && // commit() of Qt 6.4 does not look at its own last flush
                           file.commit();
    if (!isWritten)
        return fileError(QCoreApplication::translate("VaultFile", "The vault file %1 cannot be written: %2."), path, file.errorString());
    return {};
}
} // namespace

VaultFile::VaultFile(const QString &path, const Secret &passphrase)
    : m_path(path)
    , m_passphrase(passphrase)
    , m_fingerprintKey(newVaultSalt())
{
    m_pool.setMaxThreadCount(1);
}

VaultFile::~VaultFile()
{
    m_pool.waitForDone();
}

QString VaultFile::title() const
{
    return QCoreApplication::translate("VaultFile", "Vault file %1").arg(QFileInfo(m_path).fileName());
}

template <typename T>
QFuture<T> VaultFile::later(const std::function<T()> &work)
{
    const auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    m_pool.start([promise, work] {
        promise->addResult(work());
        promise->finish();
    });
    return promise->future();
}

QFuture<VaultState> VaultFile::state()
{
    return later<VaultState>([this] {
        if (!QFileInfo::exists(m_path))
            return VaultState::Absent;
        return load() ? VaultState::Open : VaultState::Locked;
    });
}

QFuture<Result<Secret>> VaultFile::read(const SecretName &name)
{
    return later<Result<Secret>>([this, name]() -> Result<Secret> {
        const Result<SecretSet> secrets = load();
        if (!secrets)
            return secrets.error();
        m_seen.insert(name, fingerprint(secrets->value(name)));
        return secrets->value(name);
    });
}

QFuture<Result<void>> VaultFile::write(const SecretName &name, const Secret &value)
{
    return later<Result<void>>([this, name, value] { return change(name, value); });
}

QFuture<Result<void>> VaultFile::erase(const SecretName &name)
{
    return later<Result<void>>([this, name] { return change(name, Secret()); });
}

Result<void> VaultFile::deriveKey(const QByteArray &salt)
{
    if (!m_key.isEmpty() && m_salt == salt)
        return {};
    const Result<Secret> key = vaultKey(m_passphrase, salt);
    if (!key)
        return key.error();
    m_salt = salt;
    m_key = *key;
    return {};
}

Result<SecretSet> VaultFile::load()
{
    if (!QFileInfo::exists(m_path)) {
        // A new file in its place would hold only the next value and look like the whole vault.
        if (m_wasThere)
            return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "The vault file is no longer there."),
                         QCoreApplication::translate("VaultFile", "Put it back, or open a new vault file.")};
        return SecretSet();
    }
    const Result<QByteArray> bytes = fileBytes(m_path);
    if (!bytes)
        return bytes.error();
    const Result<VaultHeader> header = vaultHeader(*bytes);
    if (!header)
        return header.error();
    if (const Result<void> derived = deriveKey(header->salt); !derived)
        return derived.error();
    Result<SecretSet> secrets = openedVault(*bytes, m_key);
    m_wasThere = m_wasThere || secrets;
    return secrets;
}

Result<void> VaultFile::change(const SecretName &name, const Secret &value)
{
    if (name.isEmpty() || name.toUtf8().size() > 256 || value.bytes().size() > secretSizeLimit)
        return Error{ErrorKind::Invalid, QCoreApplication::translate("VaultFile", "The value of %1 does not fit into a vault.").arg(name),
                     QCoreApplication::translate("VaultFile", "A value holds at most 64 kilobytes.")};
    QLockFile lock(m_path + QStringLiteral(".lock"));
    if (!lock.tryLock(10000))
        return Error{lock.error() == QLockFile::LockFailedError ? ErrorKind::Conflict : ErrorKind::Failed,
                     QCoreApplication::translate("VaultFile", "The vault file could not be locked for writing."),
                     QCoreApplication::translate("VaultFile",
                                                 "Close the other program that uses it, check the folder's permissions and try again.")};
    Result<SecretSet> secrets = load();
    if (!secrets)
        return secrets.error();
    const Secret stored = secrets->value(name);
    const QByteArray now = fingerprint(stored);
    const bool isChangedElsewhere = m_seen.contains(name) && m_seen.value(name) != now && !(stored == value);
    m_seen.insert(name, now);
    if (isChangedElsewhere)
        return Error{
            ErrorKind::Conflict, QCoreApplication::translate("VaultFile", "Another program changed %1 in the vault file.").arg(name),
            QCoreApplication::translate("VaultFile", "Look at the value it has now, then write yours again if it shall replace it.")};
    if (stored == value && secrets->contains(name) != value.isEmpty())
        return {};
    secrets->remove(name);
    if (!value.isEmpty())
        secrets->insert(name, value);
    Result<void> saved = save(*secrets);
    if (saved)
        m_seen.insert(name, fingerprint(value));
    return saved;
}

Result<void> VaultFile::save(const SecretSet &secrets)
{
    if (m_key.isEmpty()) {
        if (const Result<void> derived = deriveKey(newVaultSalt()); !derived)
            return derived.error();
    }
    const Result<QByteArray> bytes = sealedVault(secrets, m_salt, m_key);
    if (!bytes)
        return bytes.error();
    if (const Result<void> written = writeAtomically(m_path, *bytes); !written)
        return written.error();
    m_wasThere = true;
    const Result<SecretSet> back = load();
    if (!back || !(*back == secrets))
        return Error{ErrorKind::Failed, QCoreApplication::translate("VaultFile", "The vault file does not read back as it was written."),
                     QCoreApplication::translate("VaultFile", "Do not rely on it: check the disk and write the value again.")};
    return {};
}

/// By OpenSSL and not by Qt, whose hashes leave the last block in memory.
QByteArray VaultFile::fingerprint(const Secret &value) const
{
    QByteArray code(32, '\0');
    HMAC(EVP_sha256(), m_fingerprintKey.constData(), int(m_fingerprintKey.size()),
         reinterpret_cast<const unsigned char *>(value.bytes().data()), size_t(value.bytes().size()),
         reinterpret_cast<unsigned char *>(code.data()), nullptr);
    return code;
}
