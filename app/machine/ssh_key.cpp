#include "app/machine/ssh_key.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <libssh/libssh.h>

namespace {
Error keyError(const QString &message, const QString &advice)
{
    return {ErrorKind::LoginRefused, message, advice};
}

int refusePassphrase(const char *, char *, size_t, int, int, void *wasAsked)
{
    *static_cast<bool *>(wasAsked) = true;
    return -1;
}

SshKey owned(ssh_key key)
{
    return SshKey(key, ssh_key_free);
}

/// Whether others than the owner may read it: OpenSSH refuses such a key, and it should be replaced.
bool isOpenToOthers(const QFileInfo &file)
{
    return file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther);
}

Result<SshKey> decryptedKey(const QString &path, const Secret &passphrase)
{
    if (passphrase.isEmpty())
        return keyError(
            QCoreApplication::translate("Ssh", "The key %1 is encrypted and its passphrase is not known.").arg(path),
            QCoreApplication::translate("Ssh", "Enter its passphrase (key-passphrase), or add the key to your SSH agent with ssh-add."));
    ssh_key key = nullptr;
    QByteArray word = passphrase.bytes().toByteArray(); // ends in a NUL
    const Secret copy = Secret::takenFrom(word);
    const int status = ssh_pki_import_privkey_file(QFile::encodeName(path).constData(), copy.bytes().data(), nullptr, nullptr, &key);
    if (status != SSH_OK)
        return keyError(QCoreApplication::translate("Ssh", "The passphrase does not open the key %1.").arg(path),
                        QCoreApplication::translate("Ssh", "Correct the passphrase (key-passphrase)."));
    return owned(key);
}

Result<SshKey> readKey(const QString &path, const Secret &passphrase)
{
    ssh_key key = nullptr;
    bool isEncrypted = false;
    const QByteArray name = QFile::encodeName(path);
    if (ssh_pki_import_privkey_file(name.constData(), nullptr, refusePassphrase, &isEncrypted, &key) == SSH_OK)
        return owned(key);
    if (isEncrypted)
        return decryptedKey(path, passphrase);
    return keyError(
        QCoreApplication::translate("Ssh", "%1 is not a private key that can be read.").arg(path),
        QCoreApplication::translate("Ssh", "Name the private key, not the .pub file; ssh-keygen -y -f shows whether it is intact."));
}

SshKey certifiedKey(const SshKey &key, const QString &path)
{
    const QString certificatePath = path + QStringLiteral("-cert.pub");
    ssh_key certificate = nullptr;
    if (!QFileInfo::exists(certificatePath) ||
        ssh_pki_import_cert_file(QFile::encodeName(certificatePath).constData(), &certificate) != SSH_OK)
        return {};
    const SshKey read = owned(certificate);
    const SshKey copy = owned(ssh_key_dup(key.get()));
    return copy && ssh_pki_copy_cert_to_privkey(read.get(), copy.get()) == SSH_OK ? copy : SshKey();
}
} // namespace

QString expandedPath(const QString &path)
{
    return path.startsWith(QLatin1String("~/")) ? QDir::homePath() + path.mid(1) : path;
}

Result<SshIdentity> readIdentity(const QString &path, const Secret &passphrase)
{
    const QString real = expandedPath(path);
    const QFileInfo file(real);
    if (!file.isFile())
        return keyError(QCoreApplication::translate("Ssh", "There is no key file %1.").arg(path),
                        QCoreApplication::translate("Ssh", "Correct the path of the key in the access settings."));
    if (!file.isReadable())
        return keyError(QCoreApplication::translate("Ssh", "The key %1 may not be read.").arg(path),
                        QCoreApplication::translate("Ssh", "Check the owner and permissions of the file."));
    if (isOpenToOthers(file))
        return keyError(QCoreApplication::translate("Ssh", "The key %1 is open to other users of this computer and is not used.").arg(path),
                        QCoreApplication::translate("Ssh", "Run chmod 600 on it; if others could have read it, make a new key."));
    const auto key = readKey(real, passphrase);
    if (!key)
        return key.error();
    return SshIdentity{*key, certifiedKey(*key, real)};
}

Result<SshIdentity> SshIdentities::identity(const QString &path, const Secret &passphrase)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto known = m_read.constFind(path); known != m_read.constEnd())
        return *known;
    auto read = readIdentity(path, passphrase);
    if (read)
        m_read.insert(path, *read);
    return read;
}
