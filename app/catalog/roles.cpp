#include "app/catalog/roles.h"

namespace {
struct RoleRow
{
    Role role;
    const char *id;
    const char *title;
};

// clang-format off
constexpr RoleRow roleRows[] = {
    {Role::Master, "master", "Master Node"},
    {Role::Media,  "media",  "Media Node"},
    {Role::Single, "single", "Single Node"},
};
// clang-format on

const RoleRow &rowOf(Role role)
{
    return roleRows[int(role)];
}
} // namespace

QString roleId(Role role)
{
    return QString::fromLatin1(rowOf(role).id);
}

QString roleTitle(Role role)
{
    return QString::fromLatin1(rowOf(role).title);
}

bool roleFromId(const QString &id, Role *role)
{
    for (const RoleRow &row : roleRows) {
        if (id == QLatin1String(row.id)) {
            *role = row.role;
            return true;
        }
    }
    return false;
}

const DeploymentKind::Count *DeploymentKind::count(Role role) const
{
    for (const Count &count : counts) {
        if (count.role == role)
            return &count;
    }
    return nullptr;
}
