#include "app/project/backups.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace {
Error backupError(const QString &path, const QString &reason)
{
    return {
        ErrorKind::Failed, QCoreApplication::translate("ProjectFile", "No backup could be written as %1: %2.").arg(path, reason),
        QCoreApplication::translate("ProjectFile", "Make room there or correct the folder's permissions; the document was not changed.")};
}

/// Names sort by age; a second backup of the same millisecond gets a later one.
QString freeName(const QDir &folder, const QString &name)
{
    QDateTime time = QDateTime::currentDateTimeUtc();
    QString candidate;
    do {
        candidate = name + u'.' + time.toString(QStringLiteral("yyyyMMdd-HHmmsszzz")) + QStringLiteral(".bak");
        time = time.addMSecs(1);
    } while (folder.exists(candidate));
    return candidate;
}
} // namespace

Result<void> keepBackup(const QString &folder, const QString &name, const QByteArray &bytes, int most)
{
    QDir place(folder);
    if (!place.mkpath(QStringLiteral(".")))
        return backupError(folder, QCoreApplication::translate("ProjectFile", "the folder cannot be made"));
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(place.filePath(freeName(place, name)));
    const bool isOpen = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!isOpen || file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
        return backupError(file.fileName(), file.errorString());
    const QStringList all = place.entryList({QStringLiteral("*.bak")}, QDir::Files, QDir::Name);
    QStringList own;
    for (const QString &candidate : all) {
        // Not by a pattern: a document's name may hold brackets and stars.
        if (candidate.startsWith(name + u'.') && candidate.size() == name.size() + 23)
            own.append(candidate);
    }
    for (qsizetype i = 0; i + most < own.size(); ++i)
        place.remove(own[i]);
    return {};
}
