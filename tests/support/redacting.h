// Short ways to redactors and their results.
#pragma once

#include "app/secrets/redactor.h"

Redactor redactorOf(const QList<QByteArray> &values, const QStringList &keys = {});

/// The whole text fed at once to a copy of the redactor, and flushed.
QByteArray redacted(const Redactor &redactor, const QByteArray &text);
/// The same in pieces of that many bytes.
QByteArray redactedInPieces(const Redactor &redactor, const QByteArray &text, qsizetype piece);

/// Lines of `width` characters.
QByteArray wrapped(const QByteArray &digits, int width, const char *lineEnd);
/// Looks like a private key in PEM form, and opens nothing.
QByteArray privateKey();
