#include "app/cli/ask.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace {
constexpr qsizetype longestLine = 65536;

/// Reads bytes up to a line feed or the end; nothing of it stays in a stdio buffer.
Result<Secret> lineOf(int descriptor)
{
    QByteArray line;
    line.reserve(longestLine);
    char c = 0;
    for (;;) {
        const ssize_t got = read(descriptor, &c, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return Error{ErrorKind::Invalid, QStringLiteral("File descriptor %1 cannot be read: %2.").arg(descriptor).arg(QString::fromLocal8Bit(strerror(errno))),
                         QStringLiteral("Open it for reading before the program starts, for example `3<file`.")};
        if (got == 0 || c == '\n' || line.size() >= longestLine)
            return Secret::takenFrom(line);
        line.append(c);
    }
}

/// Switches the terminal's echo off as long as it lives.
class Silence
{
public:
    Silence()
    {
        if (tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios without = m_before;
        without.c_lflag &= ~tcflag_t(ECHO);
        m_isOn = tcsetattr(STDIN_FILENO, TCSAFLUSH, &without) == 0;
    }
    ~Silence()
    {
        if (m_isOn)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Silence(const Silence &) = delete;
    Silence &operator=(const Silence &) = delete;

private:
    termios m_before{};
    bool m_isOn = false;
};
} // namespace

Result<bool> askYes(const Console &console, const QString &question, const QString &option)
{
    if (!console.canAsk())
        return Error{ErrorKind::Invalid, QStringLiteral("There is no terminal to ask: %1").arg(question), QStringLiteral("Answer with %1.").arg(option)};
    std::fputs((question + QStringLiteral(" [yes/no] ")).toUtf8().constData(), stderr);
    const Result<Secret> answer = lineOf(STDIN_FILENO);
    if (!answer)
        return answer.error();
    const QString word = QString::fromUtf8(answer->bytes()).trimmed().toLower();
    return word == QLatin1String("yes") || word == QLatin1String("y");
}

Result<Secret> askSecret(const Console &console, const QString &prompt)
{
    if (!console.canAsk())
        return Error{ErrorKind::Invalid, QStringLiteral("There is no terminal to ask: %1").arg(prompt),
                     QStringLiteral("Give a vault's passphrase with --vault-passphrase-fd, a value on standard input.")};
    std::fputs((prompt + u' ').toUtf8().constData(), stderr);
    const Silence silence;
    Result<Secret> secret = lineOf(STDIN_FILENO);
    std::fputs("\n", stderr);
    return secret;
}

Result<Secret> secretFromDescriptor(const QString &number)
{
    bool isNumber = false;
    const int descriptor = number.toInt(&isNumber);
    if (!isNumber || descriptor < 0 || fcntl(descriptor, F_GETFD) < 0)
        return Error{ErrorKind::Invalid, QStringLiteral("File descriptor %1 is not open.").arg(number),
                     QStringLiteral("Open it before the program starts, for example `3<file`.")};
    return lineOf(descriptor);
}
