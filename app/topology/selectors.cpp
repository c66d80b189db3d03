#include "app/topology/selectors.h"

QStringList orderedModules(const Topology &topology, const Catalog &catalog)
{
    QStringList ordered;
    if (const Release *release = catalog.release(topology.release)) {
        for (const QString &module : release->modules) {
            if (topology.modules.contains(module))
                ordered.append(module);
        }
    }
    for (const QString &module : topology.modules) {
        if (!ordered.contains(module))
            ordered.append(module);
    }
    return ordered;
}

QString engineOf(const Topology &topology, const Catalog &catalog)
{
    if (!topology.engine.isEmpty())
        return topology.engine;
    const Release *release = catalog.release(topology.release);
    return release ? release->defaultEngine : QString();
}

QSet<QString> activeSelectors(const Topology &topology, const Catalog &catalog)
{
    QSet<QString> active = selectorsOf(topology);
    const QString engine = engineOf(topology, catalog);
    if (!engine.isEmpty())
        active.insert(QStringLiteral("engine:") + engine);
    return active;
}

QString userKey(const InstallOption &option)
{
    QString key = option.name();
    if (key.endsWith(QLatin1String("-user")))
        key.chop(5);
    return key;
}

QString userOf(const Topology &topology, const InstallOption &option)
{
    return topology.users.value(userKey(option), topology.users.value(option.name(), option.fallback));
}
