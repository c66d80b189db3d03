// A real sshd on a free loopback port, in mount and process namespaces of its own: users, sudoers, /run and /var/lib are private, and
// everything that was started through it ends with it. Needs root, openssh-server, sudo, util-linux.
#pragma once

#include "app/machine/ssh_machine.h"
#include "app/topology/topology.h"

#include <QProcess>
#include <QTemporaryDir>

/// Users beside root: ubuntu (sudo without a password), deploy (sudo with it), guest (no sudo), fish and tcsh (login shells, if installed).
/// All have the password `right-password` and accept the key.
class LocalSshd
{
public:
    explicit LocalSshd(const QByteArray &moreConfig = {});
    ~LocalSshd();
    LocalSshd(const LocalSshd &) = delete;
    LocalSshd &operator=(const LocalSshd &) = delete;

    /// Why it does not run; empty if it does.
    const QString &problem() const { return m_problem; }
    int port() const { return m_port; }
    /// With key and pin.
    SshTarget target(const QString &user = QStringLiteral("root")) const;
    static bool hasUser(const QString &user);
    QString path(const QString &name) const { return m_folder.filePath(name); }
    /// Ends the server's side of every session, as a crash would; the listener stays.
    void killSessions();

private:
    bool start(qsizetype addresses);
    QByteArray makeFiles(const QByteArray &moreConfig); ///< gives the configuration
    qint64 listener() const;

    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_problem;
    int m_port = 0;
};

/// Runs a program to its end; its standard output, or nothing if it failed.
QByteArray outputOf(const QString &program, const QStringList &arguments);

/// A machine of a local sshd, opened with the defaults or with other secrets and options.
Result<std::unique_ptr<Machine>> openedMachine(const SshTarget &target, const SecretSet &access = {}, const SshOptions &options = {},
                                               std::stop_token stop = {});

/// What went wrong, for QVERIFY2; empty if nothing did.
template <typename T>
QByteArray errorOf(const Result<T> &result)
{
    return result ? QByteArray() : (result.error().message + QLatin1Char(' ') + result.error().advice).toUtf8();
}

/// Fails with the error's own sentences.
#define VERIFY_OK(result) QVERIFY2(bool(result), errorOf(result).constData())
