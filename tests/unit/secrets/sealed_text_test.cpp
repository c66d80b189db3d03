#include "app/secrets/sealed_text.h"

#include "app/base/shell_quote.h"
#include "tests/support/own_memory.h"

#include <QDateTime>
#include <QProcess>
#include <QTest>

#include <rapidcheck.h>

namespace {
SecretSet twoSecrets()
{
    SecretSet secrets;
    secrets.insert(QStringLiteral("redis-password"), Secret("it's $1"));
    secrets.insert(QStringLiteral("ssh-password@master-1"), Secret("plain"));
    return secrets;
}

SealedText command()
{
    return SealedText("install --redis-password ") + SealedText::shellWord(QStringLiteral("redis-password")) + SealedText(" --other ") +
           SealedText::bare(QStringLiteral("ssh-password@master-1"));
}
} // namespace

class SealedTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesStandInsteadOfValues()
    {
        QCOMPARE(command().masked(), QStringLiteral("install --redis-password 'xxxxx' --other xxxxx"));
        QCOMPARE(command().asShell(), QStringLiteral("install --redis-password \"$REDIS_PASSWORD\" --other ${SSH_PASSWORD__MASTER_1}"));
        QCOMPARE(command().secretNames(), (QStringList{QStringLiteral("redis-password"), QStringLiteral("ssh-password@master-1")}));
    }

    void openedHoldsTheValues()
    {
        const Result<Secret> opened = command().opened(twoSecrets());
        QVERIFY(bool(opened));
        QVERIFY(*opened == Secret("install --redis-password 'it'\\''s $1' --other plain"));
        QCOMPARE(command().revealed(twoSecrets()), QStringLiteral("install --redis-password 'it'\\''s $1' --other plain"));
    }

    void missingAndEmptySecretsAreNamed()
    {
        SecretSet secrets = twoSecrets();
        for (const bool isEmpty : {false, true}) {
            secrets.remove(QStringLiteral("redis-password"));
            if (isEmpty)
                secrets.insert(QStringLiteral("redis-password"), Secret());
            const Result<Secret> opened = command().opened(secrets);
            QVERIFY(!opened);
            QVERIFY(opened.error().message.contains(QStringLiteral("redis-password")));
            QCOMPARE(command().revealed(secrets), QStringLiteral("install --redis-password 'xxxxx' --other plain"));
        }
    }

    void bytesThatAreNoTextSurvive()
    {
        SecretSet secrets;
        secrets.insert(QStringLiteral("key"), Secret(QByteArray("\xff\xfe\x80 binary")));
        const Result<Secret> opened = SealedText::bare(QStringLiteral("key")).opened(secrets);
        QVERIFY(bool(opened));
        QVERIFY(*opened == secrets.value(QStringLiteral("key")));
    }

    void equalTextIsAnEqualValue()
    {
        QVERIFY(SealedText("ab") == SealedText("a") + SealedText("b"));
        QVERIFY(SealedText("") == SealedText());
        QVERIFY(!(SealedText("redis-password") == SealedText::bare(QStringLiteral("redis-password"))));
    }

    void aTextCanBeAddedToItself()
    {
        SealedText text = SealedText("a") + SealedText::bare(QStringLiteral("s")) + SealedText("b");
        text += text;
        QCOMPARE(text.masked(), QStringLiteral("axxxxxbaxxxxxb"));
    }

    void bothQuotingsAgree()
    {
        QVERIFY(rc::check("bytes and text are quoted the same way", [](const std::string &word) {
            QByteArray quoted("before ");
            appendShellQuoted(&quoted, word);
            QString text = QString::fromUtf8(QByteArray::fromStdString(word));
            if (text.toUtf8() == QByteArray::fromStdString(word))
                RC_ASSERT(QString::fromUtf8(quoted) == QStringLiteral("before ") + shellQuoted(text));
        }));
    }

    void openingLeavesNoCopies()
    {
        const QByteArray hidden = turned("it's-hunter22-") + turned(QByteArray::number(QDateTime::currentMSecsSinceEpoch()));
        const QByteArray ending = hidden.sliced(4);
        {
            SecretSet secrets;
            QByteArray value = turned(hidden);
            secrets.insert(QStringLiteral("redis-password"), Secret::takenFrom(value));
            const Result<Secret> opened = command().opened(secrets);
            QVERIFY(!opened);
            secrets.insert(QStringLiteral("ssh-password@master-1"), secrets.value(QStringLiteral("redis-password")));
            const Result<Secret> both = command().opened(secrets);
            QVERIFY(bool(both));
            QCOMPARE(occurrencesInMemory(ending), 3); // the value, and twice in the opened text
        }
        QCOMPARE(occurrencesInMemory(ending), 0);
    }

    void theShellSeesTheValue()
    {
        SecretSet secrets = twoSecrets();
        const Result<Secret> opened = (SealedText("printf %s ") + SealedText::shellWord(QStringLiteral("redis-password"))).opened(secrets);
        QVERIFY(bool(opened));
        QProcess shell;
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-s")});
        shell.write(opened->bytes().toByteArray());
        shell.closeWriteChannel();
        QVERIFY(shell.waitForFinished(10000));
        QVERIFY(Secret(shell.readAllStandardOutput()) == secrets.value(QStringLiteral("redis-password")));
    }
};

QTEST_GUILESS_MAIN(SealedTextTest)
#include "sealed_text_test.moc"
