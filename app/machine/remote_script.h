// How a script is wrapped for a node: privilege, framing, the script on stdin (contracts 5 and 6).
#pragma once

#include "app/machine/machine.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// 32 random hexadecimal digits. A new one for each command, so that no earlier output can pass for a frame.
QByteArray newNonce();

/// The SSH exec string that waits for `nonce` on stdin and then reads a script. It prints the nonce line on both streams first: what
/// comes before is a banner, a message of the day or sudo's lecture, and is not output. The script becomes leader of a session and
/// process group of its own, whose number stands behind the nonce on stdout.
QByteArray wrappedExec(Privilege privilege, bool asRoot, const QByteArray &nonce);

/// What sudo prints on stderr when it wants the password line. Printed a second time it means: the first one was wrong.
QByteArray passwordPrompt(const QByteArray &nonce);

/// What an exec string made by `wrappedExec` asks for, or nothing if it is another one. For simulated nodes, so that both ends stay in
/// one file. Without sudo or doas (a login as root, or nothing that needs it) it is `Root` and not `asRoot`.
struct WrappedExec
{
    Privilege privilege = Privilege::Root;
    bool asRoot = false;
    QByteArray nonce;
};
std::optional<WrappedExec> readWrappedExec(const QByteArray &exec);

/// The line that opens a frame: the nonce, on stdout with the number of the script's process group (0: it has none of its own).
QByteArray frameLine(const QByteArray &nonce, std::optional<qint64> group);

/// What is written to the wrapper's stdin once it has shown the nonce: the nonce line, then `#: verb`, LC_ALL=C and the text in braces:
/// a text of which a part is missing is a syntax error and does nothing, and its commands cannot read the text itself as their stdin.
QByteArray scriptInput(const QByteArray &nonce, const QString &verb, QByteArrayView text);

/// Cuts the frame out of one stream: drops everything up to and including the nonce line.
class FrameReader
{
public:
    explicit FrameReader(const QByteArray &nonce);
    /// Bytes of the frame among these.
    QByteArray feed(QByteArrayView bytes);
    bool isOpen() const { return m_isOpen; }
    /// The process group named in the nonce line; 0 if none was.
    qint64 group() const { return m_group; }
    /// What came before the frame, its last 16 KB, for error messages (`Sorry, try again.`).
    const QByteArray &preface() const { return m_preface; }

private:
    QByteArray m_nonce, m_preface;
    qint64 m_group = 0;
    bool m_isOpen = false;
};
