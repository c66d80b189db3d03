// What is left of a value in this process's own memory.
#pragma once

#include <QByteArray>

/// A word that the scan can look for without holding it: each byte turned around by 0x5a.
QByteArray turned(const QByteArray &word);

/// How often the word stands in the writable memory of this process; -1 if it cannot be read (not Linux).
int occurrencesInMemory(const QByteArray &turnedWord);
