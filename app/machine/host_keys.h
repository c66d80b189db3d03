// Host keys: pins and known_hosts. A pin is the line "ssh-ed25519 AAAA…" in the document.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

struct HostKey
{
    QString type;        ///< ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa
    QString line;        ///< type and base64, as pinned
    QString fingerprint; ///< SHA256:…, as ssh-keygen -l prints it

    bool operator==(const HostKey &other) const = default;
};

/// Reads "type base64 [comment]". Nothing if the base64 is none, or holds a key of another type than the line says.
std::optional<HostKey> readHostKey(const QString &line);
/// The same from the key's binary form.
std::optional<HostKey> hostKeyOfBlob(const QByteArray &blob);

/// What a known_hosts text says about one host.
struct KnownHostKeys
{
    QList<HostKey> keys;    ///< of lines that name the host: candidates for a pin
    QList<HostKey> revoked; ///< of @revoked lines that name it: never to be trusted
};

/// Hashed names, [host]:port, wildcards and negation as OpenSSH reads them; @cert-authority lines are left out.
KnownHostKeys knownHostKeys(const QByteArray &knownHosts, const QString &host, int port);

enum class KeyVerdict {
    Known,
    Unknown, ///< there is no pin
    Changed, ///< there are pins, and this is none of them
    Revoked,
};
KeyVerdict judgedHostKey(const HostKey &key, const QStringList &pins, const QList<HostKey> &revoked = {});
