// The steps of splicedYaml: what changed between an old value and the wanted one becomes edits of the old text.
#pragma once

#include "app/base/yaml_edits.h"
#include "app/base/yaml_text.h"

/// Where a value stands: behind the colon of a key or a dash that begins in column `indent`, inside brackets, or at the top.
struct YamlSpot
{
    enum class Kind { Top, BehindKey, BehindDash, InBrackets };

    Kind kind = Kind::Top;
    qsizetype from = 0; ///< behind the colon or the dash
    int indent = 0;
};

/// Edits that make `old` the wanted value: the smallest ones that keep what is equal.
void spliceValue(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted, const YamlSpot &spot);

/// The same for lists and maps that stay what they are. False, and no edit, if nothing of the old one stays.
bool spliceBlock(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted);
bool spliceBrackets(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted);
