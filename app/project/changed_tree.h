// What a save wants in the file: its own tree, with only that changed what the topology changed.
#pragma once

#include "app/base/yaml_text.h"

/// `file` with the differences between `before` (what the program read from it) and `after` (what it wants now). Keys that the program
/// does not know and values that it would write in another way stay as they are.
YamlNode changedTree(const YamlNode &file, const YamlNode &before, const YamlNode &after);
