// The last few versions of a document, kept before each save.
#pragma once

#include "app/base/result.h"

#include <QByteArray>
#include <QString>

/// Writes the bytes as `<folder>/<name>.<time>.bak`, readable by the user alone, and removes the oldest until `most` are left.
Result<void> keepBackup(const QString &folder, const QString &name, const QByteArray &bytes, int most = 10);
