// Texts that are compared with a file in tests/data; UPDATE_GOLDEN=1 rewrites it, and the difference is reviewed.
#pragma once

#include <QByteArray>
#include <QString>

/// An empty text if they are equal, else what differs first.
QString goldenDifference(const QString &file, const QByteArray &actual);
