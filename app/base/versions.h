// Versions of programs, compared by their numbers.
#pragma once

#include <QString>

/// -1, 0 or 1: 28.1.1 is before 28.3, v2.35.1 equals 2.35.1. A suffix (`-ce`) does not count.
int compareVersions(const QString &a, const QString &b);
