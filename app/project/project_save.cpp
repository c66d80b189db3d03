#include "app/project/backups.h"
#include "app/project/project_file.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectFile", text);
}

Error saveError(const QString &path, const QString &reason)
{
    return {ErrorKind::Failed, tr("The document %1 could not be saved: %2.").arg(path, reason),
            tr("Make room or correct the permissions there, or save under another name; the old file is unchanged.")};
}

/// The file behind a symbolic link, so that the link stays one.
QString targetOf(const QString &path)
{
    const QFileInfo file(path);
    QString real = file.canonicalFilePath();
    if (!real.isEmpty())
        return real;
    return file.isSymLink() ? file.symLinkTarget() : path;
}

/// A file that is gone holds nothing that could be lost.
Result<void> unchangedSince(const Project &project, const QString &target)
{
    QFile file(target);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return saveError(project.path, file.errorString());
    if (file.readAll() == project.text)
        return {};
    return Error{ErrorKind::Conflict, tr("The document %1 was changed by someone else since it was read.").arg(project.path),
                 tr("Reload it, merge the changes, or save under another name.")};
}

Result<void> writeWhole(const QString &target, const QByteArray &text, const QString &shownPath)
{
    QSaveFile file(target);
    // A flush that fails inside commit() is not told: half a document would replace the whole one.
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush() || !file.commit())
        return saveError(shownPath, file.errorString());
    return {};
}
} // namespace

Result<void> saveProject(Project &project, const QString &backupFolder)
{
    if (project.path.isEmpty())
        return Error{ErrorKind::Invalid, tr("The document has no file yet."), tr("Save it under a name.")};
    const Result<QByteArray> text = savedText(project);
    if (!text)
        return text.error();
    const QString target = targetOf(project.path);
    if (Result<void> unchanged = unchangedSince(project, target); !unchanged)
        return unchanged;
    const bool exists = QFile::exists(target);
    if (exists && *text == project.text)
        return {};
    if (exists && !backupFolder.isEmpty()) {
        if (Result<void> kept = keepBackup(backupFolder, QFileInfo(target).fileName(), project.text); !kept)
            return kept;
    }
    if (Result<void> written = writeWhole(target, *text, project.path); !written)
        return written;
    project.text = *text;
    return {};
}
