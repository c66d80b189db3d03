#include "app/catalog/catalog_tables.h"

#include <QCoreApplication>

using Need = CatalogRow::Need;

void readService(CatalogRow &row, Catalog &catalog)
{
    Service service;
    service.id = row.text(QStringLiteral("id"));
    service.name = row.text(QStringLiteral("name"));
    service.kind = Service::Kind(row.choice(QStringLiteral("kind"), {QStringLiteral("unit"), QStringLiteral("container")}));
    service.roles = readRoles(row);
    service.releases = readReleases(row, catalog);
    service.when = readCondition(row);
    service.isTransient = row.flag(QStringLiteral("isTransient"), false);
    service.help = row.text(QStringLiteral("help"));
    service.source = row.texts(QStringLiteral("source"));
    catalog.services.append(service);
}

void readHealthProbe(CatalogRow &row, Catalog &catalog)
{
    HealthProbe probe;
    probe.id = row.text(QStringLiteral("id"));
    probe.roles = readRoles(row);
    probe.releases = readReleases(row, catalog);
    probe.when = readCondition(row);
    probe.service = row.text(QStringLiteral("service"));
    probe.port = row.number(QStringLiteral("port"), 1, 65535);
    probe.path = row.text(QStringLiteral("path"));
    probe.expectStatus = row.number(QStringLiteral("expectStatus"), 100, 599);
    probe.isProven = row.flag(QStringLiteral("isProven"), true);
    probe.source = row.texts(QStringLiteral("source"));
    catalog.health.append(probe);
}

void readServiceUrl(CatalogRow &row, Catalog &catalog)
{
    ServiceUrl url;
    url.id = row.text(QStringLiteral("id"));
    url.title = row.text(QStringLiteral("title"));
    url.releases = readReleases(row, catalog);
    url.when = readCondition(row);
    url.url = row.text(QStringLiteral("url"));
    if (!url.url.contains(QLatin1String("%1")))
        row.refuse(QCoreApplication::translate("Catalog", "“url” has no %1 where the domain goes").arg(QStringLiteral("%1")));
    url.user = row.text(QStringLiteral("user"), Need::Optional);
    url.secret = row.text(QStringLiteral("secret"), Need::Optional);
    url.source = row.texts(QStringLiteral("source"));
    catalog.urls.append(url);
}
