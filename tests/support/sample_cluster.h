// The cluster of the examples: four Master Nodes, two Media Nodes, a load balancer.
#pragma once

#include "app/topology/topology.h"

Topology sampleCluster(const QString &release, int mediaNodes = 2);
