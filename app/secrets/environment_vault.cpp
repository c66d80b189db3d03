#include "app/secrets/environment_vault.h"

#include <openssl/crypto.h>

#include <QCoreApplication>

#include <cstring>

#ifdef Q_OS_UNIX
#include <unistd.h>
#ifdef Q_OS_DARWIN
#include <crt_externs.h>
#endif
#endif

namespace {
constexpr char prefix[] = "OVDEPLOY_SECRET_";

char **environmentOfProcess()
{
#if defined(Q_OS_DARWIN)
    return *_NSGetEnviron();
#elif defined(Q_OS_WIN)
    return _environ;
#else
    return environ;
#endif
}
} // namespace

SecretName secretNameOf(const QByteArray &environmentVariable)
{
    if (!environmentVariable.startsWith(prefix))
        return {};
    QString name = QString::fromLatin1(environmentVariable.sliced(qsizetype(sizeof prefix) - 1)).toLower();
    if (const qsizetype node = name.indexOf(QLatin1String("__")); node > 0)
        name.replace(node, 2, QLatin1Char('@'));
    return name.replace(QLatin1Char('_'), QLatin1Char('-'));
}

SecretSet takenEnvironment()
{
    SecretSet taken;
    QList<QByteArray> variables;
    for (char **entry = environmentOfProcess(); entry != nullptr && *entry != nullptr; ++entry) {
        char *const value = std::strchr(*entry, '=');
        if (value == nullptr || std::strncmp(*entry, prefix, sizeof prefix - 1) != 0)
            continue;
        const size_t size = std::strlen(value + 1);
        variables.append(QByteArray(*entry, value - *entry));
        if (const SecretName name = secretNameOf(variables.last()); !name.isEmpty() && size > 0)
            taken.insert(name, Secret(QByteArray(value + 1, qsizetype(size))));
        OPENSSL_cleanse(value + 1, size);
    }
    for (const QByteArray &variable : std::as_const(variables))
        qunsetenv(variable.constData());
    return taken;
}

EnvironmentVault::EnvironmentVault(const SecretSet &taken, std::unique_ptr<Vault> behind)
    : m_taken(taken)
    , m_behind(std::move(behind))
{
}

QString EnvironmentVault::title() const
{
    QString own = QCoreApplication::translate("EnvironmentVault", "Environment");
    if (!m_behind)
        return own;
    return m_taken.names().isEmpty() ? m_behind->title()
                                     : QCoreApplication::translate("EnvironmentVault", "%1, then %2").arg(own, m_behind->title());
}

QFuture<VaultState> EnvironmentVault::state()
{
    if (m_behind)
        return m_behind->state();
    return QtFuture::makeReadyFuture(m_taken.names().isEmpty() ? VaultState::Absent : VaultState::Open);
}

QFuture<Result<Secret>> EnvironmentVault::read(const SecretName &name)
{
    if (m_behind && !m_taken.contains(name))
        return m_behind->read(name);
    return QtFuture::makeReadyFuture(Result<Secret>(m_taken.value(name)));
}

QFuture<Result<void>> EnvironmentVault::write(const SecretName &name, const Secret &value)
{
    return isChangeable(name) ? m_behind->write(name, value) : refused(name);
}

QFuture<Result<void>> EnvironmentVault::erase(const SecretName &name)
{
    return isChangeable(name) ? m_behind->erase(name) : refused(name);
}

bool EnvironmentVault::isChangeable(const SecretName &name) const
{
    return m_behind && !m_taken.contains(name);
}

QFuture<Result<void>> EnvironmentVault::refused(const SecretName &name) const
{
    const QString advice =
        m_behind ? QCoreApplication::translate("EnvironmentVault", "Start again without %1 to use the vault.").arg(environmentName(name))
                 : QCoreApplication::translate("EnvironmentVault", "Choose a vault to keep values in.");
    return QtFuture::makeReadyFuture(Result<void>(Error{
        ErrorKind::Failed,
        QCoreApplication::translate("EnvironmentVault", "The environment can only be read, so %1 was not changed.").arg(name), advice}));
}
