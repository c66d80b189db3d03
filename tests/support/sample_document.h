// Topologies and documents for tests.
#pragma once

#include "app/topology/topology.h"

#include <QByteArray>

/// Every field of every object has a value.
Topology fullTopology();

/// A document as somebody would write it by hand: odd layout, comments, unknown keys, CRLF, no final line end.
QByteArray handWrittenDocument();
