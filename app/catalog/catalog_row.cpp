#include "app/catalog/catalog_row.h"

#include <QCoreApplication>
#include <QJsonArray>

CatalogRow::CatalogRow(const QJsonObject &cells)
    : m_cells(cells)
{
}

bool CatalogRow::has(const QString &name) const
{
    return m_cells.contains(name);
}

void CatalogRow::refuse(const QString &fault)
{
    if (m_fault.isEmpty())
        m_fault = fault;
}

QJsonValue CatalogRow::cell(const QString &name, Need need)
{
    m_asked.insert(name);
    if (need == Need::Required && !m_cells.contains(name))
        refuse(QCoreApplication::translate("Catalog", "“%1” is missing").arg(name));
    return m_cells.value(name);
}

QString CatalogRow::text(const QString &name, Need need)
{
    const QJsonValue value = cell(name, need);
    if (!value.isUndefined() && (!value.isString() || value.toString().isEmpty()))
        refuse(QCoreApplication::translate("Catalog", "“%1” is not a text").arg(name));
    return value.toString();
}

QStringList CatalogRow::texts(const QString &name, Need need)
{
    const QJsonValue value = cell(name, need);
    QStringList found;
    if (!value.isUndefined() && !value.isArray())
        refuse(QCoreApplication::translate("Catalog", "“%1” is not a list of texts").arg(name));
    const QJsonArray items = value.toArray();
    for (const auto &item : items) {
        if (item.toString().isEmpty())
            refuse(QCoreApplication::translate("Catalog", "“%1” holds something that is not a text").arg(name));
        else if (found.contains(item.toString()))
            refuse(QCoreApplication::translate("Catalog", "“%1” holds “%2” twice").arg(name, item.toString()));
        found.append(item.toString());
    }
    if (need == Need::Required && value.isArray() && items.isEmpty())
        refuse(QCoreApplication::translate("Catalog", "“%1” is empty").arg(name));
    return found;
}

int CatalogRow::number(const QString &name, int least, int most, Need need)
{
    const QJsonValue value = cell(name, need);
    if (value.isUndefined())
        return 0;
    const double given = value.toDouble(-1);
    if (!value.isDouble() || given < least || given > most || given != int(given)) {
        refuse(QCoreApplication::translate("Catalog", "“%1” is not a whole number from %2 to %3").arg(name).arg(least).arg(most));
        return 0;
    }
    return int(given);
}

bool CatalogRow::flag(const QString &name, bool usual)
{
    const QJsonValue value = cell(name, Need::Optional);
    if (!value.isUndefined() && !value.isBool())
        refuse(QCoreApplication::translate("Catalog", "“%1” is neither true nor false").arg(name));
    return value.toBool(usual);
}

int CatalogRow::choice(const QString &name, const QStringList &words)
{
    const QString word = text(name);
    const int position = int(words.indexOf(word));
    if (position >= 0)
        return position;
    if (!word.isEmpty()) {
        const QString known = words.join(QStringLiteral(", "));
        refuse(QCoreApplication::translate("Catalog", "“%1” is “%2”, which is none of %3").arg(name, word, known));
    }
    return 0;
}

void CatalogRow::readPart(const QString &name, const QJsonValue &value, const Read &read)
{
    if (!value.isObject()) {
        refuse(QCoreApplication::translate("Catalog", "“%1” is not an object").arg(name));
        return;
    }
    CatalogRow child(value.toObject());
    read(child);
    const QString fault = child.finish();
    if (!fault.isEmpty())
        refuse(QCoreApplication::translate("Catalog", "in “%1”, %2").arg(name, fault));
}

void CatalogRow::part(const QString &name, Need need, const Read &read)
{
    const QJsonValue value = cell(name, need);
    if (!value.isUndefined())
        readPart(name, value, read);
}

void CatalogRow::parts(const QString &name, const Read &read)
{
    const QJsonValue value = cell(name, Need::Required);
    const QJsonArray items = value.toArray();
    if (!value.isUndefined() && items.isEmpty())
        refuse(QCoreApplication::translate("Catalog", "“%1” is not a list of objects").arg(name));
    for (const auto &item : items)
        readPart(name, item, read);
}

QString CatalogRow::finish()
{
    const QStringList names = m_cells.keys();
    for (const QString &name : names) {
        if (!m_asked.contains(name))
            refuse(QCoreApplication::translate("Catalog", "“%1” is not known here").arg(name));
    }
    return m_fault;
}
