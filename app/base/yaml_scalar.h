// One scalar of YAML: as what it would be read without quotes, and how it is written.
#pragma once

#include "app/base/yaml_text.h"

/// Unquoted it would be nothing: empty, ~, null.
bool readsAsNothing(const QString &text);

/// Unquoted some reader would take it for nothing, a boolean, a number or a date.
bool readsAsTyped(const QString &text);

enum class YamlQuotes { WhereNeeded, Single, Double };

/// The scalar on one line, good in block and in flow style. Wanted quotes are left away where the value must stay plain (a number), and
/// become double ones where only those can hold the text.
QByteArray scalarText(const YamlNode &scalar, YamlQuotes quotes = YamlQuotes::WhereNeeded);

/// A key on one line.
QByteArray keyText(const QString &key);
