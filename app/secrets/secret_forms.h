// How a secret may look in what a machine prints: as it is, or written for a shell, a URL, JSON or base64.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

/// Spellings of one secret, each once.
struct SecretForms
{
    QList<QByteArray> texts;  ///< raw, shell, URL and JSON spellings; long lines of a secret of several lines
    QList<QByteArray> base64; ///< standard and URL-safe: with padding, and the part that does not depend on what stands around it
};

/// White space at the ends is left off, because it is lost so easily. Both lists are empty for a secret shorter than 6 characters.
SecretForms formsOf(QByteArrayView secret);

/// Overwrites what `formsOf` gave.
void wipe(SecretForms *forms);
