#include "app/secrets/session_vault.h"

#include <QCoreApplication>

QString SessionVault::title() const
{
    return QCoreApplication::translate("SessionVault", "This session only");
}

QFuture<VaultState> SessionVault::state()
{
    return QtFuture::makeReadyFuture(VaultState::Open);
}

QFuture<Result<Secret>> SessionVault::read(const SecretName &name)
{
    return QtFuture::makeReadyFuture(Result<Secret>(m_values.value(name)));
}

QFuture<Result<void>> SessionVault::write(const SecretName &name, const Secret &value)
{
    m_values.insert(name, value);
    return QtFuture::makeReadyFuture(Result<void>());
}

QFuture<Result<void>> SessionVault::erase(const SecretName &name)
{
    m_values.remove(name);
    return QtFuture::makeReadyFuture(Result<void>());
}
