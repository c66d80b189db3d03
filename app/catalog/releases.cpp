#include "app/catalog/releases.h"

#include <algorithm>

bool Condition::holds(const QSet<QString> &active) const
{
    const auto isActive = [&active](const QString &selector) { return active.contains(selector); };
    if (std::any_of(unless.cbegin(), unless.cend(), isActive))
        return false;
    if (selectors.isEmpty())
        return true;
    return isAny ? std::any_of(selectors.cbegin(), selectors.cend(), isActive) : std::all_of(selectors.cbegin(), selectors.cend(), isActive);
}
