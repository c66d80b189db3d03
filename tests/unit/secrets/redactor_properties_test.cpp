#include "app/secrets/secret_forms.h"
#include "tests/support/redacting.h"

#include <QTest>

#include <rapidcheck.h>

namespace {
// No x, or the mask and the text around it might spell a secret again.
const std::string secretBytes("aabbcd01-_AZ'\"\\/ $&<%+=:\n\t\xc3\xbc");

QList<QByteArray> allForms(const QList<QByteArray> &values)
{
    QList<QByteArray> forms;
    for (const QByteArray &value : values) {
        const SecretForms of = formsOf(value);
        forms += of.texts + of.base64;
    }
    return forms;
}

/// What the redactor has to give, found the slow way: mark every occurrence of every form, then replace each stretch of marks.
QByteArray slowlyRedacted(const QByteArray &text, const QList<QByteArray> &forms)
{
    QList<bool> isHidden(text.size(), false);
    for (const QByteArray &form : forms) {
        for (qsizetype at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
            std::fill_n(isHidden.begin() + at, form.size(), true);
    }
    QByteArray out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isHidden[i])
            out.append(text[i]);
        else if (i == 0 || !isHidden[i - 1])
            out.append("xxxxx");
    }
    return out;
}

rc::Gen<QByteArray> someSecret()
{
    return rc::gen::map(rc::gen::resize(40, rc::gen::container<std::string>(rc::gen::elementOf(secretBytes))),
                        [](const std::string &value) { return QByteArray("s") + QByteArray::fromStdString(value) + "ecret"; });
}

/// Text made of words, of spellings of secrets and of pieces of them.
QByteArray someText(const QList<QByteArray> &forms)
{
    QByteArray text;
    const int pieces = *rc::gen::inRange(0, 12);
    for (int i = 0; i < pieces; ++i) {
        const QByteArray form = forms.value(*rc::gen::inRange(0, int(forms.size())));
        const int kind = *rc::gen::inRange(0, 4);
        if (kind == 0)
            text += form;
        else if (kind == 1)
            text += form.left(*rc::gen::inRange(0, int(form.size()) + 1));
        else if (kind == 2)
            text += form.mid(*rc::gen::inRange(0, int(form.size()) + 1));
        else
            text += QByteArray::fromStdString(*rc::gen::container<std::string>(rc::gen::elementOf(secretBytes + "s")));
    }
    return text;
}

QByteArray fedInPieces(const Redactor &redactor, const QByteArray &text)
{
    Redactor stream = redactor;
    QByteArray out;
    for (qsizetype at = 0; at < text.size();) {
        const int size = *rc::gen::inRange(1, 20);
        out += stream.feed(text.mid(at, size));
        at += size;
    }
    return out + stream.flush();
}
} // namespace

class RedactorPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itGivesWhatTheSlowWayGives()
    {
        QVERIFY(rc::check("random secrets, texts and splits", [] {
            QList<QByteArray> secrets;
            const int count = *rc::gen::inRange(1, 5);
            for (int i = 0; i < count; ++i)
                secrets.append(*someSecret());
            const QList<QByteArray> forms = allForms(secrets);
            const QByteArray text = someText(forms);
            const QByteArray out = fedInPieces(redactorOf(secrets), text);
            for (const QByteArray &form : forms)
                RC_ASSERT(!out.contains(form));
            RC_ASSERT(out == slowlyRedacted(text, forms));
        }));
    }

    void textWithoutSecretsIsUnchanged()
    {
        const Redactor redactor =
            redactorOf({"Secret-Value-1", "p'q\"/ $z", privateKey()}, {QStringLiteral("REDIS_PASSWORD"), QStringLiteral("--tls-key")});
        QVERIFY(rc::check("any bytes come through any splits", [&redactor](const std::string &bytes) {
            const QByteArray text = QByteArray::fromStdString(bytes);
            RC_ASSERT(fedInPieces(redactor, text) == text);
        }));
    }

    void splitsDoNotMatterToKeys()
    {
        const Redactor redactor = redactorOf({"secret-value"}, {QStringLiteral("KEY"), QStringLiteral("--key")});
        QVERIFY(rc::check("keys, quotes and separators in any order", [&redactor] {
            const QList<QByteArray> words{"KEY", "--key",        "=",      ":", " ", "'", "\"", "\\", "\n", "\r\n", ",",
                                          "ab",  "secret-value", "secret", "}"};
            QByteArray text;
            const int count = *rc::gen::inRange(0, 20);
            for (int i = 0; i < count; ++i)
                text += words.at(*rc::gen::inRange(0, int(words.size())));
            const QByteArray once = redacted(redactor, text);
            RC_ASSERT(fedInPieces(redactor, text) == once);
            RC_ASSERT(!once.contains("secret-value"));
        }));
    }
};

QTEST_GUILESS_MAIN(RedactorPropertiesTest)
#include "redactor_properties_test.moc"
