// Values as YAML text: the pieces that canonical text and splices are made of. No piece ends in a line end.
#pragma once

#include "app/base/yaml_text.h"

/// On one line, brackets inside brackets.
QByteArray flowText(const YamlNode &value);

/// Does the value stand on the line of its key: a scalar, something empty, or something that wants brackets?
bool isInline(const YamlNode &value);

/// What follows `key:` or `-` in column `indent` (from 0): a blank and the value, or its lines two columns further in.
QByteArray textBehindKey(const YamlNode &value, int indent);
QByteArray textBehindDash(const YamlNode &value, int indent);

/// `key: value` and `- value` as they stand in column `indent`; the first line is not indented.
QByteArray entryText(const QString &key, const YamlNode &value, int indent);
QByteArray itemText(const YamlNode &value, int indent);
