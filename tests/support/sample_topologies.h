// Clusters that tests start from.
#pragma once

#include "app/topology/topology.h"

/// The cluster of the source document: era A, four masters, two media nodes, TURN with TLS, RTMP and WHIP.
Topology seedTopology();

/// The same cluster at the newest release of the catalog that tests know, with mediasoup left to the release.
Topology currentTopology();
