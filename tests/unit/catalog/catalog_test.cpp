#include "app/catalog/catalog.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace {
/// A copy of the built-in tables in which one text is replaced.
QString brokenCopy(const QTemporaryDir &folder, const char *file, const char *old, const char *wrong)
{
    for (const QString &name : QDir(QStringLiteral(":/catalog")).entryList()) {
        QFile source(QStringLiteral(":/catalog/") + name);
        QFile target(folder.filePath(name));
        if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
            return {};
        QByteArray text = source.readAll();
        if (name == QLatin1String(file)) {
            const qsizetype at = text.indexOf(old);
            if (at < 0)
                return {};
            text.replace(at, qsizetype(qstrlen(old)), wrong);
        }
        target.write(text);
    }
    return folder.path();
}
} // namespace

class CatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtInTablesAreSound()
    {
        const Result<Catalog> catalog = readCatalog(QStringLiteral(":/catalog"));
        QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().message));
        QCOMPARE(catalog->eras.size(), 4);
        QCOMPARE(catalog->releases.size(), 15);
        QCOMPARE(catalog->newestRelease().id, QStringLiteral("3.9.0"));
        QCOMPARE(catalog->ports.size(), 105);
        QCOMPARE(catalog->hash.size(), 64);
        for (const Release &release : catalog->releases) {
            for (const Role role : {Role::Master, Role::Media})
                QVERIFY2(catalog->commandLine(QStringLiteral("ha-nlb"), role, release.id), qPrintable(release.id));
        }
    }

    void flagsAreKnownPerEra_data()
    {
        QTest::addColumn<QString>("flag");
        QTest::addColumn<Role>("role");
        QTest::addColumn<QString>("release");
        QTest::addColumn<bool>("isKnown");
        const auto row = [](const char *flag, Role role, const char *release, bool isKnown) {
            QTest::addRow("%s %s %s", flag, qPrintable(roleId(role)), release) << QString::fromLatin1(flag) << role << QString::fromLatin1(release) << isKnown;
        };
        row("--domain-name-or-ip", Role::Master, "3.0.0-beta2", true);
        row("--domain-name-or-ip", Role::Master, "3.0.0-beta3", false);
        row("--domain-name", Role::Master, "3.0.0-beta2", false);
        row("--domain-name", Role::Master, "3.9.0", true);
        row("--rtc-engine", Role::Media, "3.0.0-beta1", true);
        row("--rtc-engine", Role::Master, "3.0.0-beta1", false);
        row("--rtc-engine", Role::Media, "3.9.0", false);
        row("--rtc-engine", Role::Master, "3.9.0", true);
        row("--openvidu-pro-license", Role::Media, "3.0.0-beta2", true);
        row("--openvidu-pro-license", Role::Media, "3.2.0", false);
        row("--default-app-user", Role::Master, "3.3.0", true);
        row("--default-app-user", Role::Master, "3.4.0", false);
        row("--meet-initial-admin-password", Role::Master, "3.4.0", true);
        row("--force-media-node-public-ip", Role::Master, "3.0.0-beta2", false);
        row("--force-media-node-public-ip", Role::Master, "3.0.0", true);
    }

    void flagsAreKnownPerEra()
    {
        QFETCH(QString, flag);
        QFETCH(Role, role);
        QFETCH(QString, release);
        QTEST(builtInCatalog().option(flag, role, QStringLiteral("ha-nlb"), release) != nullptr, "isKnown");
    }

    void faultsNameFileAndRow_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("wrong");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *file, const char *old, const char *wrong, const char *message) {
            QTest::addRow("%s", name) << QByteArray(file) << QByteArray(old) << QByteArray(wrong) << QString::fromLatin1(message);
        };
        row("no JSON", "ports.json", "\"rows\": [", "\"rows\": {[", "ports.json, line ");
        row("format", "ports.json", "\"format\": 1", "\"format\": 2", "ports.json should hold `format` 1");
        row("wrong type", "ports.json", "\"portFrom\": 7880", "\"portFrom\": \"7880\"", "ports.json, row 1: `portFrom` should be a number");
        row("port too large", "ports.json", "\"portFrom\": 7880, \"portTo\": 7880", "\"portFrom\": 7880, \"portTo\": 78800", "row 1: `portTo` is 78800");
        row("unknown key", "ports.json", "\"requirement\"", "\"colour\": \"red\", \"requirement\"", "row 1: the key `colour` is not known");
        row("missing key", "ports.json", "\"service\": \"caddy\",", "", "row 1: `service` is missing");
        row("unknown word", "ports.json", "\"requirement\": \"required\"", "\"requirement\": \"perhaps\"", "`requirement` is `perhaps`");
        row("no source", "kinds.json", "\"source\": [\"seed\", \"TYPES-3.9\", \"FT-3.9\"]", "\"source\": []", "kinds.json, row 1: `source` is empty");
        row("unknown era", "ports.json", "\"eras\": [\"A\"", "\"eras\": [\"Z\"", "unknown era `Z`");
        row("unknown role", "services.json", "\"roles\": [\"master\"", "\"roles\": [\"mistress\"", "unknown role `mistress`");
        row("bad pattern", "install_options.json", "\"pattern\": \"", "\"pattern\": \"(", "`pattern` is no regular expression");
        row("same id twice", "kinds.json", "\"id\": \"ha-dlb\"", "\"id\": \"ha-nlb\"", "kinds.json has two rows with the id `ha-nlb`");
    }

    void faultsNameFileAndRow()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, old);
        QFETCH(QByteArray, wrong);
        QFETCH(QString, message);
        const QTemporaryDir folder;
        const QString copy = brokenCopy(folder, file.constData(), old.constData(), wrong.constData());
        QVERIFY(!copy.isEmpty());
        const Result<Catalog> catalog = readCatalog(copy);
        QVERIFY(!catalog);
        QVERIFY2(catalog.error().message.contains(message), qPrintable(catalog.error().message));
    }

    void aMissingTableIsAnError()
    {
        const Result<Catalog> catalog = readCatalog(QStringLiteral("/nowhere"));
        QVERIFY(!catalog);
        QVERIFY(catalog.error().message.contains(QStringLiteral("eras.json cannot be read")));
    }
};

QTEST_GUILESS_MAIN(CatalogTest)
#include "catalog_test.moc"
