// A plan as text: the preview. Secrets are masked.
#pragma once

#include "app/plan/plan.h"

struct PlanTextOptions
{
    bool withScripts = false; ///< also what each step executes, indented; else titles, notes and waits only
};

/// Stages, steps and what they do, each line ending in a line feed.
QString planText(const Plan &plan, PlanTextOptions options = {});
