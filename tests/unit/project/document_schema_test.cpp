#include "app/project/project_file.h"
#include "app/project/topology_reader.h"
#include "app/topology/value_pattern.h"
#include "tests/support/sample_document.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {
const QString schemaPath = QStringLiteral(SOURCE_FOLDER "/resources/schemas/document.json");

QJsonObject schema()
{
    QFile file(schemaPath);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QStringList sorted(QStringList words)
{
    words.sort();
    return words;
}

/// What does not match, or nothing. The Debian packages python3-jsonschema and python3-yaml do the work.
QString schemaFaults(const QStringList &files)
{
    QProcess check;
    check.start(QStringLiteral("/usr/bin/python3"),
                QStringList{QStringLiteral(SOURCE_FOLDER "/tests/support/schema_check.py"), schemaPath} + files);
    if (!check.waitForFinished(60000))
        return QStringLiteral("no answer");
    const QString said = QString::fromUtf8(check.readAllStandardOutput() + check.readAllStandardError());
    return check.exitCode() == 0 ? said : said + QStringLiteral("exit %1").arg(check.exitCode());
}
} // namespace

class DocumentSchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readerAndSchemaKnowTheSameKeys()
    {
        const QJsonObject root = schema();
        const QJsonObject definitions = root[QStringLiteral("$defs")].toObject();
        const QMap<QString, QStringList> known = documentKeys();
        QCOMPARE(known.size(), 7);
        for (auto object = known.cbegin(); object != known.cend(); ++object) {
            const QJsonObject part = object.key() == QLatin1String("cluster") ? root : definitions[object.key()].toObject();
            QCOMPARE(sorted(part[QStringLiteral("properties")].toObject().keys()), sorted(object.value()));
        }
    }

    void readerAndSchemaKnowTheSamePatterns()
    {
        const QJsonObject definitions = schema()[QStringLiteral("$defs")].toObject();
        QVERIFY(valuePatterns().size() > 10);
        for (const ValuePattern &pattern : valuePatterns())
            QCOMPARE(definitions[pattern.id].toObject()[QStringLiteral("pattern")].toString(), pattern.pattern);
    }

    void examplesMatch()
    {
        const QDir folder(QStringLiteral(SOURCE_FOLDER "/resources/examples"));
        QStringList files;
        for (const QString &name : folder.entryList({QStringLiteral("*.yaml")}))
            files.append(folder.filePath(name));
        QVERIFY(files.size() >= 2);
        QCOMPARE(schemaFaults(files), QString());
    }

    void whatIsWrittenMatches()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("written.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(projectText(fullTopology()));
        file.close();
        QCOMPARE(schemaFaults({path}), QString());
    }

    void whatTheReaderRefusesDoesNotMatch_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("format") << QByteArray("format: 1") << QByteArray("format: 2");
        QTest::newRow("name") << QByteArray("name: master-1") << QByteArray("name: a; reboot");
        QTest::newRow("role") << QByteArray("role: media") << QByteArray("role: boss");
        QTest::newRow("port") << QByteArray("port: 22") << QByteArray("port: 70000");
        QTest::newRow("list") << QByteArray("features: [rtmp, whip, iceTcp]") << QByteArray("features: rtmp");
        QTest::newRow("place") << QByteArray("lb: [480, 40]") << QByteArray("lb: [480]");
    }

    void whatTheReaderRefusesDoesNotMatch()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFile example(QStringLiteral(SOURCE_FOLDER "/resources/examples/seed-cluster.ovdeploy.yaml"));
        QVERIFY(example.open(QIODevice::ReadOnly));
        QByteArray text = example.readAll();
        QVERIFY(text.contains(from));
        text.replace(text.indexOf(from), from.size(), to);
        QVERIFY(!parseProject(text));
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("wrong.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QVERIFY(!schemaFaults({path}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(DocumentSchemaTest)
#include "document_schema_test.moc"
