// Text with secrets still sealed in it: names until `opened`, so that a plan can be shown, saved and compared.
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"

#include <QList>
#include <QString>
#include <QStringList>

/// Pieces of text and names of secrets, in order. Equal pieces, equal text.
class SealedText
{
public:
    SealedText() = default;
    SealedText(const QString &text);
    SealedText(const char *text);

    SealedText &operator+=(const SealedText &more);
    friend SealedText operator+(SealedText a, const SealedText &b) { return a += b; }
    /// A secret as one shell word: `'xxxxx'` when masked, quoted when opened, "$NAME" in a job.
    static SealedText shellWord(const SecretName &name);
    /// A secret's bare bytes: xxxxx when masked.
    static SealedText bare(const SecretName &name);

    QStringList secretNames() const; ///< each once, in order of appearance
    bool isEmpty() const { return m_pieces.isEmpty(); }
    /// For screens, journals, bundles: each secret as xxxxx (contracts 2).
    QString masked() const;
    /// For a job on a node: each shell word as "$NAME" (the job reads the values from its own tmpfs file, contracts 7).
    QString asShell() const;
    /// With the values in place. Called in run/execute.cpp only. A missing or empty secret is an error that names it.
    Result<Secret> opened(const SecretSet &secrets) const;
    /// For the owner's own eyes (`commands --reveal`): missing secrets stay xxxxx. Called in cli only. The text is the caller's to drop
    /// soon.
    QString revealed(const SecretSet &secrets) const;

    bool operator==(const SealedText &other) const = default;

private:
    /// In one buffer that never grows, so that it can be overwritten; values that are missing or empty as xxxxx.
    QByteArray filledWith(const SecretSet &secrets) const;

    struct Piece
    {
        enum class Kind { Text, ShellWord, Bare };
        Kind kind = Kind::Text;
        QString text; ///< the text, or the secret's name
        bool operator==(const Piece &other) const = default;
    };
    QList<Piece> m_pieces;
};
