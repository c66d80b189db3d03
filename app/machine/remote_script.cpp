#include "app/machine/remote_script.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace {
constexpr qsizetype longestPreface = 16LL * 1024;
constexpr qsizetype nonceLength = 32;

/// Runs on the node until the nonce comes back. No `!`, line feed or single quote: the login shell may be csh or fish.
/// A process that leads its group already keeps it; `setsid` would fork then, and its status would be lost.
constexpr QByteArrayView waitForNonce = "n=NONCE; read -r g g g g g x </proc/$$/stat; s=; if [ \"$g\" = $$ ]; then :; "
                                        "elif command -v setsid >/dev/null; then s=setsid; g=$$; else g=0; fi; "
                                        "printf \"%s %s\\n\" $n $g; printf \"%s\\n\" $n >&2; "
                                        "while IFS= read -r l; do [ \"$l\" = $n ] && exec $s sh -s; done; exit 1";

QByteArray privilegePrefix(Privilege privilege, bool asRoot, const QByteArray &nonce)
{
    if (!asRoot || privilege == Privilege::Root)
        return {};
    if (privilege == Privilege::Doas)
        return "doas -n ";
    return "sudo -S -p '" + passwordPrompt(nonce) + "' ";
}

bool isNonce(const QByteArray &text)
{
    return text.size() == nonceLength &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}
} // namespace

QByteArray newNonce()
{
    std::array<quint32, nonceLength / 8> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    QByteArray nonce;
    for (const quint32 word : words)
        nonce += QByteArray::number(word, 16).rightJustified(8, '0');
    return nonce;
}

QByteArray passwordPrompt(const QByteArray &nonce)
{
    return nonce + ":password:";
}

QByteArray wrappedExec(Privilege privilege, bool asRoot, const QByteArray &nonce)
{
    return "env LC_ALL=C " + privilegePrefix(privilege, asRoot, nonce) + "sh -c '" + waitForNonce.toByteArray().replace("NONCE", nonce) +
           '\'';
}

std::optional<WrappedExec> readWrappedExec(const QByteArray &exec)
{
    const qsizetype at = exec.indexOf("'n=");
    const QByteArray nonce = at < 0 ? QByteArray() : exec.mid(at + 3, nonceLength);
    if (!isNonce(nonce))
        return std::nullopt;
    for (const Privilege privilege : {Privilege::Root, Privilege::Sudo, Privilege::Doas})
        if (const bool asRoot = privilege != Privilege::Root; exec == wrappedExec(privilege, asRoot, nonce))
            return WrappedExec{privilege, asRoot, nonce};
    return std::nullopt;
}

QByteArray frameLine(const QByteArray &nonce, std::optional<qint64> group)
{
    return group ? nonce + ' ' + QByteArray::number(*group) + '\n' : nonce + '\n';
}

QByteArray scriptInput(const QByteArray &nonce, const QString &verb, QByteArrayView text)
{
    QByteArray oneLine = verb.toUtf8();
    oneLine.replace('\n', ' ').replace('\r', ' ');
    QByteArray input = nonce + "\n#: " + oneLine + "\nLC_ALL=C; export LC_ALL\n{\n:\n";
    input.reserve(input.size() + text.size() + 32);
    input.append(text);
    return input += "\n} </dev/null\n";
}

FrameReader::FrameReader(const QByteArray &nonce)
    : m_nonce(nonce)
{
}

QByteArray FrameReader::feed(QByteArrayView bytes)
{
    if (m_isOpen)
        return bytes.toByteArray();
    m_preface.append(bytes);
    // A banner may lack its line feed, and sudo's prompt does: the nonce need not begin a line, but it must end one.
    for (qsizetype at = m_preface.indexOf(m_nonce); at >= 0; at = m_preface.indexOf(m_nonce, at + 1)) {
        const qsizetype behind = at + m_nonce.size();
        const qsizetype lineEnd = m_preface.indexOf('\n', behind);
        if (lineEnd < 0)
            break;
        const QByteArray group = m_preface.mid(behind, lineEnd - behind);
        bool isNumber = false;
        const qint64 number = group.startsWith(' ') ? group.mid(1).toLongLong(&isNumber) : 0;
        if (!group.isEmpty() && !isNumber)
            continue;
        m_isOpen = true;
        m_group = number;
        QByteArray frame = m_preface.mid(lineEnd + 1);
        m_preface = m_preface.left(at).right(longestPreface);
        return frame;
    }
    if (m_preface.size() > 4 * longestPreface)
        m_preface = m_preface.right(longestPreface);
    return {};
}
