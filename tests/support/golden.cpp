#include "tests/support/golden.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

QString goldenDifference(const QString &file, const QByteArray &actual)
{
    const QString path = QStringLiteral(SOURCE_FOLDER "/tests/data/") + file;
    if (qEnvironmentVariableIsSet("UPDATE_GOLDEN")) {
        QDir().mkpath(QFileInfo(path).path());
        QFile out(path);
        return out.open(QIODevice::WriteOnly) && out.write(actual) == actual.size() ? QString() : QStringLiteral("cannot write ") + path;
    }
    QFile in(path);
    if (!in.open(QIODevice::ReadOnly))
        return QStringLiteral("cannot read ") + path;
    const QList<QByteArray> wanted = in.readAll().split('\n');
    const QList<QByteArray> got = actual.split('\n');
    for (qsizetype line = 0; line < std::max(wanted.size(), got.size()); ++line) {
        if (wanted.value(line) != got.value(line) || (line >= wanted.size()) != (line >= got.size()))
            return QStringLiteral("%1:%2: wanted \"%3\", got \"%4\"")
                .arg(file).arg(line + 1).arg(QString::fromUtf8(wanted.value(line)), QString::fromUtf8(got.value(line)));
    }
    return {};
}
