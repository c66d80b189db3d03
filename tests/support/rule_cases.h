// Cases of the rules of a topology: a sound cluster, one change, and whether the rule speaks up.
#pragma once

#include "app/topology/topology.h"

#include <span>

/// One change of a sound cluster, and whether a rule speaks up about it.
struct RuleCase
{
    const char *rule;
    const char *name;
    bool fires;
    const char *object; ///< of the finding
    void (*change)(Topology &topology);
    bool isCurrent = false; ///< start from the newest release instead of the document's
};

std::span<const RuleCase> ruleCases();
