#include "app/base/shell_quote.h"

QString shellQuoted(const QString &word)
{
    QString inside = word;
    inside.remove(QChar(u'\0'));
    inside.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    return QLatin1Char('\'') + inside + QLatin1Char('\'');
}

void appendShellQuoted(QByteArray *text, QByteArrayView word)
{
    text->append('\'');
    for (const char c : word) {
        if (c == '\'')
            text->append("'\\''", 4);
        else if (c != '\0')
            text->append(c);
    }
    text->append('\'');
}

namespace {
/// Reads a quoted part that starts at `at` (behind the quote) and returns the place behind its end.
qsizetype quotedEnd(const QString &line, qsizetype at, QChar quote, QString *word)
{
    while (at < line.size() && line[at] != quote) {
        if (quote == u'"' && line[at] == u'\\' && at + 1 < line.size() && QStringLiteral("\\\"$`\n").contains(line[at + 1])) {
            if (line[++at] == u'\n') {
                ++at;
                continue;
            }
        }
        word->append(line[at++]);
    }
    return at + 1;
}
} // namespace

QStringList shellWords(const QString &line)
{
    QStringList words;
    QString word;
    bool isWord = false;
    for (qsizetype at = 0; at < line.size();) {
        const QChar c = line[at++];
        if (c == u'\'' || c == u'"') {
            isWord = true;
            at = quotedEnd(line, at, c, &word);
        } else if (c == u'\\' && at < line.size()) {
            if (line[at] != u'\n') {
                word.append(line[at]);
                isWord = true;
            }
            ++at;
        } else if (c.isSpace()) {
            if (isWord)
                words.append(word);
            word.clear();
            isWord = false;
        } else {
            word.append(c);
            isWord = true;
        }
    }
    if (isWord)
        words.append(word);
    return words;
}
