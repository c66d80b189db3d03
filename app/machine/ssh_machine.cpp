#include "app/machine/ssh_machine.h"

#include "app/base/plain_text.h"
#include "app/machine/file_scripts.h"
#include "app/machine/ssh_gate.h"
#include "app/machine/ssh_login.h"
#include "app/machine/ssh_script.h"

#include <QCoreApplication>
#include <QFile>

namespace {
/// What all sessions of a cluster share.
struct Fleet
{
    QHash<NodeId, SshTarget> targets;
    SecretSet access;
    SshOptions options;
    SshGate gate;
    SshIdentities identities;
};

QList<HostKey> revokedKeys(const SshOptions &options, const SshEndpoint &endpoint)
{
    QFile file(expandedPath(options.knownHosts));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return knownHostKeys(file.read(8LL * 1024 * 1024), endpoint.host, endpoint.port).revoked;
}

QString pinnedFingerprints(const QStringList &pins)
{
    QStringList fingerprints;
    for (const QString &pin : pins)
        if (const auto key = readHostKey(pin))
            fingerprints.append(key->type + QLatin1Char(' ') + key->fingerprint);
    return fingerprints.join(QStringLiteral(", "));
}

Result<void> checkHostKey(const SshSession &session, const QStringList &pins, const SshOptions &options)
{
    const auto key = session.hostKey();
    if (!key)
        return key.error();
    const QString place = session.endpoint().place();
    const QString shown = key->type + QLatin1Char(' ') + key->fingerprint;
    switch (judgedHostKey(*key, pins, revokedKeys(options, session.endpoint()))) {
    case KeyVerdict::Known:
        return {};
    case KeyVerdict::Unknown:
        return Error{ErrorKind::HostKeyUnknown,
                     QCoreApplication::translate("Ssh", "The host key of %1 is not trusted yet: %2.").arg(place, shown),
                     QCoreApplication::translate(
                         "Ssh", "Compare the fingerprint with the node's own (ssh-keygen -lf on its host key), then trust it.")};
    case KeyVerdict::Changed:
        return Error{
            ErrorKind::HostKeyChanged,
            QCoreApplication::translate("Ssh", "%1 shows another host key than the trusted one: now %2, trusted %3.")
                .arg(place, shown, pinnedFingerprints(pins)),
            QCoreApplication::translate(
                "Ssh", "If the node was installed anew, trust the new key; if not, somebody may stand in between: do not log in.")};
    case KeyVerdict::Revoked:
        break;
    }
    return Error{ErrorKind::HostKeyChanged,
                 QCoreApplication::translate("Ssh", "%1 shows a host key that your known_hosts marks as revoked: %2.").arg(place, shown),
                 QCoreApplication::translate("Ssh", "Do not log in; give the node a new host key.")};
}

Result<std::unique_ptr<SshSession>> loggedIn(Fleet &fleet, const SshEndpoint &endpoint, const SshTarget &target,
                                             const std::stop_token &stop)
{
    SshLogin login{target.user, target.key, fleet.options.agentSocket, fleet.access, &fleet.identities};
    for (;;) {
        auto session = SshSession::greeted(endpoint, target.pins, fleet.options.patience, stop);
        if (!session)
            return session;
        if (const auto trusted = checkHostKey(**session, target.pins, fleet.options); !trusted)
            return trusted.error();
        const auto end = logIn(**session, login, stop);
        if (!end)
            return end.error();
        if (*end == LoginEnd::LoggedIn)
            return session;
        login.agentSocket.clear();
    }
}

Result<std::unique_ptr<Machine>> openedMachine(Fleet &fleet, const NodeId &node, const std::stop_token &stop)
{
    const auto target = fleet.targets.constFind(node);
    if (target == fleet.targets.constEnd() || target->host.isEmpty())
        return Error{ErrorKind::Invalid, QCoreApplication::translate("Ssh", "No address is known for the node %1.").arg(node),
                     QCoreApplication::translate("Ssh", "Enter its private address or an SSH host.")};
    const SshEndpoint endpoint{node, target->host, target->port};
    if (!target->jump.isEmpty())
        return Error{ErrorKind::Invalid,
                     QCoreApplication::translate("Ssh", "%1 is behind a jump host (%2), which is not supported yet.")
                         .arg(endpoint.place(), target->jump.first()),
                     QCoreApplication::translate("Ssh", "Connect from a network that reaches the node, and remove the jump host.")};
    const auto pass = fleet.gate.enter(endpoint.address(), stop);
    if (!pass)
        return stoppedError(endpoint);
    auto session = loggedIn(fleet, endpoint, *target, stop);
    if (!session)
        return session.error();
    Secret password = fleet.access.valueFor(QStringLiteral("sudo-password"), node);
    if (password.isEmpty())
        password = fleet.access.valueFor(QStringLiteral("ssh-password"), node);
    return std::unique_ptr<Machine>(std::make_unique<SshMachine>(*std::move(session), target->privilege, password));
}

/// What a script that only serves us says when it fails.
Error scriptError(const Outcome &outcome, const QString &otherwise)
{
    const QString said = plainLine(outcome.err, 300);
    return {ErrorKind::Failed, said.isEmpty() ? otherwise : said,
            QCoreApplication::translate("Ssh", "Check the free disk space and the permissions on the node.")};
}
} // namespace

SshMachine::SshMachine(std::unique_ptr<SshSession> session, Privilege privilege, const Secret &sudoPassword)
    : m_session(std::move(session))
    , m_privilege(privilege)
    , m_sudoPassword(sudoPassword)
{
}

Result<Outcome> SshMachine::run(const Script &script, const OnOutput &onOutput, std::stop_token stop)
{
    return runScript(*m_session, {script, m_privilege, m_sudoPassword, onOutput}, std::move(stop));
}

Result<void> SshMachine::put(const QString &path, QByteArrayView content, int mode, std::stop_token stop)
{
    const auto outcome = run(putScript(path, content, mode), {}, std::move(stop));
    if (!outcome)
        return outcome.error();
    if (outcome->isSuccess())
        return {};
    return scriptError(*outcome, QCoreApplication::translate("Ssh", "Writing %1 on %2 failed.").arg(path, m_session->endpoint().place()));
}

Result<QByteArray> SshMachine::get(const QString &path, std::stop_token stop)
{
    QByteArray content, said;
    const auto take = [&content, &said](Stream stream, QByteArrayView bytes) {
        QByteArray &kept = stream == Stream::Out ? content : said;
        if (kept.size() <= longestFile)
            kept.append(bytes);
    };
    auto outcome = run(getScript(path), take, std::move(stop));
    if (!outcome)
        return outcome.error();
    const QString place = m_session->endpoint().place();
    if (outcome->exitStatus == 65 || content.size() > longestFile)
        return Error{ErrorKind::Failed,
                     QCoreApplication::translate("Ssh", "%1 on %2 is longer than 64 MB and is not read.").arg(path, place),
                     QCoreApplication::translate("Ssh", "Copy it with scp if you need it.")};
    if (outcome->exitStatus == 66)
        return Error{ErrorKind::Failed, QCoreApplication::translate("Ssh", "There is no %1 on %2.").arg(path, place),
                     QCoreApplication::translate("Ssh", "Check that OpenVidu is installed there.")};
    outcome->err = said;
    if (!outcome->isSuccess())
        return scriptError(*outcome, QCoreApplication::translate("Ssh", "Reading %1 on %2 failed.").arg(path, place));
    return content;
}

OpenMachine sshMachines(const QHash<NodeId, SshTarget> &targets, const SecretSet &access, const SshOptions &options)
{
    const auto fleet = std::make_shared<Fleet>();
    fleet->targets = targets;
    fleet->access = access;
    fleet->options = options;
    return [fleet](const NodeId &node, const std::stop_token &stop) { return openedMachine(*fleet, node, stop); };
}
