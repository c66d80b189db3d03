#include "app/machine/host_keys.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QtEndian>

#include <algorithm>

namespace {
constexpr qsizetype longestLine = 32LL * 1024;

/// A name of known_hosts with * and ?; everything else stands for itself.
bool matchesPattern(QStringView pattern, QStringView name)
{
    qsizetype p = 0, n = 0, star = -1, behindStar = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            behindStar = n;
        } else if (p < pattern.size() && (pattern[p] == u'?' || pattern[p] == name[n])) {
            ++p;
            ++n;
        } else if (star >= 0) {
            p = star + 1;
            n = ++behindStar;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

/// |1|salt|HMAC-SHA1 of the name under the salt
bool matchesHash(const QString &hashed, const QString &name)
{
    const QStringList parts = hashed.split(QLatin1Char('|'));
    if (parts.size() != 4 || parts[1] != QLatin1String("1"))
        return false;
    const QByteArray salt = QByteArray::fromBase64(parts[2].toLatin1());
    const QByteArray wanted = QByteArray::fromBase64(parts[3].toLatin1());
    return !salt.isEmpty() && !wanted.isEmpty() &&
           QMessageAuthenticationCode::hash(name.toUtf8(), salt, QCryptographicHash::Sha1) == wanted;
}

bool namesHost(const QString &field, const QString &name)
{
    if (field.startsWith(QLatin1Char('|')))
        return matchesHash(field, name);
    bool isNamed = false;
    for (const QString &pattern : field.toLower().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (pattern.startsWith(QLatin1Char('!'))) {
            if (matchesPattern(QStringView(pattern).mid(1), name))
                return false;
        } else if (matchesPattern(pattern, name)) {
            isNamed = true;
        }
    }
    return isNamed;
}
} // namespace

std::optional<HostKey> hostKeyOfBlob(const QByteArray &blob)
{
    if (blob.size() < 8)
        return std::nullopt;
    const quint32 length = qFromBigEndian<quint32>(blob.constData());
    if (length == 0 || length > 64 || qsizetype(length) + 4 >= blob.size())
        return std::nullopt;
    HostKey key;
    key.type = QString::fromLatin1(blob.constData() + 4, qsizetype(length));
    key.line = key.type + QLatin1Char(' ') + QString::fromLatin1(blob.toBase64());
    const QByteArray digest = QCryptographicHash::hash(blob, QCryptographicHash::Sha256);
    key.fingerprint = QStringLiteral("SHA256:") + QString::fromLatin1(digest.toBase64(QByteArray::OmitTrailingEquals));
    return key;
}

std::optional<HostKey> readHostKey(const QString &line)
{
    const QStringList words = line.simplified().split(QLatin1Char(' '));
    if (words.size() < 2)
        return std::nullopt;
    const auto blob = QByteArray::fromBase64Encoding(words[1].toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!blob)
        return std::nullopt;
    const auto key = hostKeyOfBlob(*blob);
    return key && key->type == words[0] ? key : std::nullopt;
}

KnownHostKeys knownHostKeys(const QByteArray &knownHosts, const QString &host, int port)
{
    const QString lower = host.toLower();
    const QString name = port == 22 ? lower : QStringLiteral("[%1]:%2").arg(lower).arg(port);
    KnownHostKeys found;
    for (const QByteArray &raw : knownHosts.split('\n')) {
        const QString line = QString::fromUtf8(raw.left(longestLine)).simplified();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        QStringList words = line.split(QLatin1Char(' '));
        const QString marker = words[0].startsWith(QLatin1Char('@')) ? words.takeFirst() : QString();
        if (words.size() < 3 || !namesHost(words[0], name))
            continue;
        const auto key = readHostKey(words[1] + QLatin1Char(' ') + words[2]);
        if (!key)
            continue;
        if (marker.isEmpty())
            found.keys.append(*key);
        else if (marker == QLatin1String("@revoked"))
            found.revoked.append(*key);
    }
    const auto isRevoked = [&found](const HostKey &key) { return found.revoked.contains(key); };
    found.keys.removeIf(isRevoked);
    return found;
}

KeyVerdict judgedHostKey(const HostKey &key, const QStringList &pins, const QList<HostKey> &revoked)
{
    if (revoked.contains(key))
        return KeyVerdict::Revoked;
    if (pins.isEmpty())
        return KeyVerdict::Unknown;
    const bool isPinned = std::any_of(pins.begin(), pins.end(), [&key](const QString &pin) {
        const auto pinned = readHostKey(pin);
        return pinned && *pinned == key;
    });
    return isPinned ? KeyVerdict::Known : KeyVerdict::Changed;
}
