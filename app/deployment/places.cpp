#include "app/deployment/places.h"

#include <QDateTime>
#include <QDir>
#include <QRandomGenerator>

QString Places::journal(const QString &runId) const
{
    return runs + QLatin1Char('/') + runId + QStringLiteral(".jsonl");
}

Places placesOf(const QString &clusterId, const QString &stateRoot)
{
    QString root = stateRoot;
    if (root.isEmpty()) {
        const QString xdg = qEnvironmentVariable("XDG_STATE_HOME");
        root = (QDir::isAbsolutePath(xdg) ? xdg : QDir::homePath() + QStringLiteral("/.local/state")) + QStringLiteral("/ovdeploy");
    }
    const QString folder = root + QLatin1Char('/') + clusterId;
    return {folder, folder + QStringLiteral("/runs"), folder + QStringLiteral("/backups")};
}

QString newRunId()
{
    const quint32 digits = QRandomGenerator::system()->bounded(0x10000u);
    return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-")) + QStringLiteral("%1").arg(digits, 4, 16, QLatin1Char('0'));
}
