// The door on a passphrase-encrypted file (vault_format). Work is done one call after the other on a thread of the file's own pool, because
// deriving the key takes a second; it is derived once and kept. Several programs may use one file.
#pragma once

#include "app/secrets/vault.h"

#include <QByteArray>
#include <QHash>
#include <QThreadPool>

/// A file that does not exist reads as empty and is made by the first write; one that vanished later is an error. Error kinds:
/// Invalid for a wrong passphrase, Failed for a damaged or newer file or one that cannot be written, Conflict when another program
/// changed this very value since it was read here (its change to other values is kept) or holds the file's lock.
class VaultFile : public Vault
{
public:
    VaultFile(const QString &path, const Secret &passphrase);
    ~VaultFile() override; ///< waits for what was begun

    QString title() const override;
    QFuture<VaultState> state() override; ///< Absent: no such file. Locked: it does not open, read() says why.
    QFuture<Result<Secret>> read(const SecretName &name) override;
    QFuture<Result<void>> write(const SecretName &name, const Secret &value) override;
    QFuture<Result<void>> erase(const SecretName &name) override;

private:
    template <typename T>
    QFuture<T> later(const std::function<T()> &work);
    Result<SecretSet> load();
    Result<void> deriveKey(const QByteArray &salt);
    Result<void> change(const SecretName &name, const Secret &value); ///< an empty value erases
    Result<void> save(const SecretSet &secrets);
    QByteArray fingerprint(const Secret &value) const;

    const QString m_path;
    const Secret m_passphrase;
    // Everything below belongs to the pool's one thread.
    QByteArray m_salt;
    Secret m_key;
    bool m_wasThere = false;
    QByteArray m_fingerprintKey;
    QHash<SecretName, QByteArray> m_seen; ///< fingerprints of values as this object last saw them
    QThreadPool m_pool;                   ///< last: it ends first
};
