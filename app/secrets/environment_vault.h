// Secrets that came with the environment (contracts 4), before those of a vault behind it.
#pragma once

#include "app/secrets/vault.h"

#include <memory>

/// OVDEPLOY_SECRET_REDIS_PASSWORD -> redis-password; the first double underscore is the @ before a node. Empty for another variable.
SecretName secretNameOf(const QByteArray &environmentVariable);

/// Copies all of them, overwrites them where they stand (where /proc/PID/environ reads them) and takes them out of the environment. To be
/// called once at the start, before there are other threads or children.
SecretSet takenEnvironment();

/// Reads what was taken, then the vault behind; writes to the vault behind, but not what the environment would hide.
class EnvironmentVault : public Vault
{
public:
    /// Without a vault behind it everything is read only.
    explicit EnvironmentVault(const SecretSet &taken, std::unique_ptr<Vault> behind = nullptr);

    QString title() const override;
    QFuture<VaultState> state() override;
    QFuture<Result<Secret>> read(const SecretName &name) override;
    QFuture<Result<void>> write(const SecretName &name, const Secret &value) override;
    QFuture<Result<void>> erase(const SecretName &name) override;

private:
    QFuture<Result<void>> refused(const SecretName &name) const;
    bool isChangeable(const SecretName &name) const;

    SecretSet m_taken;
    std::unique_ptr<Vault> m_behind;
};
