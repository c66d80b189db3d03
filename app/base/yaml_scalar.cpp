#include "app/base/yaml_scalar.h"

#include <QRegularExpression>

#include <algorithm>

bool readsAsNothing(const QString &text)
{
    return text.isEmpty() || text == QLatin1String("~") || text.compare(QLatin1String("null"), Qt::CaseInsensitive) == 0;
}

bool readsAsTyped(const QString &text)
{
    // YAML 1.1 and 1.2 taken together: what one of them reads as more than a text.
    static const QRegularExpression typed(
        QStringLiteral("^(?:[yYnN]|[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF|=|<<"
                       "|[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
                       "|\\.[0-9_]+(?:[eE][-+]?[0-9]+)?|\\.(?:inf|Inf|INF))|\\.(?:nan|NaN|NAN)"
                       "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]| +)[0-9][0-9:.+ -]*[0-9Zz])?)$"));
    return readsAsNothing(text) || typed.match(text).hasMatch();
}

namespace {
bool needsEscape(QChar c)
{
    const char16_t u = c.unicode();
    return u < 0x20 || (u >= 0x7F && u < 0xA0) || u == 0x2028 || u == 0x2029 || u == 0xFEFF || u == 0xFFFE || u == 0xFFFF ||
           (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
}

bool isPlainFirst(const QString &text)
{
    const QChar first = text[0];
    if (first == u'-')
        return text.size() > 1 && text[1].isLetterOrNumber();
    return first.isLetterOrNumber() || QStringLiteral("_./~+$(=<\\;^").contains(first) || first.unicode() >= 0xA0;
}

/// Good unquoted anywhere, also inside brackets. Stricter than YAML where its rules are hard to remember.
bool canBePlain(const QString &text)
{
    if (text.isEmpty() || !isPlainFirst(text) || text.startsWith(QLatin1String("...")) || text.endsWith(u':') || text.endsWith(u' '))
        return false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text[at];
        if (needsEscape(c) || QStringLiteral(",[]{}?\"").contains(c) || (c == u'#' && text[at - 1] == u' '))
            return false;
        if (c == u':' && (text[at + 1] == u' ' || text[at + 1] == u'\t'))
            return false;
    }
    return true;
}

void appendEscaped(QString *out, QChar c)
{
    switch (c.unicode()) {
    case u'\n':
        *out += QLatin1String("\\n");
        break;
    case u'\t':
        *out += QLatin1String("\\t");
        break;
    case u'\r':
        *out += QLatin1String("\\r");
        break;
    case u'"':
        *out += QLatin1String("\\\"");
        break;
    case u'\\':
        *out += QLatin1String("\\\\");
        break;
    default:
        if (needsEscape(c))
            *out += QStringLiteral("\\u%1").arg(int(c.unicode()), 4, 16, QLatin1Char('0'));
        else
            *out += c;
    }
}

QByteArray inDoubleQuotes(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text)
        appendEscaped(&out, c);
    return (out + u'"').toUtf8();
}

QByteArray inSingleQuotes(const QString &text)
{
    QString inside = text;
    inside.replace(u'\'', QLatin1String("''"));
    return (u'\'' + inside + u'\'').toUtf8();
}
} // namespace

QByteArray scalarText(const YamlNode &scalar, YamlQuotes quotes)
{
    if (scalar.isNull())
        return scalar.text.isEmpty() ? QByteArray("null") : scalar.text.toUtf8();
    const bool isTyped = readsAsTyped(scalar.text);
    const bool mustBePlain = scalar.isPlain && isTyped;
    if (mustBePlain || (quotes == YamlQuotes::WhereNeeded && !isTyped && canBePlain(scalar.text)))
        return scalar.text.toUtf8();
    const bool isEasy = std::none_of(scalar.text.cbegin(), scalar.text.cend(), needsEscape);
    const bool hasDoubleTrouble = scalar.text.contains(u'"') || scalar.text.contains(u'\\');
    if (isEasy && (quotes == YamlQuotes::Single || (quotes == YamlQuotes::WhereNeeded && hasDoubleTrouble)))
        return inSingleQuotes(scalar.text);
    return inDoubleQuotes(scalar.text);
}

QByteArray keyText(const QString &key)
{
    YamlNode word;
    word.text = key;
    word.isPlain = false;
    return scalarText(word);
}
