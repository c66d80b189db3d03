// A vault in memory: values live as long as the program.
#pragma once

#include "app/secrets/vault.h"

class SessionVault : public Vault
{
public:
    SessionVault() = default;
    explicit SessionVault(const SecretSet &values)
        : m_values(values)
    {
    }

    QString title() const override;
    QFuture<VaultState> state() override;
    QFuture<Result<Secret>> read(const SecretName &name) override;
    QFuture<Result<void>> write(const SecretName &name, const Secret &value) override;
    QFuture<Result<void>> erase(const SecretName &name) override;

private:
    SecretSet m_values;
};
