#include "app/catalog/row_reader.h"

#include <QJsonArray>

void RowReader::setFault(const QString &text)
{
    if (m_fault.isEmpty())
        m_fault = QStringLiteral("%1: %2").arg(m_place, text);
}

QJsonValue RowReader::take(const char *key, Need need, QJsonValue::Type type, const char *typeName)
{
    const QString name = QLatin1String(key);
    m_known.insert(name);
    const QJsonValue value = m_row.value(name);
    if (value.isUndefined()) {
        if (need == Need::Required)
            setFault(QStringLiteral("`%1` is missing").arg(name));
    } else if (value.type() != type) {
        setFault(QStringLiteral("`%1` should be %2").arg(name, QLatin1String(typeName)));
    }
    return value;
}

QString RowReader::text(const char *key, Need need)
{
    const QString value = take(key, need, QJsonValue::String, "a text").toString();
    if (value.isEmpty() && need == Need::Required)
        setFault(QStringLiteral("`%1` is empty").arg(QLatin1String(key)));
    return value;
}

QStringList RowReader::texts(const char *key, Need need)
{
    QStringList list;
    for (const QJsonValue &item : take(key, need, QJsonValue::Array, "a list of texts").toArray()) {
        if (!item.isString() || item.toString().isEmpty())
            setFault(QStringLiteral("`%1` should hold texts only").arg(QLatin1String(key)));
        list.append(item.toString());
    }
    return list;
}

int RowReader::number(const char *key, Need need, int otherwise)
{
    const QJsonValue value = take(key, need, QJsonValue::Double, "a number");
    if (value.isDouble() && value.toDouble() != value.toInt())
        setFault(QStringLiteral("`%1` should be a whole number").arg(QLatin1String(key)));
    return value.toInt(otherwise);
}

bool RowReader::flag(const char *key, bool otherwise)
{
    return take(key, Need::Optional, QJsonValue::Bool, "true or false").toBool(otherwise);
}

int RowReader::word(const char *key, const QStringList &words)
{
    const QString value = text(key);
    const qsizetype index = words.indexOf(value);
    if (index < 0)
        setFault(QStringLiteral("`%1` is `%2`, expected one of: %3").arg(QLatin1String(key), value, words.join(QStringLiteral(", "))));
    return int(std::max<qsizetype>(index, 0));
}

Role RowReader::role(const char *key)
{
    Role found = Role::Master;
    const QString value = text(key);
    if (!roleFromId(value, &found))
        setFault(QStringLiteral("`%1` names the unknown role `%2`").arg(QLatin1String(key), value));
    return found;
}

QList<Role> RowReader::roles(const char *key)
{
    QList<Role> found;
    for (const QString &value : texts(key)) {
        Role one = Role::Master;
        if (!roleFromId(value, &one))
            setFault(QStringLiteral("`%1` names the unknown role `%2`").arg(QLatin1String(key), value));
        found.append(one);
    }
    return found;
}

RowReader RowReader::part(const char *key)
{
    const QJsonObject object = take(key, Need::Optional, QJsonValue::Object, "an object").toObject();
    return {object, QStringLiteral("%1, `%2`").arg(m_place, QLatin1String(key))};
}

QList<RowReader> RowReader::parts(const char *key)
{
    QList<RowReader> list;
    for (const QJsonValue &item : take(key, Need::Required, QJsonValue::Array, "a list of objects").toArray()) {
        if (!item.isObject())
            setFault(QStringLiteral("`%1` should hold objects only").arg(QLatin1String(key)));
        list.append({item.toObject(), QStringLiteral("%1, `%2`").arg(m_place, QLatin1String(key))});
    }
    return list;
}

ReleaseRange RowReader::range()
{
    RowReader inner = part("releases");
    ReleaseRange range{inner.texts("eras", Need::Optional), inner.text("from", Need::Optional), inner.text("to", Need::Optional)};
    if (const QString wrong = inner.fault(); !wrong.isEmpty() && m_fault.isEmpty())
        m_fault = wrong;
    return range;
}

Condition RowReader::condition()
{
    RowReader inner = part("when");
    Condition condition;
    condition.isAny = inner.has("any");
    condition.selectors = inner.texts("all", Need::Optional) + inner.texts("any", Need::Optional);
    condition.unless = inner.texts("unless", Need::Optional);
    if (inner.has("any") && inner.has("all"))
        inner.setFault(QStringLiteral("`all` and `any` exclude each other"));
    if (const QString wrong = inner.fault(); !wrong.isEmpty() && m_fault.isEmpty())
        m_fault = wrong;
    return condition;
}

QStringList RowReader::source()
{
    const QStringList list = texts("source");
    if (list.isEmpty())
        setFault(QStringLiteral("`source` is empty: every fact names where it comes from"));
    return list;
}

QString RowReader::fault(const QList<RowReader> &inner) const
{
    if (!m_fault.isEmpty())
        return m_fault;
    for (const RowReader &reader : inner) {
        if (const QString wrong = reader.fault(); !wrong.isEmpty())
            return wrong;
    }
    for (const QString &key : m_row.keys()) {
        if (!m_known.contains(key))
            return QStringLiteral("%1: the key `%2` is not known").arg(m_place, key);
    }
    return {};
}
