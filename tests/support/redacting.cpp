#include "tests/support/redacting.h"

Redactor redactorOf(const QList<QByteArray> &values, const QStringList &keys)
{
    QList<Secret> secrets;
    for (const QByteArray &value : values)
        secrets.append(Secret(value));
    return Redactor(secrets, keys);
}

QByteArray redacted(const Redactor &redactor, const QByteArray &text)
{
    Redactor stream = redactor;
    const QByteArray first = stream.feed(text);
    return first + stream.flush();
}

QByteArray redactedInPieces(const Redactor &redactor, const QByteArray &text, qsizetype piece)
{
    Redactor stream = redactor;
    QByteArray out;
    for (qsizetype at = 0; at < text.size(); at += piece)
        out += stream.feed(text.mid(at, piece));
    return out + stream.flush();
}

QByteArray wrapped(const QByteArray &digits, int width, const char *lineEnd)
{
    QByteArray lines;
    for (qsizetype i = 0; i < digits.size(); i += width)
        lines += digits.mid(i, width) + lineEnd;
    return lines;
}

QByteArray privateKey()
{
    QByteArray bytes;
    for (int i = 0; i < 1200; ++i)
        bytes.append(char((i * i * 31 + i * 7) >> 3));
    return "-----BEGIN PRIVATE KEY-----\n" + wrapped(bytes.toBase64(), 64, "\n") + "-----END PRIVATE KEY-----\n";
}
