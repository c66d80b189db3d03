// The installer's command lines: as the vendor's documents show them and as a node executes them.
#pragma once

#include "app/base/result.h"
#include "app/catalog/catalog.h"
#include "app/plan/derived_flags.h"
#include "app/secrets/sealed_text.h"
#include "app/topology/topology.h"

#include <QList>

enum class CommandForm {
    Example, ///< the "non-interactive installation" of the documents
    Guide,   ///< what the vendor's wizard prints
    Run,     ///< what a node executes
};

/// One argument: the flag, and for all but switches its value as one shell word.
struct InstallerArgument
{
    QString flag;
    SealedText word; ///< empty: a switch
};

/// The arguments of a role's (or a node's) installer, in the catalog's order. An Error names an unknown release or kind.
Result<QList<InstallerArgument>> installerArguments(const FlagSource &source, CommandForm form);

/// The arguments as words of one shell line, each preceded by a blank.
SealedText argumentLine(const QList<InstallerArgument> &arguments);

/// The documented form: `sh <(curl -fsSL …) \` and a flag a line. Without a node: of the role.
Result<SealedText> installCommand(const FlagSource &source, CommandForm form);

/// Where a role's installer is downloaded from: the document's base address or the catalog's.
Result<QString> installerUrl(const Topology &topology, const Catalog &catalog, Role role);

/// A word as it is if no shell can misread it, else quoted.
QString plainOrQuoted(const QString &word);
