// A topology as the document's tree, in canonical order and style; what is empty or usual is left out.
#pragma once

#include "app/base/yaml_text.h"
#include "app/topology/topology.h"

YamlNode topologyTree(const Topology &topology);
