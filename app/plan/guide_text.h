// What the vendor's own wizard prints at its end: port rules and commands, in its order.
#pragma once

#include "app/base/result.h"
#include "app/catalog/catalog.h"
#include "app/secrets/sealed_text.h"
#include "app/topology/topology.h"

/// Firewall and command of the masters, firewall and command of the media nodes, how to start, and the wizard's own command.
/// Nodes of a role whose commands differ get one each. An Error names an unknown release or kind.
Result<SealedText> guideText(const Topology &topology, const Catalog &catalog);
