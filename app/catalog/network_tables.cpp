#include "app/catalog/catalog_tables.h"

#include <QCoreApplication>

using Need = CatalogRow::Need;

namespace {
constexpr int highestPort = 65535;

const QStringList &protocols()
{
    static const QStringList words{QStringLiteral("tcp"), QStringLiteral("udp")};
    return words;
}

const QStringList &targets()
{
    static const QStringList words{QStringLiteral("master"), QStringLiteral("media"), QStringLiteral("single"), QStringLiteral("lb")};
    return words;
}

const QStringList &requirements()
{
    static const QStringList words{QStringLiteral("required"), QStringLiteral("conditional"), QStringLiteral("recommended"),
                                   QStringLiteral("optional")};
    return words;
}

QString word(CatalogRow &row, const QString &name, const QStringList &words)
{
    return words.at(row.choice(name, words));
}

void refuseUnknown(CatalogRow &row, const QStringList &given, const QStringList &known)
{
    for (const QString &one : given) {
        if (!known.contains(one))
            row.refuse(QCoreApplication::translate("Catalog", "the role “%1” is not known").arg(one));
    }
}

QStringList readSources(CatalogRow &row)
{
    QStringList roles = row.texts(QStringLiteral("sourceRoles"));
    static const QStringList others{QStringLiteral("any"), QStringLiteral("manager"), QStringLiteral("backupHost"),
                                    QStringLiteral("externalProxy")};
    refuseUnknown(row, roles, targets() + others);
    return roles;
}

PortRule::Probe readProbe(CatalogRow &part)
{
    static const QStringList kinds{QStringLiteral("tcp-connect"), QStringLiteral("http-get"), QStringLiteral("udp-not-directly-probeable")};
    PortRule::Probe probe;
    probe.kind = word(part, QStringLiteral("kind"), kinds);
    const bool isHttp = probe.kind == QLatin1String("http-get");
    probe.path = part.text(QStringLiteral("path"), isHttp ? Need::Required : Need::Optional);
    probe.expectStatus = part.number(QStringLiteral("expectStatus"), 100, 599, isHttp ? Need::Required : Need::Optional);
    probe.expectBody = part.text(QStringLiteral("expectBody"), Need::Optional);
    return probe;
}
/// One port, or a range and perhaps the sender's own.
void readPorts(CatalogRow &row, OutboundHost *host)
{
    const bool isRange = row.has(QStringLiteral("portFrom"));
    host->port = row.number(isRange ? QStringLiteral("portFrom") : QStringLiteral("port"), 1, highestPort);
    host->portTo = isRange ? row.number(QStringLiteral("portTo"), host->port, highestPort) : host->port;
    host->localPortFrom = row.number(QStringLiteral("localPortFrom"), 1, highestPort, Need::Optional);
    host->localPortTo = row.number(QStringLiteral("localPortTo"), host->localPortFrom, highestPort, Need::Optional);
}
} // namespace

void readPortRule(CatalogRow &row, Catalog &catalog)
{
    static const QStringList bases{QStringLiteral("documented"), QStringLiteral("cloud-template"), QStringLiteral("inferred")};
    PortRule rule;
    rule.id = row.text(QStringLiteral("id"));
    rule.kinds = readKinds(row, catalog, Need::Required);
    rule.releases = readReleases(row, catalog);
    rule.targetRole = word(row, QStringLiteral("targetRole"), targets());
    rule.protocol = word(row, QStringLiteral("protocol"), protocols());
    rule.portFrom = row.number(QStringLiteral("portFrom"), 1, highestPort);
    rule.portTo = row.number(QStringLiteral("portTo"), 1, highestPort);
    if (rule.portTo < rule.portFrom)
        row.refuse(QCoreApplication::translate("Catalog", "“portTo” is below “portFrom”"));
    rule.sourceRoles = readSources(row);
    rule.service = row.text(QStringLiteral("service"));
    rule.description = row.text(QStringLiteral("description"));
    rule.requirement = PortRule::Requirement(row.choice(QStringLiteral("requirement"), requirements()));
    rule.when = readCondition(row);
    row.part(QStringLiteral("probe"), Need::Required, [&rule](CatalogRow &part) { rule.probe = readProbe(part); });
    rule.basis = word(row, QStringLiteral("basis"), bases);
    rule.source = row.texts(QStringLiteral("source"));
    rule.note = row.text(QStringLiteral("note"), Need::Optional);
    catalog.ports.append(rule);
}

void readLocalPort(CatalogRow &row, Catalog &catalog)
{
    LocalPort port;
    port.id = row.text(QStringLiteral("id"));
    port.role = word(row, QStringLiteral("role"), targets());
    port.protocol = word(row, QStringLiteral("protocol"), protocols());
    port.port = row.number(QStringLiteral("port"), 1, highestPort);
    port.what = row.text(QStringLiteral("what"));
    port.source = row.texts(QStringLiteral("source"));
    catalog.localPorts.append(port);
}

void readOutboundHost(CatalogRow &row, Catalog &catalog)
{
    OutboundHost host;
    host.id = row.text(QStringLiteral("id"));
    host.host = row.text(QStringLiteral("host"));
    host.protocol = word(row, QStringLiteral("protocol"), protocols());
    readPorts(row, &host);
    host.fromRoles = row.texts(QStringLiteral("fromRoles"));
    refuseUnknown(row, host.fromRoles, targets());
    host.phase = word(row, QStringLiteral("phase"), {QStringLiteral("install"), QStringLiteral("runtime")});
    host.why = row.text(QStringLiteral("why"));
    host.requirement = row.text(QStringLiteral("requirement"));
    host.releases = readReleases(row, catalog);
    host.when = readCondition(row);
    host.note = row.text(QStringLiteral("note"), Need::Optional);
    host.source = row.texts(QStringLiteral("source"));
    catalog.outbound.append(host);
}

void readBalancerListener(CatalogRow &row, Catalog &catalog)
{
    BalancerListener listener;
    listener.id = row.text(QStringLiteral("id"));
    listener.kinds = readKinds(row, catalog, Need::Required);
    listener.releases = readReleases(row, catalog);
    listener.when = readCondition(row);
    listener.listen = row.number(QStringLiteral("listen"), 1, highestPort);
    listener.tls = word(row, QStringLiteral("tls"), {QStringLiteral("terminate"), QStringLiteral("passthrough"), QStringLiteral("none")});
    if (row.has(QStringLiteral("name")))
        listener.name = word(row, QStringLiteral("name"), {QStringLiteral("domain"), QStringLiteral("turn-domain")});
    if (row.has(QStringLiteral("action"))) {
        listener.action = word(row, QStringLiteral("action"), {QStringLiteral("redirect-https")});
    } else {
        listener.targetRole = word(row, QStringLiteral("targetRole"), targets());
        listener.targetPort = row.number(QStringLiteral("targetPort"), 1, highestPort);
        listener.healthPath = row.text(QStringLiteral("healthPath"));
        listener.healthPort = row.number(QStringLiteral("healthPort"), 1, highestPort);
        listener.isHealthProven = row.flag(QStringLiteral("isHealthProven"), true);
    }
    listener.note = row.text(QStringLiteral("note"), Need::Optional);
    listener.source = row.texts(QStringLiteral("source"));
    catalog.balancerListeners.append(listener);
}

QString requirementText(PortRule::Requirement requirement)
{
    return requirements().at(int(requirement));
}

QString PortRule::portText() const
{
    return portFrom == portTo ? QString::number(portFrom) : QStringLiteral("%1-%2").arg(portFrom).arg(portTo);
}
