#include "app/catalog/catalog_tables.h"

#include <QCoreApplication>
#include <QRegularExpression>

using Need = CatalogRow::Need;

namespace {
void readEra(CatalogRow &row, Catalog &catalog)
{
    Era era;
    era.id = row.text(QStringLiteral("id"));
    era.title = row.text(QStringLiteral("title"));
    era.differs = row.text(QStringLiteral("differs"));
    era.configRoot = row.text(QStringLiteral("configRoot"));
    era.wizardCommand = row.text(QStringLiteral("wizardCommand"), Need::Optional);
    era.source = row.texts(QStringLiteral("source"));
    catalog.eras.append(era);
}

void refuseUnknownEra(CatalogRow &row, const QString &era, const Catalog &catalog)
{
    if (!era.isEmpty() && !catalog.era(era))
        row.refuse(QCoreApplication::translate("Catalog", "the era “%1” is not known").arg(era));
}

void readRelease(CatalogRow &row, Catalog &catalog)
{
    Release release;
    release.id = row.text(QStringLiteral("id"));
    release.era = row.text(QStringLiteral("era"));
    refuseUnknownEra(row, release.era, catalog);
    release.index = int(catalog.releases.size());
    release.isDiscontinued = row.flag(QStringLiteral("isDiscontinued"), false);
    release.dockerMinimum = row.text(QStringLiteral("dockerMinimum"), Need::Optional);
    release.composeMinimum = row.text(QStringLiteral("composeMinimum"), Need::Optional);
    release.defaultEngine = row.text(QStringLiteral("defaultEngine"));
    release.modules = row.texts(QStringLiteral("modules"));
    release.note = row.text(QStringLiteral("note"));
    release.source = row.texts(QStringLiteral("source"));
    catalog.releases.append(release);
}

Role roleOf(CatalogRow &row, const QString &word)
{
    Role role = Role::Master;
    if (!word.isEmpty() && !roleFromId(word, &role))
        row.refuse(QCoreApplication::translate("Catalog", "the role “%1” is not known").arg(word));
    return role;
}

void readKind(CatalogRow &row, Catalog &catalog)
{
    DeploymentKind kind;
    kind.id = row.text(QStringLiteral("id"));
    kind.title = row.text(QStringLiteral("title"));
    kind.installerType = row.text(QStringLiteral("installerType"));
    row.parts(QStringLiteral("counts"), [&kind](CatalogRow &part) {
        DeploymentKind::Count count;
        count.role = roleOf(part, part.text(QStringLiteral("role")));
        count.least = part.number(QStringLiteral("least"), 0, 100000);
        count.most = part.number(QStringLiteral("most"), 1, 100000, Need::Optional);
        count.recommended = part.number(QStringLiteral("recommended"), 1, 100000, Need::Optional);
        kind.counts.append(count);
    });
    kind.hasLoadBalancer = row.flag(QStringLiteral("hasLoadBalancer"), false);
    kind.isDeployable = row.flag(QStringLiteral("isDeployable"), false);
    kind.source = row.texts(QStringLiteral("source"));
    catalog.kinds.append(kind);
}

QString knownRelease(CatalogRow &row, const QString &name, const Catalog &catalog)
{
    QString id = row.text(name, Need::Optional);
    if (!id.isEmpty() && !catalog.release(id))
        row.refuse(QCoreApplication::translate("Catalog", "the release “%1” is not known").arg(id));
    return id;
}

// clang-format off
constexpr CatalogTable tables[] = {
    {"eras.json",               readEra,              "id"},
    {"releases.json",           readRelease,          "id"},
    {"kinds.json",              readKind,             "id"},
    {"ports.json",              readPortRule,         "id"},
    {"local_ports.json",        readLocalPort,        "id"},
    {"outbound.json",           readOutboundHost,     "id"},
    {"balancer_listeners.json", readBalancerListener, "id"},
    {"services.json",           readService,          "id"},
    {"health.json",             readHealthProbe,      "id"},
    {"urls.json",               readServiceUrl,       "id"},
    {"install_options.json",    readInstallOption,    ""},
    {"command_lines.json",      readCommandLine,      ""},
    {"cautions.json",           readCaution,          ""},
    {"installation.json",       readInstallation,     "root"},
};
// clang-format on
} // namespace

std::span<const CatalogTable> catalogTables()
{
    return tables;
}

ReleaseRange readReleases(CatalogRow &row, const Catalog &catalog)
{
    ReleaseRange range;
    row.part(QStringLiteral("releases"), Need::Optional, [&range, &catalog](CatalogRow &part) {
        range.eras = part.texts(QStringLiteral("eras"), Need::Optional);
        for (const QString &era : std::as_const(range.eras))
            refuseUnknownEra(part, era, catalog);
        range.from = knownRelease(part, QStringLiteral("from"), catalog);
        range.to = knownRelease(part, QStringLiteral("to"), catalog);
        const Release *first = catalog.release(range.from);
        const Release *last = catalog.release(range.to);
        if (first && last && first->index > last->index)
            part.refuse(QCoreApplication::translate("Catalog", "“%1” is newer than “%2”").arg(range.from, range.to));
    });
    return range;
}

Condition readCondition(CatalogRow &row)
{
    Condition condition;
    row.part(QStringLiteral("when"), Need::Optional, [&condition](CatalogRow &part) {
        condition.isAny = part.has(QStringLiteral("any"));
        if (condition.isAny && part.has(QStringLiteral("all")))
            part.refuse(QCoreApplication::translate("Catalog", "“all” and “any” exclude each other"));
        condition.selectors = part.texts(condition.isAny ? QStringLiteral("any") : QStringLiteral("all"), Need::Optional);
        condition.unless = part.texts(QStringLiteral("unless"), Need::Optional);
    });
    return condition;
}

QList<Role> readRoles(CatalogRow &row)
{
    QList<Role> roles;
    const QStringList words = row.texts(QStringLiteral("roles"));
    for (const QString &word : words)
        roles.append(roleOf(row, word));
    return roles;
}

QStringList readKinds(CatalogRow &row, const Catalog &catalog, CatalogRow::Need need)
{
    QStringList kinds = row.texts(QStringLiteral("kinds"), need);
    for (const QString &kind : kinds) {
        if (!kind.isEmpty() && !catalog.kind(kind))
            row.refuse(QCoreApplication::translate("Catalog", "the kind of deployment “%1” is not known").arg(kind));
    }
    return kinds;
}

QString readPattern(CatalogRow &row)
{
    QString pattern = row.text(QStringLiteral("pattern"), Need::Optional);
    if (pattern.isEmpty())
        return pattern;
    const QRegularExpression expression(pattern);
    if (!expression.isValid())
        row.refuse(QCoreApplication::translate("Catalog", "“pattern” is no regular expression: %1").arg(expression.errorString()));
    if (!pattern.startsWith(u'^') || !pattern.endsWith(u'$'))
        row.refuse(QCoreApplication::translate("Catalog", "“pattern” must stand between ^ and $, so that it judges the whole value"));
    return pattern;
}
