#include "app/network/port_table.h"

#include "tests/support/sample_topologies.h"

#include <QFile>
#include <QTest>

class PortTableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tablesOfTheDocument_data();
    void tablesOfTheDocument();
    void recommendedRowsStandApart();
    void rowsOfOnePortAreOne();
    void textIsAligned();
};

void PortTableTest::tablesOfTheDocument_data()
{
    QTest::addColumn<QString>("role");
    QTest::newRow("master") << QStringLiteral("master");
    QTest::newRow("media") << QStringLiteral("media");
}

/// Row for row, in order, with sources and the mark (Optional); only what the document forgot comes on top.
void PortTableTest::tablesOfTheDocument()
{
    QFETCH(QString, role);
    QFile file(QStringLiteral(SOURCE_FOLDER "/tests/data/network/seed_%1.txt").arg(role));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString document = QString::fromUtf8(file.readAll());
    QString ours;
    for (const PortTableRow &row : portTable(seedTopology(), builtInCatalog(), role)) {
        if (!row.isRecommended)
            ours += QStringLiteral("%1 %2 from %3%4\n")
                        .arg(row.protocol, row.ports, row.sources.join(QStringLiteral(", ")),
                             row.isOptional ? QStringLiteral(" (Optional)") : QString());
    }
    QCOMPARE(ours, document);
}

void PortTableTest::recommendedRowsStandApart()
{
    QStringList recommended;
    for (const PortTableRow &row : portTable(seedTopology(), builtInCatalog(), QStringLiteral("master"))) {
        if (row.isRecommended)
            recommended.append(row.ports);
    }
    QCOMPARE(recommended, (QStringList{QStringLiteral("3000"), QStringLiteral("8080"), QStringLiteral("9101"), QStringLiteral("4443"),
                                       QStringLiteral("6080")}));
}

void PortTableTest::rowsOfOnePortAreOne()
{
    const QList<PortTableRow> rows = portTable(currentTopology(), builtInCatalog(), QStringLiteral("master"));
    const auto row =
        std::find_if(rows.cbegin(), rows.cend(), [](const PortTableRow &candidate) { return candidate.ports == QLatin1String("7880"); });
    QVERIFY(row != rows.cend());
    QCOMPARE(row->sources, (QStringList{QStringLiteral("Load Balancer"), QStringLiteral("Media Nodes")}));
    QCOMPARE(row->rules, (QStringList{QStringLiteral("ha-master-api-lb"), QStringLiteral("ha-master-api-media")}));
}

void PortTableTest::textIsAligned()
{
    const QStringList lines = portTableText(portTable(seedTopology(), builtInCatalog(), QStringLiteral("media"))).split(u'\n');
    const qsizetype column = lines.first().indexOf(QLatin1String("Description"));
    QVERIFY(column > 0);
    for (qsizetype i = 1; i + 1 < lines.size(); ++i)
        QVERIFY2(lines[i][column - 1] == u' ' && lines[i][column] != u' ', qPrintable(lines[i]));
}

QTEST_GUILESS_MAIN(PortTableTest)
#include "port_table_test.moc"
