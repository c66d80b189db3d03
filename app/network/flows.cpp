#include "app/network/flows.h"

#include "app/topology/selectors.h"

namespace {
/// What a load balancer can serve besides https, and the selector of rules and listeners that belong to it.
struct ServedRow
{
    const char *served;
    const char *selector;
};

// clang-format off
constexpr ServedRow servedRows[] = {
    {"turn", "feature:turnTls"},
    {"rtmp", "feature:rtmp"},
};
// clang-format on

QString servedBy(const Condition &when)
{
    for (const ServedRow &row : servedRows) {
        if (when.selectors.contains(QLatin1String(row.selector)))
            return QString::fromLatin1(row.served);
    }
    return QStringLiteral("https");
}

/// What is served on a port that a load balancer's rule opens: one port may be asked for by several listeners.
QStringList servedOn(const PortRule &rule, const Topology &topology, const Catalog &catalog)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    QStringList served;
    for (const BalancerListener &listener : catalog.balancerListeners) {
        const bool holds =
            listener.kinds.contains(topology.kind) && catalog.holds(listener.releases, topology.release) && listener.when.holds(active);
        if (holds && listener.listen >= rule.portFrom && listener.listen <= rule.portTo)
            served.append(servedBy(listener.when));
    }
    return served.isEmpty() ? QStringList{servedBy(rule.when)} : served;
}

QStringList balancersServing(const Topology &topology, const QStringList &served)
{
    QStringList names;
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        for (const QString &service : served) {
            if (balancer.serves.contains(service) && !names.contains(balancer.name))
                names.append(balancer.name);
        }
    }
    return names;
}

bool isLogin(const PortRule &rule)
{
    return rule.sourceRoles.contains(QLatin1String("manager"));
}

QStringList nodeNames(const Topology &topology, Role role)
{
    QStringList names;
    for (const Node &node : topology.nodesOf(role))
        names.append(node.name);
    return names;
}

QStringList targetsOf(const PortRule &rule, const Topology &topology, const Catalog &catalog)
{
    Role role = Role::Master;
    if (roleFromId(rule.targetRole, &role))
        return nodeNames(topology, role);
    if (!isLogin(rule))
        return balancersServing(topology, servedOn(rule, topology, catalog));
    QStringList managed;
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.managed)
            managed.append(balancer.name);
    }
    return managed;
}

struct FlowSource
{
    Flow::Source kind = Flow::Source::Node;
    QString name;
};

QList<FlowSource> sourcesOf(const PortRule &rule, const Topology &topology)
{
    QList<FlowSource> sources;
    for (const QString &word : rule.sourceRoles) {
        Role role = Role::Master;
        QStringList names;
        if (roleFromId(word, &role))
            names = nodeNames(topology, role);
        else if (word == QLatin1String("lb"))
            names = balancersServing(topology, {servedBy(rule.when)});
        for (const QString &name : names)
            sources.append({Flow::Source::Node, name});
        if (word == QLatin1String("any"))
            sources.append({Flow::Source::Anybody, word});
        else if (names.isEmpty() && !roleFromId(word, &role))
            sources.append({Flow::Source::Outside, word});
    }
    return sources;
}
} // namespace

QList<PortRule> activeRules(const Topology &topology, const Catalog &catalog)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    QList<PortRule> rules;
    for (const PortRule &rule : catalog.ports) {
        if (rule.kinds.contains(topology.kind) && catalog.holds(rule.releases, topology.release) && rule.when.holds(active))
            rules.append(rule);
    }
    return rules;
}

QList<Flow> flowsOf(const Topology &topology, const Catalog &catalog)
{
    QList<Flow> flows;
    for (const PortRule &rule : activeRules(topology, catalog)) {
        const QList<FlowSource> sources = sourcesOf(rule, topology);
        for (const QString &target : targetsOf(rule, topology, catalog)) {
            const int loginPort = isLogin(rule) ? sshTargetOf(topology, target).port : 0;
            for (const FlowSource &source : sources) {
                if (source.name == target)
                    continue;
                flows.append({rule.id, source.kind, source.name, target, rule.protocol, loginPort ? loginPort : rule.portFrom,
                              loginPort ? loginPort : rule.portTo});
            }
        }
    }
    return flows;
}

QString addressOf(const Topology &topology, const QString &name)
{
    if (const Node *node = topology.node(name))
        return node->privateIp;
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.name == name)
            return balancer.address;
    }
    return {};
}
