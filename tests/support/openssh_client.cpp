#include "tests/support/openssh_client.h"

#include "app/base/shell_quote.h"
#include "app/machine/remote_script.h"

#include <QFile>
#include <QProcess>

bool OpenSshClient::makeKey()
{
    QProcess keygen;
    keygen.start(QStringLiteral("ssh-keygen"), {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"), QString(),
                                                QStringLiteral("-f"), m_folder.filePath(QStringLiteral("key"))});
    return keygen.waitForFinished(20000) && keygen.exitCode() == 0;
}

QByteArray OpenSshClient::publicKey() const
{
    QFile file(m_folder.filePath(QStringLiteral("key.pub")));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void OpenSshClient::trust(int port, const QByteArray &hostKey)
{
    m_port = port;
    QFile file(m_folder.filePath(QStringLiteral("known_hosts")));
    if (file.open(QIODevice::WriteOnly))
        file.write("[127.0.0.1]:" + QByteArray::number(port) + ' ' + hostKey + '\n');
}

QStringList OpenSshClient::arguments(const QByteArray &exec, bool withPassword) const
{
    QStringList words{QStringLiteral("-F"), QStringLiteral("none"), QStringLiteral("-T")};
    const QStringList options{QStringLiteral("UserKnownHostsFile=") + m_folder.filePath(QStringLiteral("known_hosts")),
                              QStringLiteral("GlobalKnownHostsFile=/dev/null"), QStringLiteral("StrictHostKeyChecking=yes"),
                              QStringLiteral("ConnectTimeout=5"), QStringLiteral("IdentityAgent=none"), QStringLiteral("IdentitiesOnly=yes"),
                              withPassword ? QStringLiteral("PubkeyAuthentication=no") : QStringLiteral("BatchMode=yes"),
                              QStringLiteral("NumberOfPasswordPrompts=1")};
    for (const QString &option : options)
        words << QStringLiteral("-o") << option;
    words << QStringLiteral("-i") << m_folder.filePath(QStringLiteral("key")) << QStringLiteral("-p") << QString::number(m_port) << QStringLiteral("-l")
          << QStringLiteral("root") << QStringLiteral("--") << QStringLiteral("127.0.0.1") << QString::fromLatin1(exec);
    return words;
}

Said OpenSshClient::said(const QString &verb, const QByteArray &script, int timeoutMs) const
{
    QProcess ssh;
    const QByteArray nonce = newNonce();
    ssh.start(QStringLiteral("ssh"), arguments(wrappedExec(Privilege::Root, true, nonce)));
    ssh.write(scriptInput(nonce, verb, script));
    ssh.closeWriteChannel();
    if (!ssh.waitForFinished(timeoutMs)) {
        ssh.kill();
        ssh.waitForFinished(5000);
        return {-2, ssh.readAllStandardOutput(), ssh.readAllStandardError()};
    }
    FrameReader out(nonce), err(nonce);
    const QByteArray rawOut = ssh.readAllStandardOutput(), rawErr = ssh.readAllStandardError();
    Said said{ssh.exitCode(), out.feed(rawOut), err.feed(rawErr)};
    if (!err.isOpen())
        said.err = rawErr;
    return said;
}

int OpenSshClient::passwordStatus(const QByteArray &password) const
{
    QTemporaryDir folder;
    QFile asker(folder.filePath(QStringLiteral("ask")));
    if (!asker.open(QIODevice::WriteOnly))
        return -1;
    asker.write("#!/bin/sh\nprintf '%s\\n' " + shellQuoted(QString::fromLatin1(password)).toLatin1() + '\n');
    asker.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    asker.close();
    QProcess ssh;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SSH_ASKPASS"), asker.fileName());
    environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"), QStringLiteral("force"));
    ssh.setProcessEnvironment(environment);
    const QByteArray nonce = newNonce();
    ssh.start(QStringLiteral("ssh"), arguments(wrappedExec(Privilege::Root, true, nonce), true));
    ssh.write(scriptInput(nonce, QStringLiteral("exec hello"), ":"));
    ssh.closeWriteChannel();
    return ssh.waitForFinished(20000) ? ssh.exitCode() : -2;
}
