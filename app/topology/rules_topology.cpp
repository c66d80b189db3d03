#include "app/topology/rule_subject.h"

#include <QCoreApplication>
#include <QHash>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("Rules", text);
}

QString countedRole(Role role, qsizetype count)
{
    return QStringLiteral("%1 %2%3").arg(QString::number(count), roleTitle(role), QLatin1String(count == 1 ? "" : "s"));
}

QString wantedCount(const DeploymentKind::Count &count)
{
    if (count.least == count.most)
        return tr("exactly %1").arg(count.least);
    return count.most ? tr("%1 to %2").arg(QString::number(count.least), QString::number(count.most)) : tr("at least %1").arg(count.least);
}

/// The roles whose number is wrong; media nodes are another rule's.
QList<Found> masterCount(const RuleSubject &subject)
{
    QList<Found> found;
    for (const DeploymentKind::Count &count : subject.kind ? subject.kind->counts : QList<DeploymentKind::Count>()) {
        const qsizetype number = subject.topology.nodesOf(count.role).size();
        if (count.role != Role::Media && (number < count.least || (count.most && number > count.most)))
            found.append({{}, QStringLiteral("nodes"), {countedRole(count.role, number), wantedCount(count), roleTitle(count.role)}});
    }
    return found;
}

QList<Found> leastMedia(const RuleSubject &subject)
{
    const DeploymentKind::Count *count = subject.kind ? subject.kind->count(Role::Media) : nullptr;
    const qsizetype number = subject.topology.nodesOf(Role::Media).size();
    if (!count || (number >= count->least && (!count->most || number <= count->most)))
        return {};
    return {{{}, QStringLiteral("nodes"), {countedRole(Role::Media, number), wantedCount(*count)}}};
}

QList<Found> recommendedMedia(const RuleSubject &subject)
{
    const DeploymentKind::Count *count = subject.kind ? subject.kind->count(Role::Media) : nullptr;
    const qsizetype number = subject.topology.nodesOf(Role::Media).size();
    if (!count || number < count->least || number >= count->recommended)
        return {};
    return {{{}, QStringLiteral("nodes"), {countedRole(Role::Media, number), QString::number(count->recommended)}}};
}

QStringList neededServices(const RuleSubject &subject)
{
    QStringList needed{QStringLiteral("https")};
    if (subject.active.contains(QStringLiteral("feature:turnTls")))
        needed.append(QStringLiteral("turn"));
    if (subject.active.contains(QStringLiteral("feature:rtmp")))
        needed.append(QStringLiteral("rtmp"));
    return needed;
}

/// With a load balancer in the kind: each service by exactly one, each with an address. Without: none.
QList<Found> balancers(const RuleSubject &subject)
{
    if (!subject.kind)
        return {};
    QList<Found> found;
    const QString field = QStringLiteral("load-balancers");
    for (const LoadBalancer &balancer : subject.topology.loadBalancers) {
        if (!subject.kind->hasLoadBalancer)
            found.append({balancer.name, field, {tr("The load balancer %1 has no place in this kind of deployment.").arg(balancer.name)}});
        else if (balancer.address.trimmed().isEmpty())
            found.append({balancer.name, QStringLiteral("address"), {tr("The load balancer %1 has no address.").arg(balancer.name)}});
    }
    QStringList unserved;
    for (const QString &service : subject.kind->hasLoadBalancer ? neededServices(subject) : QStringList()) {
        QStringList names;
        for (const LoadBalancer &balancer : subject.topology.loadBalancers) {
            if (balancer.serves.contains(service))
                names.append(balancer.name);
        }
        if (names.isEmpty())
            unserved.append(service);
        if (names.size() > 1)
            found.append({names.last(), field, {tr("%1 is served by %2.").arg(service, names.join(tr(" and ")))}});
    }
    if (!unserved.isEmpty())
        found.append({{}, field, {tr("No load balancer serves %1.").arg(unserved.join(tr(" and ")))}});
    return found;
}

/// Nodes of different roles with one address or one login.
QList<Found> sharedMachines(const RuleSubject &subject)
{
    QList<Found> found;
    QHash<QString, const Node *> byAddress;
    for (const Node &node : subject.topology.nodes) {
        const SshTarget target = sshTargetOf(subject.topology, node.name);
        const QString login = QStringLiteral("ssh %1 %2 %3").arg(target.host, QString::number(target.port), target.jump.join(u','));
        for (const QString &address : {node.privateIp, target.host.isEmpty() ? QString() : login}) {
            const Node *other = byAddress.value(address);
            if (!address.isEmpty() && !other)
                byAddress.insert(address, &node);
            if (address.isEmpty() || !other || other->role == node.role || (!found.isEmpty() && found.last().object == node.name))
                continue;
            found.append({node.name, {}, {other->name, roleTitle(other->role), node.name, roleTitle(node.role)}});
        }
    }
    return found;
}

QList<Found> balancerOnNode(const RuleSubject &subject)
{
    QList<Found> found;
    for (const LoadBalancer &balancer : subject.topology.loadBalancers) {
        for (const Node &node : subject.topology.nodes) {
            if (!balancer.address.isEmpty() && (balancer.address == node.privateIp || balancer.address == node.publicIp))
                found.append({balancer.name, QStringLiteral("address"), {balancer.name, balancer.address, node.name}});
        }
    }
    return found;
}

/// Judged only where sites are given.
QList<Found> sharedSites(const RuleSubject &subject)
{
    QMap<QString, QStringList> bySite;
    for (const Node &node : subject.topology.nodesOf(Role::Master)) {
        if (!node.site.isEmpty())
            bySite[node.site].append(node.name);
    }
    QList<Found> found;
    for (auto site = bySite.cbegin(); site != bySite.cend(); ++site) {
        if (site->size() > 1)
            found.append({site->last(), QStringLiteral("site"), {site->join(QStringLiteral(", ")), site.key()}});
    }
    return found;
}

QList<Found> undeployableKind(const RuleSubject &subject)
{
    if (subject.kind && subject.kind->isDeployable)
        return {};
    return {{{}, QStringLiteral("kind"), {subject.topology.kind}}};
}

QList<Found> managedBalancers(const RuleSubject &subject)
{
    QList<Found> found;
    for (const LoadBalancer &balancer : subject.topology.loadBalancers) {
        if (balancer.managed)
            found.append({balancer.name, QStringLiteral("managed"), {balancer.name}});
    }
    return found;
}

// clang-format off
constexpr Rule rows[] = {
    {"V-TOP-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The number of Master Nodes fits the kind of deployment."),
     QT_TRANSLATE_NOOP("Rules", "High availability rests on four Master Nodes: fewer cannot agree on a leader, more are not supported by the installer."),
     "TYPES-3.9, FT-3.9, seed (prerequisites)",
     QT_TRANSLATE_NOOP("Rules", "The cluster has %1; this kind of deployment has %2."),
     QT_TRANSLATE_NOOP("Rules", "Add or remove nodes of role %3 until the number fits."), masterCount},
    {"V-TOP-2", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "There is a Media Node."),
     QT_TRANSLATE_NOOP("Rules", "Rooms live on Media Nodes; without one nothing can be joined."), "TYPES-3.9",
     QT_TRANSLATE_NOOP("Rules", "The cluster has %1; this kind of deployment has %2."),
     QT_TRANSLATE_NOOP("Rules", "Add a node of role media."), leastMedia},
    {"V-TOP-3", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "There are enough Media Nodes to lose one."),
     QT_TRANSLATE_NOOP("Rules", "With a single Media Node its loss ends every room, and it cannot be drained for maintenance."), "seed (prerequisites)",
     QT_TRANSLATE_NOOP("Rules", "The cluster has %1; %2 are recommended."),
     QT_TRANSLATE_NOOP("Rules", "Add a Media Node, or waive this if losing all rooms at once is acceptable."), recommendedMedia},
    {"V-TOP-4", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "Every public service has exactly one load balancer, with an address."),
     QT_TRANSLATE_NOOP("Rules", "Users reach the Master Nodes, TURN with TLS and RTMP through the load balancer only; in the DNS variant there is none."), "seed, DLB-A",
     QT_TRANSLATE_NOOP("Rules", "%1"),
     QT_TRANSLATE_NOOP("Rules", "List each of https, turn (with a TURN domain) and rtmp (if used) under `serves` of one load balancer that has an address."), balancers},
    {"V-TOP-5", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "A machine has one role."),
     QT_TRANSLATE_NOOP("Rules", "The services of a Master Node and a Media Node use the same ports and the same folder."), "derived from the port tables",
     QT_TRANSLATE_NOOP("Rules", "%1 (%2) and %3 (%4) are the same machine."),
     QT_TRANSLATE_NOOP("Rules", "Give each node a machine of its own, or correct the address that was entered twice."), sharedMachines},
    {"V-TOP-6", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "The load balancer has a machine of its own."),
     QT_TRANSLATE_NOOP("Rules", "On a node its ports collide with those of the node's services, and losing that node loses the public entry."), "derived from the port tables",
     QT_TRANSLATE_NOOP("Rules", "The load balancer %1 has the address %2 of node %3."),
     QT_TRANSLATE_NOOP("Rules", "Put it on another machine, or correct the address."), balancerOnNode},
    {"V-TOP-7", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "Master Nodes stand in different sites."),
     QT_TRANSLATE_NOOP("Rules", "What fails together counts together: a rack or hypervisor that takes two Master Nodes along already costs recordings."), "FT-3.9",
     QT_TRANSLATE_NOOP("Rules", "%1 all stand in site %2."),
     QT_TRANSLATE_NOOP("Rules", "Spread the Master Nodes over different racks or hypervisors."), sharedSites},
    {"V-TOP-8", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "This program installs this kind of deployment."),
     QT_TRANSLATE_NOOP("Rules", "For other kinds the program knows ports and commands but has no tested order of installation."), "catalog, kinds",
     QT_TRANSLATE_NOOP("Rules", "This program does not install deployments of kind %1."),
     QT_TRANSLATE_NOOP("Rules", "Choose a high availability kind, such as ha-nlb."), undeployableKind},
    {"V-TOP-9", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "Load balancers are configured by hand."),
     QT_TRANSLATE_NOOP("Rules", "This release of the program writes a load balancer's configuration but does not install it."), "this program",
     QT_TRANSLATE_NOOP("Rules", "The load balancer %1 is to be managed, which this release of the program cannot do."),
     QT_TRANSLATE_NOOP("Rules", "Set `managed: false` for it and install its configuration by hand."), managedBalancers},
};
// clang-format on
} // namespace

std::span<const Rule> topologyRules()
{
    return rows;
}
