#include "app/secrets/sealed_text.h"

#include "app/base/shell_quote.h"

#include <QCoreApplication>

namespace {
const QLatin1String maskText("xxxxx");
} // namespace

SealedText::SealedText(const QString &text)
{
    if (!text.isEmpty())
        m_pieces.append({Piece::Kind::Text, text});
}

SealedText::SealedText(const char *text) : SealedText(QString::fromUtf8(text)) {}

SealedText &SealedText::operator+=(const SealedText &more)
{
    for (const Piece &piece : more.m_pieces) {
        // Neighbouring texts are one piece, so that equal texts are equal values however they were put together.
        if (piece.kind == Piece::Kind::Text && !m_pieces.isEmpty() && m_pieces.last().kind == Piece::Kind::Text)
            m_pieces.last().text += piece.text;
        else
            m_pieces.append(piece);
    }
    return *this;
}

SealedText SealedText::shellWord(const SecretName &name)
{
    SealedText sealed;
    sealed.m_pieces.append({Piece::Kind::ShellWord, name});
    return sealed;
}

SealedText SealedText::bare(const SecretName &name)
{
    SealedText sealed;
    sealed.m_pieces.append({Piece::Kind::Bare, name});
    return sealed;
}

QStringList SealedText::secretNames() const
{
    QStringList names;
    for (const Piece &piece : m_pieces) {
        if (piece.kind != Piece::Kind::Text && !names.contains(piece.text))
            names.append(piece.text);
    }
    return names;
}

QString SealedText::masked() const
{
    QString text;
    for (const Piece &piece : m_pieces) {
        if (piece.kind == Piece::Kind::Text)
            text += piece.text;
        else
            text += piece.kind == Piece::Kind::ShellWord ? QLatin1Char('\'') + maskText + QLatin1Char('\'') : QString(maskText);
    }
    return text;
}

QString SealedText::asShell() const
{
    QString text;
    for (const Piece &piece : m_pieces) {
        if (piece.kind == Piece::Kind::Text)
            text += piece.text;
        else
            text += piece.kind == Piece::Kind::ShellWord ? QStringLiteral("\"$%1\"").arg(shellVariable(piece.text))
                                                         : QStringLiteral("${%1}").arg(shellVariable(piece.text));
    }
    return text;
}

Result<Secret> SealedText::opened(const SecretSet &secrets) const
{
    for (const QString &name : secretNames()) {
        if (!secrets.contains(name))
            return Error{ErrorKind::Failed, QCoreApplication::translate("SealedText", "The secret %1 has no value.").arg(name),
                         QCoreApplication::translate("SealedText", "Set it or let it be generated, then try again.")};
    }
    QByteArray text = revealed(secrets).toUtf8();
    return Secret::takenFrom(text);
}

QString SealedText::revealed(const SecretSet &secrets) const
{
    QString text;
    for (const Piece &piece : m_pieces) {
        if (piece.kind == Piece::Kind::Text) {
            text += piece.text;
            continue;
        }
        const QString value = secrets.contains(piece.text) ? QString::fromUtf8(secrets.value(piece.text).bytes()) : QString(maskText);
        text += piece.kind == Piece::Kind::ShellWord ? shellQuoted(value) : value;
    }
    return text;
}
