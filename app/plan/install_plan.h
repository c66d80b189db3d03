// Topology in, the plan that installs it out.
#pragma once

#include "app/base/result.h"
#include "app/catalog/catalog.h"
#include "app/plan/plan.h"
#include "app/topology/topology.h"

/// The stages of an installation: checks, download, comparison, installers, first start and health of the masters, media nodes, a last
/// look. Refused with an Error: an unknown release, a kind that this program does not install, a load balancer that it should manage.
/// Findings are not judged here: whoever deploys looks at them first.
Result<Plan> installPlan(const Topology &topology, const Catalog &catalog);

/// The same without its first checks. Another title and another hash, so that a journal shows that they were skipped.
Plan withoutChecks(const Plan &plan);
