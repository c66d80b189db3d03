// Reads the keys of one table row strictly: wrong types, missing keys and unknown keys are one fault, the first.
#pragma once

#include "app/catalog/releases.h"
#include "app/catalog/roles.h"

#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

class RowReader
{
public:
    /// `place` names the row in messages: `ports.json, row 3`.
    RowReader(const QJsonObject &row, const QString &place) : m_row(row), m_place(place) {}

    enum class Need { Required, Optional };

    QString text(const char *key, Need need = Need::Required);
    QStringList texts(const char *key, Need need = Need::Required);
    int number(const char *key, Need need = Need::Required, int otherwise = 0);
    bool flag(const char *key, bool otherwise = false);
    /// The position of a word in `words`; a fault if it is none of them.
    int word(const char *key, const QStringList &words);
    Role role(const char *key);
    QList<Role> roles(const char *key);
    ReleaseRange range();
    Condition condition();
    QStringList source(); ///< never empty

    /// A part of the row with keys of its own; its faults become this row's by `close`.
    RowReader part(const char *key);
    QList<RowReader> parts(const char *key);
    bool has(const char *key) const { return m_row.contains(QLatin1String(key)); }
    void setFault(const QString &text);
    /// The first fault: of this row, of these parts, or a key that nobody read. Empty: none.
    QString fault(const QList<RowReader> &inner = {}) const;

private:
    QJsonValue take(const char *key, Need need, QJsonValue::Type type, const char *typeName);
    QJsonObject m_row;
    QString m_place, m_fault;
    QSet<QString> m_known;
};
