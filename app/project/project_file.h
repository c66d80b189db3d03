// NAME.ovdeploy.yaml: read with positions, migrated, written atomically with every comment kept. Its form: resources/schemas/document.json.
#pragma once

#include "app/base/result.h"
#include "app/topology/finding.h"
#include "app/topology/topology.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// The format number that this program writes. Older ones are migrated when read, newer ones refused.
inline constexpr int documentFormat = 1;

/// A document as it was read.
struct Project
{
    Topology topology;
    QString path;         ///< empty: never saved
    QByteArray text;      ///< the bytes as read; what a save is spliced into and what a conflict is told by
    QList<Finding> notes; ///< unknown keys (kept), a migration: with line and column in the message
};

/// Parses a document. Wrong types, bad patterns (names, hosts, users, paths), unknown roles, a missing or newer format: one Error of kind
/// Invalid that says line, column, what was found and what was expected.
Result<Project> parseProject(const QByteArray &text, const QString &path = {});

/// Reads a file. A missing or unreadable one is an Error of kind Invalid with the path and what to do.
Result<Project> readProject(const QString &path);

/// The canonical text of a new document.
QByteArray projectText(const Topology &topology);

/// The text that a save would write: `project.text` with the topology's changes spliced in, or canonical text if it was empty. Keys that
/// the topology did not change keep their bytes. An Error if it could not be read again as the same topology (a bad name, two of a name).
Result<QByteArray> savedText(const Project &project);

/// Writes `savedText` through QSaveFile with the file's own mode; a backup of the old bytes goes to `backupFolder` (kept: 10), if given;
/// no backup, no save. A link stays a link. An Error of kind Conflict if the file no longer holds `project.text`; a file that is gone
/// (or a new name) is simply written. On success project.text is what the file holds now; on failure nothing has changed.
Result<void> saveProject(Project &project, const QString &backupFolder = {});
