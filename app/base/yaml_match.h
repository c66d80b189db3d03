// Which item of a new list is which item of the old one.
#pragma once

#include "app/base/yaml_text.h"

/// For each wanted item the index of the old one that it continues, or -1. Items are the same by their `name`, else by value; what is
/// left pairs up with what is most like it between the same neighbours (a renamed node, a changed word).
QList<qsizetype> matchedItems(const QList<YamlNode> &old, const QList<YamlNode> &wanted);

/// The same for a map: by key.
QList<qsizetype> matchedEntries(const QList<YamlEntry> &old, const QList<YamlEntry> &wanted);
