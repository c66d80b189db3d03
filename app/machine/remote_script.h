// How a script is wrapped for a node: privilege, framing, the script on stdin (contracts 5 and 6).
#pragma once

#include "app/machine/machine.h"

#include <QByteArray>
#include <QString>

#include <optional>

/// The SSH exec string that waits for `nonce` on stdin and then reads a script. It prints the nonce on both streams first: what comes
/// before is a banner, a message of the day or sudo's lecture, and is not output.
QByteArray wrappedExec(Privilege privilege, bool asRoot, const QByteArray &nonce);

/// What an exec string made by `wrappedExec` asks for, or nothing if it is another one. For simulated nodes, so that both ends stay in one file.
struct WrappedExec
{
    Privilege privilege = Privilege::Root;
    bool asRoot = false;
    QByteArray nonce;
};
std::optional<WrappedExec> readWrappedExec(const QByteArray &exec);

/// What is written to the wrapper's stdin once it has shown the nonce: the nonce line, then `#: verb`, LC_ALL=C and the text.
QByteArray scriptInput(const QByteArray &nonce, const QString &verb, QByteArrayView text);

/// Cuts the frame out of one stream: drops everything up to and including the nonce line.
class FrameReader
{
public:
    explicit FrameReader(const QByteArray &nonce);
    /// Bytes of the frame among these.
    QByteArray feed(QByteArrayView bytes);
    bool isOpen() const { return m_isOpen; }
    /// What came before the frame, bounded, for error messages (`Sorry, try again.`).
    const QByteArray &preface() const { return m_preface; }

private:
    QByteArray m_nonce, m_preface;
    bool m_isOpen = false;
};
