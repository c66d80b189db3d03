#include "app/topology/expected.h"

#include "app/topology/selectors.h"

QList<PortRule> expectedPorts(const Topology &topology, Role role, const Catalog &catalog)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    QList<PortRule> rules;
    for (const PortRule &rule : catalog.ports) {
        const bool isManagement = rule.sourceRoles == QStringList{QStringLiteral("manager")};
        if (rule.targetRole == roleId(role) && rule.kinds.contains(topology.kind) && catalog.holds(rule.releases, topology.release)
            && rule.when.holds(active) && !isManagement)
            rules.append(rule);
    }
    return rules;
}

QList<Service> expectedContainers(const Topology &topology, Role role, const Catalog &catalog)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    QList<Service> services;
    for (const Service &service : catalog.services) {
        if (service.kind == Service::Kind::Container && service.roles.contains(role) && catalog.holds(service.releases, topology.release)
            && service.when.holds(active))
            services.append(service);
    }
    return services;
}

QList<HealthProbe> expectedHealth(const Topology &topology, Role role, const Catalog &catalog)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    QList<HealthProbe> probes;
    for (const HealthProbe &probe : catalog.health) {
        if (probe.roles.contains(role) && catalog.holds(probe.releases, topology.release) && probe.when.holds(active))
            probes.append(probe);
    }
    return probes;
}
