// The scripts behind Machine::put and Machine::get: files travel as text inside scripts, so that one stream is enough.
#pragma once

#include "app/machine/machine.h"

/// Writes a part file beside `path`, checks its SHA-256, keeps the owner of a file that is replaced, renames. Prints one sentence on
/// failure.
Script putScript(const QString &path, QByteArrayView content, int mode);

/// Prints the file. Exit status 66: there is none; 65: longer than `longestFile`.
Script getScript(const QString &path);
constexpr qint64 longestFile = 64LL * 1024 * 1024;
