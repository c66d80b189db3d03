// Values that must not be seen: how a secret is called, its value, the values gathered for one run.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QString>

#include <memory>

/// `redis-password`, `ssh-password@master-1`: the installer flag without dashes in front, or an access secret with its node (contracts 4).
using SecretName = QString;

/// The environment variable that may carry it: redis-password -> OVDEPLOY_SECRET_REDIS_PASSWORD, `@` becomes `__`.
QString environmentName(const SecretName &name);

/// The shell variable that carries it inside a job on a node: redis-password -> REDIS_PASSWORD.
QString shellVariable(const SecretName &name);

/// A value that never prints itself and overwrites its bytes when it goes. Copies share one buffer.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArray value);
    /// Takes the bytes and overwrites the source. Only the source itself: a caller that grew or copied it has left pieces elsewhere.
    static Secret takenFrom(QByteArray &value);

    bool isEmpty() const;
    /// The bytes themselves. Callers hand them to the vault, the redactor, a login or a sealed text, never to a screen or a log.
    QByteArrayView bytes() const;
    bool operator==(const Secret &other) const;

private:
    struct Buffer;
    std::shared_ptr<const Buffer> m_buffer;
};

/// The secrets gathered for one run, by name.
class SecretSet
{
public:
    void insert(const SecretName &name, const Secret &value);
    void remove(const SecretName &name);
    bool contains(const SecretName &name) const;
    /// An empty secret if there is none.
    Secret value(const SecretName &name) const;
    /// The value for a node: `name@node` if there is one, else `name`.
    Secret valueFor(const SecretName &name, const QString &node) const;
    QList<SecretName> names() const;
    QList<Secret> values() const;
    bool operator==(const SecretSet &other) const = default;

private:
    QHash<SecretName, Secret> m_values;
};
