// The door to a node over SSH.
#pragma once

#include "app/machine/machine.h"
#include "app/machine/ssh_session.h"

#include <QHash>

#include <memory>

class SshMachine : public Machine
{
public:
    /// `sudoPassword` may be empty.
    SshMachine(std::unique_ptr<SshSession> session, Privilege privilege, const Secret &sudoPassword);

    Result<Outcome> run(const Script &script, const OnOutput &onOutput, std::stop_token stop) override;
    Result<void> put(const QString &path, QByteArrayView content, int mode, std::stop_token stop) override;
    Result<QByteArray> get(const QString &path, std::stop_token stop) override;

private:
    std::unique_ptr<SshSession> m_session;
    Privilege m_privilege;
    Secret m_sudoPassword;
};

struct SshOptions
{
    SshPatience patience;
    QString agentSocket = qEnvironmentVariable("SSH_AUTH_SOCK"); ///< empty: no agent
    QString knownHosts = QStringLiteral("~/.ssh/known_hosts");   ///< read for keys that it marks as @revoked; pins come from the targets
};

/// Opens the nodes of a cluster; for many threads at once. `access` holds ssh-password, sudo-password (if there is none, ssh-password is
/// tried) and key-passphrase, for all nodes or with @node.
OpenMachine sshMachines(const QHash<NodeId, SshTarget> &targets, const SecretSet &access, const SshOptions &options = {});
