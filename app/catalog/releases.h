// OpenVidu releases and the eras they belong to.
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

/// Releases that share flags, files and ports.
struct Era
{
    QString id;      ///< A, B, C, D
    QString title;
    QString differs; ///< one line: what is different from the era before
    QString configRoot; ///< path, below the installation, that shows that a node is of this era or a later one with the same layout
    QString wizardCommand; ///< the vendor's own wizard, if this era has a form of its own; see Catalog::wizardCommand
    QStringList source;
};

struct Release
{
    QString id;  ///< 3.0.0-beta2
    QString era;
    int index = 0; ///< position in the order of releases, oldest first
    bool isDiscontinued = false;
    QString dockerMinimum;  ///< empty: not known
    QString composeMinimum;
    QString defaultEngine;
    QStringList modules;    ///< in the vendor's order
    QString note;           ///< one line for the wizard
    QStringList source;
};

/// When a row holds: of which eras, and optionally between which releases (both inclusive; empty: open).
struct ReleaseRange
{
    QStringList eras;
    QString from, to;
};

/// A condition on a cluster, in selectors (`module:app`): all or any of `selectors`, none of `unless`. Empty: always.
struct Condition
{
    bool isAny = false;
    QStringList selectors;
    QStringList unless;

    bool holds(const QSet<QString> &active) const;
};
