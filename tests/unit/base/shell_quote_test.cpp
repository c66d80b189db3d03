#include "app/base/shell_quote.h"

#include <QProcess>
#include <QTest>

class ShellQuoteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsSurviveTheShell_data()
    {
        QTest::addColumn<QString>("word");
        for (const char *word : {"", "a", "a b", "it's", "$(reboot)", "`id`", "a;b", "\"", "\\", "a\nb", "*", "~", "-n", "''", "grün"})
            QTest::addRow("%s", word) << QString::fromUtf8(word);
    }

    void wordsSurviveTheShell()
    {
        QFETCH(QString, word);
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("printf %s ") + shellQuoted(word)});
        QVERIFY(shell.waitForFinished(5000));
        QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), word);
        QCOMPARE(shellWords(shellQuoted(word)), QStringList{word});
    }

    void linesAreSplitAsTheShellDoes()
    {
        QCOMPARE(shellWords(QStringLiteral("sh -c 'a b' \"c \\\" d\" e\\ f \\\n g")),
                 (QStringList{QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("a b"), QStringLiteral("c \" d"), QStringLiteral("e f"),
                              QStringLiteral("g")}));
    }
};

QTEST_GUILESS_MAIN(ShellQuoteTest)
#include "shell_quote_test.moc"
