#include "app/plan/derived_flags.h"

#include "app/topology/selectors.h"

namespace {
using Derive = QString (*)(const InstallOption &option, const FlagSource &source);

struct DerivedRow
{
    const char *value;
    Derive derive;
};

QString deploymentType(const InstallOption &, const FlagSource &source)
{
    const DeploymentKind *kind = source.catalog.kind(source.topology.kind);
    return kind ? kind->installerType : QString();
}

/// The spelling of a role is the catalog's: the choice that begins with the role's own word.
QString roleChoice(const InstallOption &option, const FlagSource &source)
{
    for (const QString &choice : option.choices) {
        if (choice.startsWith(roleId(source.role)))
            return choice;
    }
    return {};
}

QString masterAddresses(const InstallOption &, const FlagSource &source)
{
    return source.topology.privateIpsOf(Role::Master).join(u',');
}

QString domainName(const InstallOption &, const FlagSource &source)
{
    return source.topology.domain;
}

QString turnDomainName(const InstallOption &, const FlagSource &source)
{
    return source.topology.turnDomain;
}

QString moduleList(const InstallOption &, const FlagSource &source)
{
    return orderedModules(source.topology, source.catalog).join(u',');
}

QString engineChoice(const InstallOption &, const FlagSource &source)
{
    return engineOf(source.topology, source.catalog);
}

QString privateAddress(const InstallOption &, const FlagSource &source)
{
    return source.node ? source.node->privateIp : QString();
}

QString publicAddress(const InstallOption &, const FlagSource &source)
{
    return source.node ? source.node->publicIp : QString();
}

QString certificateChoice(const InstallOption &option, const FlagSource &source)
{
    const QSet<QString> active = selectorsOf(source.topology);
    for (const QString &choice : option.choices) {
        if (active.contains(QStringLiteral("certificate:") + choice))
            return choice;
    }
    return option.fallback;
}

QString userName(const InstallOption &option, const FlagSource &source)
{
    return userOf(source.topology, option);
}

// clang-format off
constexpr DerivedRow derivedRows[] = {
    {"deployment-type",  deploymentType},
    {"role",             roleChoice},
    {"master-ips",       masterAddresses},
    {"domain",           domainName},
    {"turn-domain",      turnDomainName},
    {"modules",          moduleList},
    {"engine",           engineChoice},
    {"private-ip",       privateAddress},
    {"public-ip",        publicAddress},
    {"certificate-type", certificateChoice},
    {"user",             userName},
};
// clang-format on
} // namespace

QString derivedValue(const InstallOption &option, const FlagSource &source)
{
    for (const DerivedRow &row : derivedRows) {
        if (option.value == QLatin1String(row.value))
            return row.derive(option, source);
    }
    return {};
}

QStringList derivedValueNames()
{
    QStringList names;
    for (const DerivedRow &row : derivedRows)
        names.append(QString::fromLatin1(row.value));
    return names;
}
