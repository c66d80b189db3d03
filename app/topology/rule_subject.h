// What rules judge and how they answer; included by the files of rules only.
#pragma once

#include "app/topology/rules.h"

#include <QStringList>

#include <span>

/// The topology with what every rule asks about it.
struct RuleSubject
{
    const Topology &topology;
    const Catalog &catalog;
    const PresentSecrets &secrets;
    const DeploymentKind *kind = nullptr; ///< nullptr: not known
    const Release *release = nullptr;     ///< nullptr: not known
    QSet<QString> active;                 ///< selectors
    QList<const InstallOption *> options; ///< on the command lines of the kind's roles, as far as they hold; none for an unknown release
};

/// One place where a rule fires.
struct Found
{
    QString object; ///< node or load balancer; empty: the cluster
    QString field;
    QStringList words = {}; ///< for %1 … of message and advice
};

std::span<const Rule> topologyRules();
std::span<const Rule> addressRules();
std::span<const Rule> nameRules();
std::span<const Rule> releaseRules();
std::span<const Rule> parameterRules();
