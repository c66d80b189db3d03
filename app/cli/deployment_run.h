// The terminal's part of a run: progress while it goes, a summary of every node at its end, the exit status.
#pragma once

#include "app/cli/commands.h"
#include "app/deployment/places.h"
#include "app/plan/plan.h"
#include "app/run/execute.h"

struct DeploymentRun
{
    const Topology &topology;
    Plan plan;
    QString runId;
    RunState before;    ///< of an earlier part of the run
    SecretSet secrets;  ///< of the plan and of the nodes' access
    OpenMachine openMachine;
    Places places;
    QString resumeLine; ///< the command that goes on
};

/// Executes with journal, progress and Ctrl-C; returns the exit status (contracts 2). `finish` is not called on the console.
int runDeployment(Invocation &invocation, DeploymentRun run);
