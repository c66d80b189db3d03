// The tables against their JSON schemas, judged by a program of its own (python3-jsonschema): what the reader takes and what the schemas
// describe must not drift apart. Without the package the test fails.
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

class SchemasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTableFollowsItsSchema()
    {
        QProcess check;
        check.start(QStringLiteral("/usr/bin/python3"),
                    {QStringLiteral(SOURCE_FOLDER "/tests/unit/catalog/check_schemas.py"), QStringLiteral(SOURCE_FOLDER "/resources")});
        QVERIFY2(check.waitForFinished(60000), qPrintable(check.errorString()));
        const QByteArray faults = check.readAllStandardError();
        QVERIFY2(check.exitStatus() == QProcess::NormalExit && check.exitCode() == 0, faults.constData());
        static const QRegularExpression figures(QStringLiteral("^tables (\\d+) rows (\\d+) refused (\\d+)"));
        const QRegularExpressionMatch match = figures.match(QString::fromUtf8(check.readAllStandardOutput()));
        QVERIFY(match.hasMatch());
        QCOMPARE(match.captured(1).toInt(), 14);
        QVERIFY(match.captured(2).toInt() > 250);
        QVERIFY(match.captured(3).toInt() > 4 * match.captured(2).toInt());
    }
};

QTEST_GUILESS_MAIN(SchemasTest)
#include "schemas_test.moc"
