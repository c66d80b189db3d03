#include "app/base/plain_text.h"

namespace {
bool isBidiControl(char32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

/// The place behind a terminal escape that starts at `at` (on ESC): CSI and OSC sequences whole, others two characters.
qsizetype escapeEnd(const QString &text, qsizetype at)
{
    if (++at >= text.size())
        return at;
    const char16_t kind = text[at++].unicode();
    if (kind == u'[') {
        while (at < text.size() && (text[at] < u'@' || text[at] > u'~'))
            ++at;
        return at + 1;
    }
    if (kind == u']' || kind == u'P' || kind == u'_' || kind == u'^') {
        while (at < text.size() && text[at] != u'\a' && text[at] != u'\x1b')
            ++at;
        return at < text.size() && text[at] == u'\x1b' ? at + 2 : at + 1;
    }
    return at;
}
} // namespace

QString plainText(const QByteArray &bytes, qsizetype maxLength)
{
    const QString text = QString::fromUtf8(bytes.left(maxLength * 4 + 4));
    QString plain;
    plain.reserve(std::min(text.size(), maxLength));
    for (qsizetype at = 0; at < text.size();) {
        if (plain.size() >= maxLength)
            return plain.left(maxLength) + QChar(0x2026);
        const QChar c = text[at];
        if (c == u'\x1b') {
            at = escapeEnd(text, at);
            continue;
        }
        ++at;
        if (c == u'\n' || c == u'\t' || (c.category() != QChar::Other_Control && !isBidiControl(c.unicode())))
            plain.append(c);
    }
    return plain;
}

QString plainLine(const QByteArray &bytes, qsizetype maxLength)
{
    return plainText(bytes, maxLength).replace(u'\n', u' ').replace(u'\t', u' ').trimmed();
}
