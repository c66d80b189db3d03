#include "app/inspect/preflight.h"

#include "app/base/versions.h"
#include "app/inspect/status_parts.h"
#include "app/topology/expected.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace {
constexpr qint64 gib = 1 << 20; // in KiB

struct Subject
{
    const Topology &topology;
    const Node &node;
    const MachineFacts &facts;
    const Catalog &catalog;

    bool isMaster() const { return node.role != Role::Media; }
};

QString told(const char *text)
{
    return QCoreApplication::translate("Preflight", text);
}

QString gibText(qint64 kib)
{
    return QString::number(double(kib) / double(gib), 'f', 1);
}

/// `cluster.json` names this cluster: what is there was put there by us.
bool isOurs(const Subject &subject)
{
    const QJsonObject record = QJsonDocument::fromJson(subject.facts.clusterRecord.toUtf8()).object();
    return !subject.topology.id.isEmpty() && record.value(QLatin1String("cluster")).toString() == subject.topology.id;
}

QStringList rootJudge(const Subject &subject)
{
    if (subject.facts.userId <= 0)
        return {};
    return {told("Commands run as user %1 and not as root.").arg(subject.facts.userId)};
}

QStringList toolsJudge(const Subject &subject)
{
    QStringList missing;
    for (const char *tool : {"bash", "curl", "systemctl"}) {
        if (!subject.facts.tools.contains(QLatin1String(tool)))
            missing.append(QLatin1String(tool));
    }
    if (missing.isEmpty())
        return {};
    return {told("These programs are missing: %1.").arg(missing.join(QLatin1String(", ")))};
}

QStringList processorJudge(const Subject &subject)
{
    if (subject.facts.cpus == 0 || subject.facts.cpus >= 4)
        return {};
    return {told("The machine has %1 CPU cores; at least 4 are needed.").arg(subject.facts.cpus)};
}

QStringList memoryJudge(const Subject &subject)
{
    // A machine of 4 GB shows less: the kernel keeps a part for itself.
    const qint64 least = gib * 36 / 10;
    if (subject.facts.memoryKiB <= 0 || subject.facts.memoryKiB >= least)
        return {};
    return {told("The machine has %1 GiB of memory; at least 4 GB are needed.").arg(gibText(subject.facts.memoryKiB))};
}

/// The file system that holds a path: the longest mount point that begins it.
const MachineFacts::Disk *diskOf(const MachineFacts &facts, const QString &path)
{
    const MachineFacts::Disk *best = nullptr;
    for (const MachineFacts::Disk &disk : facts.disks) {
        const bool holds = disk.path == QLatin1String("/") || path == disk.path || path.startsWith(disk.path + u'/');
        if (holds && (!best || disk.path.size() > best->path.size()))
            best = &disk;
    }
    return best;
}

QStringList tooSmall(const Subject &subject, qint64 least, qint64 below)
{
    const MachineFacts::Disk *disk = diskOf(subject.facts, subject.catalog.installation.root);
    // A disk of 100 GB has 93 GiB and loses some to its file system: a tenth less is accepted.
    if (!subject.isMaster() || !disk || disk->sizeKiB >= least * gib * 9 / 10 || disk->sizeKiB < below * gib * 9 / 10)
        return {};
    return {told("The disk for %1 has %2 GiB; a Master Node needs at least %3 GB.")
                .arg(subject.catalog.installation.root, gibText(disk->sizeKiB)).arg(least)};
}

QStringList diskErrorJudge(const Subject &subject)
{
    return tooSmall(subject, 50, 0);
}

QStringList diskWarningJudge(const Subject &subject)
{
    return tooSmall(subject, 100, 50);
}

QStringList systemJudge(const Subject &subject)
{
    if (subject.facts.osId.isEmpty() || subject.facts.osId == QLatin1String("ubuntu"))
        return {};
    return {told("The system is %1; OpenVidu is made for Ubuntu.").arg(subject.facts.osName)};
}

QStringList dockerJudge(const Subject &subject)
{
    const Release *release = subject.catalog.release(subject.topology.release);
    const QString found = subject.facts.dockerVersion;
    if (!release || release->dockerMinimum.isEmpty() || found.isEmpty() || compareVersions(found, release->dockerMinimum) >= 0)
        return {};
    return {told("Docker %1 is installed; release %2 needs %3 or later.").arg(found, release->id, release->dockerMinimum)};
}

QStringList snapJudge(const Subject &subject)
{
    if (!subject.facts.tools.value(QStringLiteral("docker")).startsWith(QLatin1String("/snap/")))
        return {};
    return {told("Docker is installed as a snap.")};
}

QStringList architectureJudge(const Subject &subject, bool isSupported)
{
    const bool isArm = subject.facts.architecture == QLatin1String("aarch64") || subject.facts.architecture.startsWith(QLatin1String("arm"));
    const ReleaseRange supported{{}, QStringLiteral("3.5.0"), {}};
    if (!isArm || subject.catalog.holds(supported, subject.topology.release) != isSupported)
        return {};
    return {told("The machine is an ARM machine (%1).").arg(subject.facts.architecture)};
}

QStringList oldArmJudge(const Subject &subject)
{
    return architectureJudge(subject, false);
}

QStringList armJudge(const Subject &subject)
{
    return architectureJudge(subject, true);
}

QStringList addressJudge(const Subject &subject)
{
    if (subject.facts.addresses.isEmpty() || subject.node.privateIp.isEmpty() || subject.facts.addresses.contains(subject.node.privateIp))
        return {};
    return {told("The private address %1 is on no interface of this machine; it has %2.")
                .arg(subject.node.privateIp, subject.facts.addresses.mid(0, 8).join(QLatin1String(", ")))};
}

QStringList leftoverJudge(const Subject &subject)
{
    if (!subject.facts.hasInstallation || isOurs(subject))
        return {};
    if (subject.facts.installedVersion.isEmpty())
        return {told("%1 exists already and is not of this cluster.").arg(subject.catalog.installation.root)};
    return {told("OpenVidu %1 is installed already and is not of this cluster.").arg(subject.facts.installedVersion)};
}

/// A port that must be free, and for what.
struct NeededPort
{
    QString protocol;
    int from = 0, to = 0;
    QString purpose;
};

QList<NeededPort> neededPorts(const Subject &subject)
{
    QList<NeededPort> needed;
    for (const PortRule &rule : expectedPorts(subject.topology, subject.node.role, subject.catalog)) {
        if (rule.portTo - rule.portFrom < widestFixedRange)
            needed.append({rule.protocol, rule.portFrom, rule.portTo, rule.service});
    }
    for (const LocalPort &local : subject.catalog.localPorts) {
        if (local.role == roleId(subject.node.role))
            needed.append({local.protocol, local.port, local.port, told("a service inside the node")});
    }
    return needed;
}

QStringList portJudge(const Subject &subject)
{
    if (subject.facts.hasInstallation)
        return {}; // they are OpenVidu's own, or the leftovers are told anyway
    QStringList messages;
    QSet<QPair<QString, int>> seen;
    for (const NeededPort &needed : neededPorts(subject)) {
        for (const Listener &listener : subject.facts.listeners) {
            const QPair<QString, int> key{listener.protocol, listener.port};
            if (!isInRange(listener, needed.protocol, needed.from, needed.to) || seen.contains(key))
                continue;
            seen.insert(key);
            const QString owner = listener.process.isEmpty() ? told("another process") : listener.process;
            messages.append(told("%1 %2 is used by %3; %4 needs it.")
                                .arg(needed.protocol.toUpper(), QString::number(listener.port), owner, needed.purpose));
        }
    }
    return messages;
}

QStringList clockJudge(const Subject &subject)
{
    if (!subject.facts.time.isValid() || qAbs(subject.facts.clockOffsetMs) <= 1000)
        return {};
    return {told("The clock is %1 s %2 of this machine's.")
                .arg(double(qAbs(subject.facts.clockOffsetMs)) / 1000, 0, 'f', 1)
                .arg(subject.facts.clockOffsetMs > 0 ? told("ahead") : told("behind"))};
}

QStringList partsJudge(const Subject &subject)
{
    return subject.facts.problems;
}

struct Row
{
    const char *id;
    Severity severity;
    QStringList (*judge)(const Subject &subject);
    const char *field;
    const char *advice;
};

// clang-format off
constexpr Row rows[] = {
    {"V-HST-4",  Severity::Error,   rootJudge,        "ssh",        QT_TRANSLATE_NOOP("Preflight", "Log in as root, or as a user with sudo, and set the privilege in the node's access.")},
    {"V-HST-4",  Severity::Error,   toolsJudge,       "",           QT_TRANSLATE_NOOP("Preflight", "Install them with the system's package manager; without systemd OpenVidu cannot run.")},
    {"V-HST-1",  Severity::Error,   processorJudge,   "",           QT_TRANSLATE_NOOP("Preflight", "Give the machine more cores.")},
    {"V-HST-1",  Severity::Error,   memoryJudge,      "",           QT_TRANSLATE_NOOP("Preflight", "Give the machine more memory.")},
    {"V-HST-2",  Severity::Error,   diskErrorJudge,   "",           QT_TRANSLATE_NOOP("Preflight", "Use a larger disk: recordings and all data of the cluster are kept there.")},
    {"V-HST-2",  Severity::Warning, diskWarningJudge, "",           QT_TRANSLATE_NOOP("Preflight", "Plan for more space: recordings and all data of the cluster are kept there.")},
    {"V-HST-3",  Severity::Warning, systemJudge,      "",           QT_TRANSLATE_NOOP("Preflight", "Prefer Ubuntu 22.04 or 24.04.")},
    {"V-HST-5",  Severity::Error,   dockerJudge,      "",           QT_TRANSLATE_NOOP("Preflight", "Update Docker: the installer never does so by itself.")},
    {"V-HST-6",  Severity::Error,   oldArmJudge,      "release",    QT_TRANSLATE_NOOP("Preflight", "Choose release 3.5.0 or later, or another machine.")},
    {"V-HST-6",  Severity::Warning, armJudge,         "",           QT_TRANSLATE_NOOP("Preflight", "Use the same architecture on all nodes.")},
    {"V-HST-7",  Severity::Warning, clockJudge,       "",           QT_TRANSLATE_NOOP("Preflight", "Switch on time synchronisation (chrony or systemd-timesyncd) on all nodes.")},
    {"V-HST-9",  Severity::Error,   leftoverJudge,    "",           QT_TRANSLATE_NOOP("Preflight", "Uninstall it, or adopt the installation into this document.")},
    {"V-HST-10", Severity::Warning, snapJudge,        "",           QT_TRANSLATE_NOOP("Preflight", "Replace it by Docker's own packages: a snap cannot see all folders.")},
    {"V-IP-5",   Severity::Error,   addressJudge,     "private-ip", QT_TRANSLATE_NOOP("Preflight", "Correct the private address in the document, or the machine's network.")},
    {"V-PRT-6",  Severity::Error,   portJudge,        "",           QT_TRANSLATE_NOOP("Preflight", "Stop that process, or move it to another port.")},
    {"facts",    Severity::Warning, partsJudge,       "",           QT_TRANSLATE_NOOP("Preflight", "Look at the machine: some checks could not be made.")},
};
// clang-format on

QString waiverOf(const Topology &topology, const QString &rule, const QString &object)
{
    for (const Waiver &waiver : topology.waivers) {
        if (waiver.rule == rule && waiver.object == object)
            return waiver.reason.isEmpty() ? told("waived") : waiver.reason;
    }
    return {};
}
} // namespace

QList<Finding> preflightOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog)
{
    const Subject subject{topology, node, facts, catalog};
    QList<Finding> findings;
    for (const Row &row : rows) {
        const QString id = QString::fromLatin1(row.id);
        for (const QString &message : row.judge(subject))
            findings.append({id, row.severity, node.name, QString::fromLatin1(row.field), message, told(row.advice), waiverOf(topology, id, node.name)});
    }
    return findings;
}

bool isPassed(const QList<Finding> &findings)
{
    return std::none_of(findings.cbegin(), findings.cend(),
                        [](const Finding &finding) { return finding.severity == Severity::Error && finding.waiver.isEmpty(); });
}
