// Private key files: read once, shared by all logins (an encrypted one costs a tenth of a second and more).
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"

#include <QHash>
#include <QString>

#include <memory>
#include <mutex>

struct ssh_key_struct;

using SshKey = std::shared_ptr<ssh_key_struct>;

/// A key file with what belongs to it. Read-only after loading, so threads may share it.
struct SshIdentity
{
    SshKey key;
    SshKey certified; ///< the key with the certificate of `<path>-cert.pub`; null if there is none
};

/// `~/x` in the user's home.
QString expandedPath(const QString &path);

/// Errors: LoginRefused for each way a key file is of no use: missing, readable by others, encrypted (no passphrase, wrong one), no key.
Result<SshIdentity> readIdentity(const QString &path, const Secret &passphrase);

/// Identities by path, for many threads. Failures are not kept: the file may be put right.
class SshIdentities
{
public:
    Result<SshIdentity> identity(const QString &path, const Secret &passphrase);

private:
    std::mutex m_mutex;
    QHash<QString, SshIdentity> m_read;
};
