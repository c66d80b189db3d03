// Everything that OpenVidu decides and we merely know: rows from resources/catalog, read once into one immutable value.
#pragma once

#include "app/base/result.h"
#include "app/catalog/cautions.h"
#include "app/catalog/install_options.h"
#include "app/catalog/ports.h"
#include "app/catalog/releases.h"
#include "app/catalog/roles.h"
#include "app/catalog/services.h"

#include <QList>
#include <QString>

/// Paths and commands of an installed node. Object of resources/catalog/installation.json.
struct Installation
{
    QString root;           ///< /opt/openvidu
    QString unit;           ///< openvidu
    QString infoFile;       ///< deployment-info.yaml
    QString baseUrl;        ///< http://get.openvidu.io
    QString wizardCommand;  ///< docker run … of the vendor's own wizard, %1 the release, %2 the kind of deployment
    QStringList transientErrors; ///< texts after which an installation is worth another try
    QStringList source;
};

/// The tables, immutable once read.
struct Catalog
{
    QList<Era> eras;
    QList<Release> releases; ///< oldest first
    QList<DeploymentKind> kinds;
    QList<PortRule> ports;
    QList<InstallOption> options;
    QList<CommandLine> commandLines;
    QList<Service> services;
    QList<HealthProbe> health;
    QList<ServiceUrl> urls;
    QList<OutboundHost> outbound;
    QList<LocalPort> localPorts;
    QList<BalancerListener> balancerListeners;
    QList<Caution> cautions;
    Installation installation;
    QString hash; ///< SHA-256 (hex) of all tables as they were read; part of every plan

    const Release *release(const QString &id) const;
    const Release &newestRelease() const;
    const Era *era(const QString &id) const;
    const DeploymentKind *kind(const QString &id) const;
    /// Does a row with this range hold for a release? False for an unknown release.
    bool holds(const ReleaseRange &range, const QString &release) const;
    const CommandLine *commandLine(const QString &kind, Role role, const QString &release) const;
    /// The option a flag means for a role and release, or nullptr: a flag may have a row per era.
    const InstallOption *option(const QString &flag, Role role, const QString &kind, const QString &release) const;
    /// The vendor's wizard for a release and kind; empty for an unknown one.
    QString wizardCommand(const QString &kind, const QString &release) const;
};

/// Reads every table. An error names file, row and what is wrong with it. `folder` is ":/catalog" for the built-in tables.
/// Tables of the same name in `additions` (a user's folder, none of them needed) are appended; they cannot replace a row.
Result<Catalog> readCatalog(const QString &folder, const QString &additions = {});

/// The built-in tables, read on first use. They are tested at build time; a broken one ends the program with the error's text.
const Catalog &builtInCatalog();
