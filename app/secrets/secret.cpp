#include "app/secrets/secret.h"

#include <openssl/crypto.h>

struct Secret::Buffer
{
    explicit Buffer(QByteArray value)
        : bytes(std::move(value))
    {
        bytes.detach();
    }
    ~Buffer() { OPENSSL_cleanse(bytes.data(), size_t(bytes.size())); }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;

    QByteArray bytes;
};

QString environmentName(const SecretName &name)
{
    QString upper = name.toUpper();
    upper.replace(QLatin1Char('@'), QLatin1String("__")).replace(QLatin1Char('-'), QLatin1Char('_'));
    return QStringLiteral("OVDEPLOY_SECRET_") + upper;
}

QString shellVariable(const SecretName &name)
{
    QString upper = name.toUpper();
    return upper.replace(QLatin1Char('@'), QLatin1String("__")).replace(QLatin1Char('-'), QLatin1Char('_'));
}

Secret::Secret(QByteArray value)
    : m_buffer(std::make_shared<const Buffer>(std::move(value)))
{
}

Secret Secret::takenFrom(QByteArray &value)
{
    Secret secret{QByteArray(value.constData(), value.size())};
    OPENSSL_cleanse(value.data(), size_t(value.size()));
    value.clear();
    return secret;
}

bool Secret::isEmpty() const
{
    return !m_buffer || m_buffer->bytes.isEmpty();
}

QByteArrayView Secret::bytes() const
{
    return m_buffer ? QByteArrayView(m_buffer->bytes) : QByteArrayView();
}

bool Secret::operator==(const Secret &other) const
{
    const QByteArrayView a = bytes();
    const QByteArrayView b = other.bytes();
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), size_t(a.size())) == 0;
}

void SecretSet::insert(const SecretName &name, const Secret &value)
{
    m_values.insert(name, value);
}

void SecretSet::remove(const SecretName &name)
{
    m_values.remove(name);
}

bool SecretSet::contains(const SecretName &name) const
{
    return m_values.contains(name);
}

Secret SecretSet::value(const SecretName &name) const
{
    return m_values.value(name);
}

Secret SecretSet::valueFor(const SecretName &name, const QString &node) const
{
    const auto own = m_values.constFind(name + QLatin1Char('@') + node);
    return own != m_values.constEnd() ? *own : m_values.value(name);
}

QList<SecretName> SecretSet::names() const
{
    QList<SecretName> names = m_values.keys();
    names.sort();
    return names;
}

QList<Secret> SecretSet::values() const
{
    return m_values.values();
}
