// hostkeys: what the machines show beside what the document pins.
#include "app/cli/host_key_table.h"
#include "app/cli/interrupt.h"
#include "app/cli/open_document.h"

#include <algorithm>

QString hostKeyWord(const ScannedHostKey &key)
{
    static const char *const words[] = {"known", "unknown", "changed", "revoked"};
    return key.key ? QString::fromLatin1(words[int(key.verdict)]) : QStringLiteral("unreachable");
}

void printHostKeys(const Console &console, const QList<ScannedHostKey> &keys)
{
    QList<QStringList> rows;
    for (const ScannedHostKey &key : keys) {
        rows.append({key.node, key.address, hostKeyWord(key), key.key ? key.key->type : QString(), key.key ? key.key->fingerprint : key.error->message});
        if (key.key && key.verdict == KeyVerdict::Changed) {
            for (const QString &pin : key.pins) {
                const std::optional<HostKey> pinned = readHostKey(pin);
                rows.append({QString(), QString(), QStringLiteral("pinned"), pinned ? pinned->type : QString(), pinned ? pinned->fingerprint : pin});
            }
        }
    }
    console.table({QStringLiteral("Node"), QStringLiteral("Address"), QStringLiteral("Key is"), QStringLiteral("Type"), QStringLiteral("Fingerprint")}, rows);
}

Result<void> pinHostKeys(Project &project, const QList<ScannedHostKey> &keys, const QString &backups)
{
    for (const ScannedHostKey &key : keys) {
        if (key.isUnknown())
            project.topology.hostKeys[key.node].append(key.key->line);
    }
    return saveProject(project, backups);
}

namespace {
/// The machines that are logged in to: nodes, and load balancers that are managed.
QStringList machinesOf(const Topology &topology)
{
    QStringList names;
    for (const Node &node : topology.nodes)
        names.append(node.name);
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.managed)
            names.append(balancer.name);
    }
    return names;
}

ExitStatus exitOf(const QList<ScannedHostKey> &keys, bool isTrusted)
{
    const auto any = [&keys](auto judge) { return std::any_of(keys.cbegin(), keys.cend(), judge); };
    if (any([](const ScannedHostKey &key) { return !key.key; }))
        return NotReached;
    return any([isTrusted](const ScannedHostKey &key) { return key.verdict != KeyVerdict::Known && !(isTrusted && key.isUnknown()); }) ? Red : Fine;
}
} // namespace

int hostkeysCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    Result<Project> project = openDocument(invocation);
    if (!project)
        return console.fail(project.error());
    const Interrupt interrupt;
    const QList<ScannedHostKey> keys = scannedHostKeys(project->topology, machinesOf(project->topology), interrupt.first());
    if (interrupt.first().stop_requested())
        return StoppedByUser;
    printHostKeys(console, keys);
    const bool isTrusted = invocation.isSet("trust");
    const auto unknown = std::count_if(keys.cbegin(), keys.cend(), [](const ScannedHostKey &key) { return key.isUnknown(); });
    if (isTrusted && unknown > 0) {
        if (const Result<void> pinned = pinHostKeys(*project, keys, placesOf(invocation, *project).backups); !pinned)
            return console.fail(pinned.error());
        console.line(QStringLiteral("Pinned %1 keys in %2.").arg(unknown).arg(project->path));
    } else if (unknown > 0) {
        console.line(QStringLiteral("Compare the fingerprints with those on the machines, then pin them with --trust."));
    }
    QJsonArray list;
    for (const ScannedHostKey &key : keys)
        list.append(QJsonObject{{QStringLiteral("node"), key.node}, {QStringLiteral("address"), key.address}, {QStringLiteral("state"), hostKeyWord(key)},
                                {QStringLiteral("fingerprint"), key.key ? key.key->fingerprint : QString()}, {QStringLiteral("key"), key.key ? key.key->line : QString()},
                                {QStringLiteral("error"), key.error ? key.error->message : QString()}});
    return console.finish(exitOf(keys, isTrusted), list);
}
