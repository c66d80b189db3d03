// Documents of older formats, step by step brought to the present one.
#pragma once

#include "app/base/result.h"
#include "app/base/yaml_text.h"

/// Brings a tree from format `from` to `from` + 1; the key `format` is set by the caller.
struct Migration
{
    int from = 0;
    YamlNode (*migrate)(const YamlNode &tree);
};

/// The steps there are, oldest first. Format 1 is the first one.
QList<Migration> migrations();

/// The tree in format `to`. A missing step is an Error of kind Invalid.
Result<YamlNode> migratedTree(YamlNode tree, int from, int to, const QList<Migration> &steps);
