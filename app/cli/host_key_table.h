// The host keys of a cluster as one table, and pinning them in its document.
#pragma once

#include "app/cli/console.h"
#include "app/inspect/host_key_scan.h"
#include "app/project/project_file.h"

void printHostKeys(const Console &console, const QList<ScannedHostKey> &keys);

/// `known`, `unknown`, `changed`, `revoked`, `unreachable`.
QString hostKeyWord(const ScannedHostKey &key);

/// Pins the unknown keys and saves the document. Changed ones are never pinned here.
Result<void> pinHostKeys(Project &project, const QList<ScannedHostKey> &keys, const QString &backups);
