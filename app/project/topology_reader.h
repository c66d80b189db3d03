// The document's tree as a topology.
#pragma once

#include "app/project/document_reading.h"
#include "app/topology/topology.h"

/// Reads every known key. What is wrong or unknown stands in the reading afterwards.
Topology readTopology(DocumentReading &reading, const YamlNode &root);

/// The keys of each kind of object (cluster, node, load-balancer, installer, ssh, waiver, certificate), as the schema lists them.
QMap<QString, QStringList> documentKeys();
