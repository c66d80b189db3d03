// One row of a table while it is read: gives cells by name and remembers the first thing that is wrong.
#pragma once

#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>

class CatalogRow
{
public:
    enum class Need { Required, Optional };
    using Read = std::function<void(CatalogRow &)>;

    explicit CatalogRow(const QJsonObject &cells);

    bool has(const QString &name) const;
    /// A text that is not empty; an empty one if the cell is absent or wrong.
    QString text(const QString &name, Need need = Need::Required);
    /// A list of texts, none empty, none twice; a required list has at least one.
    QStringList texts(const QString &name, Need need = Need::Required);
    /// A whole number from `least` to `most`; 0 if the cell is absent or wrong.
    int number(const QString &name, int least, int most, Need need = Need::Required);
    bool flag(const QString &name, bool usual);
    /// Position of a required word in `words`; 0 if it is wrong.
    int choice(const QString &name, const QStringList &words);
    /// Lets `read` take the cells of an object.
    void part(const QString &name, Need need, const Read &read);
    /// The same for each object of a list; a required list has at least one.
    void parts(const QString &name, const Read &read);
    void refuse(const QString &fault);
    /// Refuses cells that nobody asked for, then gives what is wrong first: empty if nothing is.
    QString finish();

private:
    QJsonValue cell(const QString &name, Need need);
    void readPart(const QString &name, const QJsonValue &value, const Read &read);

    QJsonObject m_cells;
    QSet<QString> m_asked;
    QString m_fault;
};
