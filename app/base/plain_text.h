// Text from machines is data: plain, without escapes, bounded.
#pragma once

#include <QByteArray>
#include <QString>

/// UTF-8 as far as it is valid, without terminal escapes, control characters and bidirectional overrides; line feeds and tabs stay.
/// Longer than maxLength characters is cut and ends in an ellipsis.
QString plainText(const QByteArray &bytes, qsizetype maxLength = 65536);

/// The same as one line: line feeds become blanks, the ends are trimmed.
QString plainLine(const QByteArray &bytes, qsizetype maxLength = 4096);
