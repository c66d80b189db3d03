#include "app/catalog/catalog_tables.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace {
constexpr qint64 mostBytes = qint64(8) * 1024 * 1024;

Error faultAt(const QString &place, const QString &fault)
{
    return {ErrorKind::Invalid, QCoreApplication::translate("Catalog", "The catalog cannot be used: %1: %2.").arg(place, fault),
            QCoreApplication::translate("Catalog", "Correct the file, or remove it if it is an addition of yours.")};
}

Result<QByteArray> readBytes(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return faultAt(path, QCoreApplication::translate("Catalog", "the file cannot be read: %1").arg(file.errorString()));
    if (file.size() > mostBytes)
        return faultAt(path, QCoreApplication::translate("Catalog", "the file is larger than 8 MB"));
    return file.readAll();
}

Result<QJsonArray> rowsOf(const QString &path, const QByteArray &bytes)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        const int line = int(bytes.left(problem.offset).count('\n')) + 1;
        return faultAt(QCoreApplication::translate("Catalog", "%1, line %2").arg(path).arg(line), problem.errorString());
    }
    const QJsonObject object = document.object();
    if (object.value(QStringLiteral("format")).toDouble() != 1)
        return faultAt(path, QCoreApplication::translate("Catalog", "its format is not 1, the only one that is known"));
    if (!object.value(QStringLiteral("rows")).isArray() || object.size() != 2)
        return faultAt(path, QCoreApplication::translate("Catalog", "it must hold “format” and a list “rows”, and nothing else"));
    return object.value(QStringLiteral("rows")).toArray();
}

/// One table from one file: its rows go to the catalog, its bytes to the digest.
class TableReader
{
public:
    TableReader(Catalog &catalog, QCryptographicHash &digest)
        : m_catalog(catalog)
        , m_digest(digest)
    {
    }

    Result<void> read(const CatalogTable &table, const QString &path)
    {
        Result<QByteArray> bytes = readBytes(path);
        if (!bytes)
            return bytes.error();
        Result<QJsonArray> rows = rowsOf(path, *bytes);
        if (!rows)
            return rows.error();
        // Name and length keep bytes from moving between files unseen.
        m_digest.addData(QByteArray(table.file) + ' ' + QByteArray::number(bytes->size()) + '\n');
        m_digest.addData(*bytes);
        for (int i = 0; i < rows->size(); ++i) {
            const QString fault = faultOfRow(table, rows->at(i));
            if (!fault.isEmpty())
                return faultAt(placeOf(path, i, rows->at(i).toObject()), fault);
        }
        return {};
    }

private:
    static QString placeOf(const QString &path, int index, const QJsonObject &cells)
    {
        const QString place = QCoreApplication::translate("Catalog", "%1, row %2").arg(path).arg(index + 1);
        const QString name = cells.value(cells.contains(QStringLiteral("flag")) ? QStringLiteral("flag") : QStringLiteral("id")).toString();
        return name.isEmpty() ? place : QStringLiteral("%1 (%2)").arg(place, name);
    }

    QString faultOfRow(const CatalogTable &table, const QJsonValue &value)
    {
        if (!value.isObject())
            return QCoreApplication::translate("Catalog", "it is not an object");
        CatalogRow row(value.toObject());
        table.read(row, m_catalog);
        QString fault = row.finish();
        const QString key = QLatin1String(table.key);
        if (!fault.isEmpty() || key.isEmpty())
            return fault;
        const QString name = QLatin1String(table.file) + u' ' + value.toObject().value(key).toString();
        if (m_seen.contains(name))
            return QCoreApplication::translate("Catalog", "a row before it has the same “%1”").arg(key);
        m_seen.insert(name);
        return {};
    }

    Catalog &m_catalog;
    QCryptographicHash &m_digest;
    QSet<QString> m_seen;
};
} // namespace

Result<Catalog> readCatalog(const QString &folder, const QString &additions)
{
    Catalog catalog;
    QCryptographicHash digest(QCryptographicHash::Sha256);
    TableReader reader(catalog, digest);
    for (const CatalogTable &table : catalogTables()) {
        Result<void> done = reader.read(table, folder + u'/' + QLatin1String(table.file));
        const QString addition = additions + u'/' + QLatin1String(table.file);
        if (done && !additions.isEmpty() && QFile::exists(addition))
            done = reader.read(table, addition);
        if (!done)
            return done.error();
    }
    if (catalog.releases.isEmpty() || catalog.kinds.isEmpty() || catalog.installation.root.isEmpty())
        return faultAt(folder, QCoreApplication::translate("Catalog", "releases, kinds and the installation need a row at least"));
    const QString contradiction = contradictionIn(catalog);
    if (!contradiction.isEmpty())
        return faultAt(folder, contradiction);
    catalog.hash = QString::fromLatin1(digest.result().toHex());
    return catalog;
}

const Catalog &builtInCatalog()
{
    static const Result<Catalog> catalog = readCatalog(QStringLiteral(":/catalog"));
    if (!catalog)
        qFatal("%s", qPrintable(catalog.error().message));
    return *catalog;
}
