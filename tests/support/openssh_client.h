// The OpenSSH client with one node's address, a key of its own and nothing of this machine's settings.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

/// What a script answered, without the frame.
struct Said
{
    int status = -1; ///< -2: no end in time
    QByteArray out, err;
};

class OpenSshClient
{
public:
    /// False if ssh-keygen does not work.
    bool makeKey();
    QByteArray publicKey() const;
    /// From now on it talks to this port of 127.0.0.1, whose host key is known.
    void trust(int port, const QByteArray &hostKey);
    QStringList arguments(const QByteArray &exec, bool withPassword = false) const;
    /// Runs a script as our own client does, and takes the frame off.
    Said said(const QString &verb, const QByteArray &script = ":", int timeoutMs = 20000) const;
    /// The exit status of a script after a login by this password alone.
    int passwordStatus(const QByteArray &password) const;

private:
    QTemporaryDir m_folder;
    int m_port = 0;
};
