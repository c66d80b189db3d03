// Looks for texts in a stream of bytes without keeping it.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QStringList>

class LogSearch
{
public:
    explicit LogSearch(const QStringList &texts);

    void feed(QByteArrayView bytes);
    /// The next bytes do not follow from those before.
    void restart() { m_tail.clear(); }
    /// Those that were not seen.
    QStringList missing() const;

private:
    QList<QByteArray> m_missing;
    QByteArray m_tail; ///< one byte less than the longest text
    qsizetype m_tailSize = 0;
};
