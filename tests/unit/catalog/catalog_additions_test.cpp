// What a user adds: data only, beside the built-in tables, for a release that is not known yet.
#include "app/catalog/catalog.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {
const QString builtIn = QStringLiteral(":/catalog");

constexpr char newRelease[] =
    R"({"format": 1, "rows": [{"id": "3.10.0", "era": "D", "dockerMinimum": "30.0.0", "defaultEngine": "mediasoup",
    "modules": ["observability", "v2compatibility", "openviduMeet"], "note": "Not known when this was made.", "source": ["own"]}]})";
constexpr char newRule[] = R"({"format": 1, "rows": [{"id": "own-exporter", "kinds": ["ha-nlb"], "releases": {"from": "3.10.0"},
    "targetRole": "master", "protocol": "tcp", "portFrom": 9500, "portTo": 9500, "sourceRoles": ["manager"], "service": "exporter",
    "description": "Metrics of our own", "requirement": "optional", "probe": {"kind": "tcp-connect"}, "basis": "inferred", "source": ["own"]}]})";
constexpr char knownRelease[] = R"({"format": 1, "rows": [{"id": "3.9.0", "era": "D", "defaultEngine": "pion", "modules": ["observability"],
    "note": "Another 3.9.0.", "source": ["own"]}]})";

bool add(const QTemporaryDir &folder, const char *name, const char *text)
{
    QFile file(folder.filePath(QString::fromLatin1(name)));
    return file.open(QIODevice::WriteOnly) && file.write(text) > 0;
}
} // namespace

class CatalogAdditionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewReleaseInheritsTheRowsOfItsEra()
    {
        const QTemporaryDir folder;
        QVERIFY(add(folder, "releases.json", newRelease) && add(folder, "ports.json", newRule));
        const Result<Catalog> catalog = readCatalog(builtIn, folder.path());
        QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
        const Catalog &known = builtInCatalog();
        const QString id = QStringLiteral("3.10.0");
        QCOMPARE(catalog->newestRelease().id, id);
        QCOMPARE(catalog->newestRelease().index, known.newestRelease().index + 1);
        QCOMPARE(catalog->ports.size(), known.ports.size() + 1);
        const CommandLine *line = catalog->commandLine(QStringLiteral("ha-nlb"), Role::Master, id);
        QVERIFY(line);
        QCOMPARE(line->order, known.commandLine(QStringLiteral("ha-nlb"), Role::Master, known.newestRelease().id)->order);
        QVERIFY(catalog->holds(catalog->ports.last().releases, id));
        QVERIFY(!catalog->holds(catalog->ports.last().releases, QStringLiteral("3.9.0")));
        QVERIFY2(catalog->hash != known.hash, "a plan must show that other rows were used");
    }

    void aFolderWithoutTablesAddsNothing()
    {
        const QTemporaryDir folder;
        const Result<Catalog> catalog = readCatalog(builtIn, folder.path());
        QVERIFY(catalog);
        QCOMPARE(catalog->hash, builtInCatalog().hash);
    }

    void aBuiltInRowCannotBeReplaced()
    {
        const QTemporaryDir folder;
        QVERIFY(add(folder, "releases.json", knownRelease));
        const Result<Catalog> catalog = readCatalog(builtIn, folder.path());
        QVERIFY(!catalog);
        QVERIFY(catalog.error().message.contains(folder.filePath(QStringLiteral("releases.json"))));
        QVERIFY(catalog.error().message.contains(QStringLiteral("row 1 (3.9.0): a row before it has the same “id”")));
    }
};

QTEST_GUILESS_MAIN(CatalogAdditionsTest)
#include "catalog_additions_test.moc"
