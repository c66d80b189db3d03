#include "app/catalog/catalog_tables.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
bool shareKind(const QStringList &one, const QStringList &other)
{
    if (one.isEmpty() || other.isEmpty())
        return true;
    return std::any_of(one.cbegin(), one.cend(), [&other](const QString &kind) { return other.contains(kind); });
}

bool shareRole(const QList<Role> &one, const QList<Role> &other)
{
    return std::any_of(one.cbegin(), one.cend(), [&other](Role role) { return other.contains(role); });
}

/// A release for which both ranges hold; empty if there is none.
QString commonRelease(const Catalog &catalog, const ReleaseRange &one, const ReleaseRange &other)
{
    for (const Release &release : catalog.releases) {
        if (catalog.holds(one, release.id) && catalog.holds(other, release.id))
            return release.id;
    }
    return {};
}

QString twice(const char *file, const QString &what, const QString &release)
{
    return QCoreApplication::translate("Catalog", "%1: two rows say what “%2” is in release %3").arg(QLatin1String(file), what, release);
}

QString faultOfOptions(const Catalog &catalog)
{
    for (qsizetype i = 0; i < catalog.options.size(); ++i) {
        const InstallOption &one = catalog.options.at(i);
        for (qsizetype j = i + 1; j < catalog.options.size(); ++j) {
            const InstallOption &other = catalog.options.at(j);
            if (one.flag != other.flag || !shareRole(one.roles, other.roles) || !shareKind(one.kinds, other.kinds))
                continue;
            const QString release = commonRelease(catalog, one.releases, other.releases);
            if (!release.isEmpty())
                return twice("install_options.json", one.flag, release);
        }
    }
    return {};
}

QString faultOfServices(const Catalog &catalog)
{
    for (qsizetype i = 0; i < catalog.services.size(); ++i) {
        const Service &one = catalog.services.at(i);
        for (qsizetype j = i + 1; j < catalog.services.size(); ++j) {
            const Service &other = catalog.services.at(j);
            if (one.name != other.name || one.kind != other.kind || !shareRole(one.roles, other.roles))
                continue;
            const QString release = commonRelease(catalog, one.releases, other.releases);
            if (!release.isEmpty())
                return twice("services.json", one.name, release);
        }
    }
    return {};
}

/// Every flag of an order must be explained for some release of its row: a typing error would silently drop it.
QString unexplainedFlag(const Catalog &catalog, const CommandLine &line)
{
    for (const QString &flag : line.order) {
        const bool isKnown = std::any_of(catalog.options.cbegin(), catalog.options.cend(), [&](const InstallOption &option) {
            return option.flag == flag && option.roles.contains(line.role) && shareKind(option.kinds, line.kinds) &&
                   !commonRelease(catalog, option.releases, line.releases).isEmpty();
        });
        if (!isKnown)
            return flag;
    }
    return {};
}

QString faultOfCommandLines(const Catalog &catalog)
{
    for (qsizetype i = 0; i < catalog.commandLines.size(); ++i) {
        const CommandLine &one = catalog.commandLines.at(i);
        const QString flag = unexplainedFlag(catalog, one);
        if (!flag.isEmpty())
            return QCoreApplication::translate("Catalog", "command_lines.json, row %1: no option explains “%2” for the role %3")
                .arg(QString::number(i + 1), flag, roleId(one.role));
        for (qsizetype j = i + 1; j < catalog.commandLines.size(); ++j) {
            const CommandLine &other = catalog.commandLines.at(j);
            const QString release = commonRelease(catalog, one.releases, other.releases);
            if (one.role == other.role && shareKind(one.kinds, other.kinds) && !release.isEmpty())
                return twice("command_lines.json", roleId(one.role), release);
        }
    }
    return {};
}

QString faultOfHealth(const Catalog &catalog)
{
    for (const HealthProbe &probe : catalog.health) {
        const bool isKnown = std::any_of(catalog.services.cbegin(), catalog.services.cend(),
                                         [&probe](const Service &service) { return service.id == probe.service; });
        if (!isKnown)
            return QCoreApplication::translate("Catalog", "health.json, row %1: the service “%2” is not known")
                .arg(probe.id, probe.service);
    }
    return {};
}
} // namespace

QString contradictionIn(const Catalog &catalog)
{
    for (const auto &faultOf : {faultOfOptions, faultOfServices, faultOfCommandLines, faultOfHealth}) {
        QString fault = faultOf(catalog);
        if (!fault.isEmpty())
            return fault;
    }
    return {};
}
