#include "app/topology/topology.h"

const Node *Topology::node(const NodeId &wanted) const
{
    for (const Node &candidate : nodes) {
        if (candidate.name == wanted)
            return &candidate;
    }
    return nullptr;
}

QList<Node> Topology::nodesOf(Role role) const
{
    QList<Node> found;
    for (const Node &candidate : nodes) {
        if (candidate.role == role)
            found.append(candidate);
    }
    return found;
}

QStringList Topology::privateIpsOf(Role role) const
{
    QStringList addresses;
    for (const Node &found : nodesOf(role))
        addresses.append(found.privateIp);
    return addresses;
}

QStringList objectNames(const Topology &topology)
{
    QStringList names;
    for (const Node &node : topology.nodes)
        names.append(node.name);
    for (const LoadBalancer &balancer : topology.loadBalancers)
        names.append(balancer.name);
    return names;
}

QSet<QString> selectorsOf(const Topology &topology)
{
    QSet<QString> active;
    for (const QString &module : topology.modules)
        active.insert(QStringLiteral("module:") + module);
    // Some selectors have no group (externalS3): the bare word is active too.
    for (const QString &feature : topology.features) {
        active.insert(feature);
        active.insert(feature.contains(u':') ? feature : QStringLiteral("feature:") + feature);
    }
    if (!topology.turnDomain.isEmpty())
        active.insert(QStringLiteral("feature:turnTls"));
    if (!topology.engine.isEmpty())
        active.insert(QStringLiteral("engine:") + topology.engine);
    return active;
}

namespace {
struct Named
{
    const SshAccess *own = nullptr;
    QString address;
};

Named accessOf(const Topology &topology, const NodeId &name)
{
    if (const Node *node = topology.node(name))
        return {&node->ssh, node->privateIp};
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.name == name)
            return {&balancer.ssh, balancer.address};
    }
    return {};
}
} // namespace

SshTarget sshTargetOf(const Topology &topology, const NodeId &name)
{
    const Named named = accessOf(topology, name);
    static const SshAccess nothing;
    const SshAccess &own = named.own ? *named.own : nothing;
    const SshAccess &common = topology.ssh;
    SshTarget target;
    target.host = own.host.value_or(common.host.value_or(named.address));
    target.user = own.user.value_or(common.user.value_or(QStringLiteral("root")));
    target.key = own.key.value_or(common.key.value_or(QString()));
    target.port = own.port.value_or(common.port.value_or(22));
    const Privilege usual = target.user == QLatin1String("root") ? Privilege::Root : Privilege::Sudo;
    target.privilege = own.privilege.value_or(common.privilege.value_or(usual));
    target.jump = own.jump.value_or(common.jump.value_or(QStringList()));
    target.pins = topology.hostKeys.value(name);
    return target;
}

QHash<NodeId, SshTarget> sshTargetsOf(const Topology &topology)
{
    QHash<NodeId, SshTarget> targets;
    for (const QString &name : objectNames(topology))
        targets.insert(name, sshTargetOf(topology, name));
    return targets;
}
