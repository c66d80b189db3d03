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

SealedText::SealedText(const char *text)
    : SealedText(QString::fromUtf8(text))
{
}

SealedText &SealedText::operator+=(const SealedText &more)
{
    const QList<Piece> pieces = more.m_pieces; // `more` may be this text
    for (const Piece &piece : pieces) {
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
        if (secrets.value(name).isEmpty())
            return Error{ErrorKind::Failed, QCoreApplication::translate("SealedText", "The secret %1 has no value.").arg(name),
                         QCoreApplication::translate("SealedText", "Set it or let it be generated, then try again.")};
    }
    QByteArray text = filledWith(secrets);
    return Secret::takenFrom(text);
}

QString SealedText::revealed(const SecretSet &secrets) const
{
    QByteArray bytes = filledWith(secrets);
    QString text = QString::fromUtf8(bytes);
    Secret::takenFrom(bytes); // overwrites it
    return text;
}

QByteArray SealedText::filledWith(const SecretSet &secrets) const
{
    qsizetype size = 0;
    for (const Piece &piece : m_pieces)
        size += 3 * piece.text.size() + 4 * secrets.value(piece.text).bytes().size() + 8;
    QByteArray text;
    text.reserve(size); // growing would leave pieces of values behind
    for (const Piece &piece : m_pieces) {
        const Secret value = piece.kind == Piece::Kind::Text ? Secret() : secrets.value(piece.text);
        const QByteArrayView bytes = value.isEmpty() ? QByteArrayView(maskText.data(), maskText.size()) : value.bytes();
        if (piece.kind == Piece::Kind::Text)
            text += piece.text.toUtf8();
        else if (piece.kind == Piece::Kind::ShellWord)
            appendShellQuoted(&text, bytes);
        else
            text += bytes;
    }
    return text;
}
