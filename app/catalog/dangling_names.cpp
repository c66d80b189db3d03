// What no single row can show: names that nothing carries, ids that two rows carry.
#include "app/catalog/catalog_rows.h"

namespace {
class NameCheck
{
public:
    explicit NameCheck(const Catalog &catalog) : m_catalog(catalog) {}

    void range(const QString &row, const ReleaseRange &range)
    {
        for (const QString &era : range.eras) {
            if (!m_catalog.era(era))
                say(QStringLiteral("%1 names the unknown era `%2`").arg(row, era));
        }
        for (const QString &release : {range.from, range.to}) {
            if (!release.isEmpty() && !m_catalog.release(release))
                say(QStringLiteral("%1 names the unknown release `%2`").arg(row, release));
        }
    }
    void kinds(const QString &row, const QStringList &kinds)
    {
        for (const QString &kind : kinds) {
            if (!m_catalog.kind(kind))
                say(QStringLiteral("%1 names the unknown kind `%2`").arg(row, kind));
        }
    }
    template<typename Row>
    void ids(const char *table, const QList<Row> &rows)
    {
        QSet<QString> seen;
        for (const Row &row : rows) {
            if (seen.contains(row.id))
                say(QStringLiteral("%1 has two rows with the id `%2`").arg(QLatin1String(table), row.id));
            seen.insert(row.id);
        }
    }
    void say(const QString &text)
    {
        if (m_fault.isEmpty())
            m_fault = text;
    }
    const QString &fault() const { return m_fault; }

private:
    const Catalog &m_catalog;
    QString m_fault;
};

void checkIds(NameCheck &check, const Catalog &catalog)
{
    check.ids("eras.json", catalog.eras);
    check.ids("releases.json", catalog.releases);
    check.ids("kinds.json", catalog.kinds);
    check.ids("ports.json", catalog.ports);
    check.ids("services.json", catalog.services);
    check.ids("health.json", catalog.health);
    check.ids("urls.json", catalog.urls);
    check.ids("outbound.json", catalog.outbound);
    check.ids("local_ports.json", catalog.localPorts);
    check.ids("balancer_listeners.json", catalog.balancerListeners);
}

void checkCommandLines(NameCheck &check, const Catalog &catalog)
{
    for (const CommandLine &line : catalog.commandLines) {
        check.range(line.path, line.releases);
        check.kinds(line.path, line.kinds);
        for (const QString &flag : line.order) {
            const bool isKnown = std::any_of(catalog.options.cbegin(), catalog.options.cend(), [&flag](const InstallOption &option) { return option.flag == flag; });
            if (!isKnown)
                check.say(QStringLiteral("%1 orders the unknown flag `%2`").arg(line.path, flag));
        }
    }
}

void checkHealth(NameCheck &check, const Catalog &catalog)
{
    for (const HealthProbe &probe : catalog.health) {
        check.range(probe.id, probe.releases);
        const bool isKnown = std::any_of(catalog.services.cbegin(), catalog.services.cend(), [&probe](const Service &service) { return service.id == probe.service; });
        if (!isKnown)
            check.say(QStringLiteral("%1 asks the unknown service `%2`").arg(probe.id, probe.service));
    }
}
} // namespace

QString danglingName(const Catalog &catalog)
{
    NameCheck check(catalog);
    checkIds(check, catalog);
    for (const Release &release : catalog.releases) {
        if (!catalog.era(release.era))
            check.say(QStringLiteral("%1 names the unknown era `%2`").arg(release.id, release.era));
    }
    for (const PortRule &rule : catalog.ports) {
        check.range(rule.id, rule.releases);
        check.kinds(rule.id, rule.kinds);
    }
    for (const InstallOption &option : catalog.options) {
        check.range(option.flag, option.releases);
        check.kinds(option.flag, option.kinds);
    }
    for (const Service &service : catalog.services)
        check.range(service.id, service.releases);
    for (const ServiceUrl &url : catalog.urls)
        check.range(url.id, url.releases);
    for (const BalancerListener &listener : catalog.balancerListeners) {
        check.range(listener.id, listener.releases);
        check.kinds(listener.id, listener.kinds);
    }
    for (const Caution &caution : catalog.cautions) {
        check.range(caution.rule, caution.releases);
        check.kinds(caution.rule, caution.kinds);
    }
    checkCommandLines(check, catalog);
    checkHealth(check, catalog);
    return check.fault();
}
