// Words for `sh`. Every value that reaches shell text goes through here.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

/// One word for `sh`, always in single quotes: a'b becomes 'a'\''b'. NUL bytes, which no shell word can hold, are dropped.
QString shellQuoted(const QString &word);

/// The same for bytes, written at the end of `text`: at most four bytes for each of the word's, and two. A secret's copy stays in one buffer.
void appendShellQuoted(QByteArray *text, QByteArrayView word);

/// The words of one simple command line as `sh` would split it: quotes, backslashes, continued lines; nothing is expanded.
QStringList shellWords(const QString &line);
