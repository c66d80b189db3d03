#include "app/catalog/catalog.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

namespace {
const QString builtIn = QStringLiteral(":/catalog");

QByteArray tableText(const QString &name)
{
    QFile file(builtIn + u'/' + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// All tables in `folder`, `name` with another text.
bool copyTables(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
{
    for (const QString &table : QDir(builtIn).entryList()) {
        if (!write(folder.filePath(table), table == name ? text : tableText(table)))
            return false;
    }
    return true;
}

QString messageOf(const Result<Catalog> &catalog)
{
    return catalog ? QString() : catalog.error().message;
}
} // namespace

class CatalogFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faultsNameFileAndRow_data();
    void faultsNameFileAndRow()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, old);
        QFETCH(QByteArray, wrong);
        QFETCH(QString, message);
        QByteArray text = tableText(file);
        const qsizetype at = text.indexOf(old);
        QVERIFY2(at >= 0, "the table has changed: this fault cannot be made any more");
        text.replace(at, old.size(), wrong);
        const QTemporaryDir folder;
        QVERIFY(copyTables(folder, file, text));
        const Result<Catalog> catalog = readCatalog(folder.path());
        QVERIFY(!catalog);
        QVERIFY2(messageOf(catalog).contains(message), qPrintable(messageOf(catalog)));
        QCOMPARE(catalog.error().kind, ErrorKind::Invalid);
        QVERIFY(!catalog.error().advice.isEmpty());
    }

    void aMissingTableIsAnError_data()
    {
        QTest::addColumn<QString>("table");
        for (const QString &table : QDir(builtIn).entryList())
            QTest::addRow("%s", qPrintable(table)) << table;
    }

    void aMissingTableIsAnError()
    {
        QFETCH(QString, table);
        const QTemporaryDir folder;
        QVERIFY(copyTables(folder, {}, {}) && QFile::remove(folder.filePath(table)));
        const QString message = messageOf(readCatalog(folder.path()));
        QVERIFY2(message.contains(table + QStringLiteral(": the file cannot be read")), qPrintable(message));
    }

    /// Every fact names where it comes from: each row of each table is refused without it.
    void aRowWithoutSourceIsRefused_data() { aMissingTableIsAnError_data(); }

    void aRowWithoutSourceIsRefused()
    {
        QFETCH(QString, table);
        const QTemporaryDir folder;
        QVERIFY(copyTables(folder, {}, {}));
        const QJsonArray rows = QJsonDocument::fromJson(tableText(table)).object().value(QStringLiteral("rows")).toArray();
        QVERIFY(!rows.isEmpty());
        for (int i = 0; i < rows.size(); ++i) {
            QJsonObject row = rows.at(i).toObject();
            QVERIFY(!row.take(QStringLiteral("source")).toArray().isEmpty());
            QJsonArray changed = rows;
            changed.replace(i, row);
            const QJsonObject object{{QStringLiteral("format"), 1}, {QStringLiteral("rows"), changed}};
            QVERIFY(write(folder.filePath(table), QJsonDocument(object).toJson()));
            const QString message = messageOf(readCatalog(folder.path()));
            QVERIFY2(message.contains(QStringLiteral("/%1, row %2").arg(table).arg(i + 1)) &&
                         message.contains(QStringLiteral("“source” is missing")),
                     qPrintable(message));
        }
    }

    /// Whatever stands in a file: an answer, never a crash.
    void hostileBytesAreRefusedCalmly_data() { aMissingTableIsAnError_data(); }

    void hostileBytesAreRefusedCalmly()
    {
        QFETCH(QString, table);
        QRandomGenerator random(20240614);
        const QTemporaryDir folder;
        QVERIFY(copyTables(folder, {}, {}));
        int refused = 0;
        for (int round = 0; round < 12; ++round) {
            QByteArray text = tableText(table);
            for (int change = 0; change <= round; ++change)
                text[random.bounded(int(text.size()))] = char(random.bounded(256));
            if (round % 3 == 0)
                text.truncate(random.bounded(int(text.size())));
            QVERIFY(write(folder.filePath(table), text));
            const QString message = messageOf(readCatalog(folder.path()));
            refused += message.isEmpty() ? 0 : 1;
        }
        QVERIFY2(refused >= 4, "a table that is cut off must be refused");
    }
};

void CatalogFaultsTest::faultsNameFileAndRow_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("wrong");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *file, const char *old, const char *wrong, const char *message) {
        QTest::addRow("%s", name) << QString::fromLatin1(file) << QByteArray(old) << QByteArray(wrong) << QString::fromUtf8(message);
    };
    // clang-format off
    row("no JSON", "ports.json", "\"rows\": [\n", "\"rows\": [\n\n{[", "/ports.json, line 5: ");
    row("other format", "ports.json", "\"format\": 1", "\"format\": 2", "/ports.json: its format is not 1");
    row("no rows", "ports.json", "\"rows\"", "\"lines\"", "/ports.json: it must hold “format” and a list “rows”");
    row("no object", "kinds.json", "\"rows\": [", "\"rows\": [7,", "/kinds.json, row 1: it is not an object");
    row("text for number", "ports.json", "\"portFrom\": 7880", "\"portFrom\": \"7880\"",
        "/ports.json, row 1 (ha-master-api-lb): “portFrom” is not a whole number from 1 to 65535");
    row("number with a part", "ports.json", "\"portFrom\": 7880", "\"portFrom\": 7880.5", "“portFrom” is not a whole number");
    row("huge number", "ports.json", "\"portTo\": 7880", "\"portTo\": 1e300", "“portTo” is not a whole number");
    row("port too large", "ports.json", "\"portTo\": 7880", "\"portTo\": 78800", "“portTo” is not a whole number from 1 to 65535");
    row("range backwards", "ports.json", "\"portFrom\": 7880", "\"portFrom\": 7881", "“portTo” is below “portFrom”");
    row("number for text", "kinds.json", "\"title\": \"High availability with DNS balancing\"", "\"title\": 4", "“title” is not a text");
    row("text for truth", "kinds.json", "\"hasLoadBalancer\": true", "\"hasLoadBalancer\": \"yes\"", "“hasLoadBalancer” is neither true nor false");
    row("text for list", "releases.json", "\"source\": [\"seed\", \"REL 3.0.0\"]", "\"source\": \"seed\"", "“source” is not a list of texts");
    row("empty list", "kinds.json", "\"source\": [\"seed\", \"TYPES-3.9\", \"FT-3.9\"]", "\"source\": []", "/kinds.json, row 1 (ha-nlb): “source” is empty");
    row("number in a list", "kinds.json", "[\"seed\", \"TYPES-3.9\"", "[5, \"TYPES-3.9\"", "“source” holds something that is not a text");
    row("twice in a list", "kinds.json", "[\"seed\", \"TYPES-3.9\"", "[\"TYPES-3.9\", \"TYPES-3.9\"", "“source” holds “TYPES-3.9” twice");
    row("unknown name", "ports.json", "\"requirement\"", "\"colour\": \"red\", \"requirement\"", "“colour” is not known here");
    row("unknown name inside", "ports.json", "\"probe\": {", "\"probe\": {\"colour\": \"red\", ", "in “probe”, “colour” is not known here");
    row("missing cell", "ports.json", "\"service\": \"caddy\",", "", "“service” is missing");
    row("missing cell inside", "kinds.json", "\"least\": 4, ", "", "in “counts”, “least” is missing");
    row("probe without path", "ports.json", "\"path\": \"/health/caddy\", ", "", "in “probe”, “path” is missing");
    row("unknown word", "ports.json", "\"requirement\": \"required\"", "\"requirement\": \"perhaps\"", "“requirement” is “perhaps”, which is none of required,");
    row("unknown era", "ports.json", "\"eras\": [\"A\"", "\"eras\": [\"Z\"", "/ports.json, row 1 (ha-master-api-lb): in “releases”, the era “Z” is not known");
    row("unknown era of a release", "releases.json", "\"era\": \"A\"", "\"era\": \"Z\"", "/releases.json, row 1 (3.0.0-beta1): the era “Z” is not known");
    row("unknown release", "ports.json", "\"from\": \"3.2.0\"", "\"from\": \"3.2.9\"", "in “releases”, the release “3.2.9” is not known");
    row("releases backwards", "urls.json", "\"from\": \"3.4.0\", \"to\": \"3.5.0\"", "\"from\": \"3.5.0\", \"to\": \"3.4.0\"",
        "in “releases”, “3.5.0” is newer than “3.4.0”");
    row("unknown role", "services.json", "\"roles\": [\"master\"", "\"roles\": [\"mistress\"", "/services.json, row 1 (unit-openvidu): the role “mistress” is not known");
    row("unknown kind", "ports.json", "\"kinds\": [\"ha-nlb\"]", "\"kinds\": [\"ha-xyz\"]", "the kind of deployment “ha-xyz” is not known");
    row("unknown form", "install_options.json", "\"forms\": [\"guide\"", "\"forms\": [\"guise\"", "the form “guise” is not known");
    row("all and any", "ports.json", "\"when\": {\"all\"", "\"when\": {\"any\": [\"module:app\"], \"all\"", "in “when”, “all” and “any” exclude each other");
    row("bad pattern", "install_options.json", "\"pattern\": \"^", "\"pattern\": \"^(", "“pattern” is no regular expression");
    row("open pattern", "install_options.json", "\"pattern\": \"^", "\"pattern\": \"", "“pattern” must stand between ^ and $");
    row("secret from a user", "install_options.json", "\"isSecret\": true, \"value\": \"secret\"", "\"isSecret\": true, \"value\": \"user\"",
        "a secret must have the value “secret”");
    row("no flag", "install_options.json", "\"flag\": \"--no-tty\"", "\"flag\": \"no-tty\"", "“flag” must begin with two dashes");
    row("same id twice", "kinds.json", "\"id\": \"ha-dlb\"", "\"id\": \"ha-nlb\"", "/kinds.json, row 3 (ha-nlb): a row before it has the same “id”");
    row("same flag twice", "install_options.json", "\"flag\": \"--install\"", "\"flag\": \"--no-tty\"",
        "install_options.json: two rows say what “--no-tty” is in release 3.0.0-beta1");
    row("same container twice", "services.json", "\"name\": \"dashboard\"", "\"name\": \"minio\"", "services.json: two rows say what “minio” is in release");
    row("same command twice", "command_lines.json", "\"eras\": [\"B\"]", "\"eras\": [\"A\"]", "command_lines.json: two rows say what “master” is in release");
    row("unexplained flag", "command_lines.json", "\"--no-tty\"", "\"--no-tyt\"", "command_lines.json, row 1: no option explains “--no-tyt” for the role master");
    row("unknown service", "health.json", "\"service\": \"ingress\"", "\"service\": \"egres\"", "health.json, row media-ingress: the service “egres” is not known");
    row("address without domain", "urls.json", "https://%1/dashboard/", "https://example.org/dashboard/", "“url” has no %1 where the domain goes");
    // clang-format on
}

QTEST_GUILESS_MAIN(CatalogFaultsTest)
#include "catalog_faults_test.moc"
