// The answers to a plan's checks: preflight, same-installer, status (contracts 9). A table of check ids and judges.
#pragma once

#include "app/catalog/catalog.h"
#include "app/run/execute.h"
#include "app/topology/topology.h"

/// Both must outlive the run.
AnswerCheck checkAnswers(const Topology &topology, const Catalog &catalog);
