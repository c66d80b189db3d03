#include "app/catalog/catalog.h"

#include <algorithm>

namespace {
template <typename Row>
const Row *rowWithId(const QList<Row> &rows, const QString &id)
{
    const auto found = std::find_if(rows.cbegin(), rows.cend(), [&id](const Row &row) { return row.id == id; });
    return found == rows.cend() ? nullptr : &*found;
}

bool includesKind(const QStringList &kinds, const QString &kind)
{
    return kinds.isEmpty() || kinds.contains(kind);
}
} // namespace

const Release *Catalog::release(const QString &id) const
{
    return rowWithId(releases, id);
}

const Release &Catalog::newestRelease() const
{
    return releases.last();
}

const Era *Catalog::era(const QString &id) const
{
    return rowWithId(eras, id);
}

const DeploymentKind *Catalog::kind(const QString &id) const
{
    return rowWithId(kinds, id);
}

bool Catalog::holds(const ReleaseRange &range, const QString &id) const
{
    const Release *wanted = release(id);
    if (!wanted)
        return false;
    if (!range.eras.isEmpty() && !range.eras.contains(wanted->era))
        return false;
    const Release *first = release(range.from);
    const Release *last = release(range.to);
    return (!first || wanted->index >= first->index) && (!last || wanted->index <= last->index);
}

const CommandLine *Catalog::commandLine(const QString &kind, Role role, const QString &release) const
{
    for (const CommandLine &line : commandLines) {
        if (line.role == role && includesKind(line.kinds, kind) && holds(line.releases, release))
            return &line;
    }
    return nullptr;
}

const InstallOption *Catalog::option(const QString &flag, Role role, const QString &kind, const QString &release) const
{
    for (const InstallOption &candidate : options) {
        if (candidate.flag == flag && candidate.roles.contains(role) && includesKind(candidate.kinds, kind) &&
            holds(candidate.releases, release))
            return &candidate;
    }
    return nullptr;
}

QString Catalog::wizardCommand(const QString &kind, const QString &release) const
{
    const DeploymentKind *wantedKind = this->kind(kind);
    const Release *wanted = this->release(release);
    const Era *wantedEra = wanted ? era(wanted->era) : nullptr;
    if (!wantedKind || !wantedEra)
        return {};
    const QString &form = wantedEra->wizardCommand.isEmpty() ? installation.wizardCommand : wantedEra->wizardCommand;
    return form.arg(release, wantedKind->installerType);
}
