#include "app/secrets/secret_lines.h"

#include "app/secrets/environment_vault.h"

#include <openssl/crypto.h>

#include <QCoreApplication>
#include <QRegularExpression>

namespace {
constexpr qsizetype longestText = qsizetype(1024) * 1024;
const QByteArrayView guarded("\"\\$`");

Error lineError(int line, const QString &reason, const QString &advice)
{
    return Error{ErrorKind::Invalid, QCoreApplication::translate("SecretLines", "Line %1: %2").arg(line).arg(reason), advice};
}

Error notAPair(int line)
{
    return lineError(line, QCoreApplication::translate("SecretLines", "this is no NAME=value."),
                     QCoreApplication::translate("SecretLines", "Write for example redis-password=… with nothing around it."));
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

/// Reads from the front and counts lines.
class Reader
{
public:
    explicit Reader(QByteArrayView text)
        : m_text(text)
    {
    }

    bool isAtEnd() const { return m_at >= m_text.size(); }
    bool isAtLineEnd() const { return isAtEnd() || m_text[m_at] == '\n' || m_text.sliced(m_at).startsWith("\r\n"); }
    char peek() const { return isAtEnd() ? '\0' : m_text[m_at]; }
    int line() const { return m_line; }

    char take()
    {
        m_line += m_text[m_at] == '\n' ? 1 : 0;
        return m_text[m_at++];
    }

    void skipBlanks()
    {
        while (isBlank(peek()))
            ++m_at;
    }

    void skipLine()
    {
        while (!isAtLineEnd())
            ++m_at;
        while (!isAtEnd() && take() != '\n')
            ;
    }

    QByteArrayView takeUntil(char end)
    {
        const qsizetype from = m_at;
        while (!isAtLineEnd() && peek() != end)
            ++m_at;
        return m_text.sliced(from, m_at - from);
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_line = 1;
};

SecretName nameOf(QByteArrayView key)
{
    static const QRegularExpression variable(QStringLiteral("\\A[A-Z][A-Z0-9_]*\\z"));
    static const QRegularExpression secret(QStringLiteral("\\A[a-z][a-z0-9-]{0,99}(@[a-z][a-z0-9-]{0,30})?\\z"));
    QString name = QString::fromLatin1(key.trimmed());
    if (name.startsWith(QLatin1String("export ")))
        name = name.mid(7).trimmed();
    if (variable.match(name).hasMatch())
        name = secretNameOf(name.startsWith(QLatin1String("OVDEPLOY_SECRET_")) ? name.toLatin1() : "OVDEPLOY_SECRET_" + name.toLatin1());
    else if (name.startsWith(QLatin1String("--")))
        name = name.mid(2);
    return secret.match(name).hasMatch() ? name : SecretName();
}

/// A value in quotes into `value`; false if the quote is not closed.
bool takeQuoted(Reader *reader, QByteArray *value)
{
    const char quote = reader->take();
    while (!reader->isAtEnd() && reader->peek() != quote) {
        char c = reader->take();
        if (c == '\\' && quote == '"' && guarded.contains(reader->peek()) && !reader->isAtEnd())
            c = reader->take();
        value->append(c);
    }
    if (reader->isAtEnd())
        return false;
    reader->take();
    return true;
}

/// The value behind a name's `=`.
Result<void> takeValue(Reader *reader, QByteArray *value)
{
    const int line = reader->line();
    if (reader->peek() != '\'' && reader->peek() != '"') {
        while (!reader->isAtLineEnd() && !isBlank(reader->peek()))
            value->append(reader->take());
    } else if (!takeQuoted(reader, value)) {
        return lineError(line, QCoreApplication::translate("SecretLines", "the quote that begins here is not closed."),
                         QCoreApplication::translate("SecretLines", "Close it; inside double quotes write \\\" for a quote."));
    }
    const bool isComment = isBlank(reader->peek());
    reader->skipBlanks();
    if (!reader->isAtLineEnd() && !(isComment && reader->peek() == '#'))
        return lineError(reader->line(), QCoreApplication::translate("SecretLines", "something stands behind the value."),
                         QCoreApplication::translate("SecretLines", "Put a value with blanks or quotes in quotes as a whole."));
    return {};
}
} // namespace

Result<SecretSet> secretsInLines(QByteArrayView text)
{
    if (text.size() > longestText)
        return Error{ErrorKind::Invalid, QCoreApplication::translate("SecretLines", "The text is too long for a list of secrets."),
                     QCoreApplication::translate("SecretLines", "Choose another file; a list has at most one megabyte.")};
    SecretSet secrets;
    Reader reader(text.startsWith("\xef\xbb\xbf") ? text.sliced(3) : text);
    for (; !reader.isAtEnd(); reader.skipLine()) {
        reader.skipBlanks();
        if (reader.isAtLineEnd() || reader.peek() == '#')
            continue;
        const int line = reader.line();
        const SecretName name = nameOf(reader.takeUntil('='));
        if (name.isEmpty() || reader.peek() != '=')
            return notAPair(line);
        reader.take();
        QByteArray value;
        value.reserve(text.size()); // growing would leave pieces behind
        const Result<void> taken = takeValue(&reader, &value);
        const Secret secret = Secret::takenFrom(value);
        if (!taken)
            return taken.error();
        if (secrets.contains(name))
            return lineError(line, QCoreApplication::translate("SecretLines", "%1 stands here a second time.").arg(name),
                             QCoreApplication::translate("SecretLines", "Leave one of the two."));
        if (!secret.isEmpty())
            secrets.insert(name, secret);
    }
    return secrets;
}

Secret linesOf(const SecretSet &secrets)
{
    qsizetype size = 0;
    for (const SecretName &name : secrets.names())
        size += name.size() * 3 + secrets.value(name).bytes().size() * 2 + 4;
    QByteArray lines;
    lines.reserve(size); // growing would leave pieces of values behind
    for (const SecretName &name : secrets.names()) {
        lines.append(name.toUtf8()).append("=\"");
        const Secret value = secrets.value(name);
        for (const char c : value.bytes()) {
            if (guarded.contains(c))
                lines.append('\\');
            lines.append(c);
        }
        lines.append("\"\n");
    }
    return Secret::takenFrom(lines);
}
