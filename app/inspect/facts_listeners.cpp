#include "app/base/plain_text.h"
#include "app/inspect/facts_blocks.h"

#include <array>

namespace {
/// `users:(("caddy",pid=812,fd=7),("caddy",…))` as `caddy (812)`.
QString ownerOf(const QByteArray &line)
{
    const qsizetype start = line.indexOf("((\"");
    if (start < 0)
        return {};
    const qsizetype nameEnd = line.indexOf('"', start + 3);
    const qsizetype pid = line.indexOf("pid=", start);
    if (nameEnd < 0)
        return {};
    const QString name = plainLine(line.mid(start + 3, nameEnd - start - 3), 64);
    qsizetype pidEnd = pid + 4;
    while (pid >= 0 && pidEnd < line.size() && line[pidEnd] >= '0' && line[pidEnd] <= '9')
        ++pidEnd;
    const QByteArray number = pid < 0 ? QByteArray() : line.mid(pid + 4, std::min<qsizetype>(pidEnd - pid - 4, 10));
    return number.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, QString::fromLatin1(number));
}

/// `10.5.0.1:80`, `[::ffff:10.5.0.1]:80`, `127.0.0.53%lo:53`, `*:80`.
bool readEnd(const QByteArray &text, Listener &listener)
{
    const qsizetype colon = text.lastIndexOf(':');
    bool isNumber = false;
    const int port = colon < 0 ? -1 : text.mid(colon + 1).toInt(&isNumber);
    if (!isNumber || port < 1 || port > 65535)
        return false;
    QByteArray address = text.left(colon);
    if (address.startsWith('[') && address.endsWith(']'))
        address = address.mid(1, address.size() - 2);
    const qsizetype zone = address.indexOf('%');
    if (zone >= 0)
        address.truncate(zone);
    if (address.startsWith("::ffff:") && address.contains('.'))
        address.remove(0, 7);
    listener.port = port;
    listener.address = address == "*" ? QStringLiteral("::") : plainLine(address, 64); // `*` is what ss shows for both families
    return !listener.address.isEmpty();
}

/// Eight hexadecimal digits of /proc/net: one 32-bit word as this machine stores it, the addresses' bytes backwards.
bool readWord(const QByteArray &hex, std::array<quint8, 4> &bytes)
{
    bool isNumber = false;
    const quint32 word = hex.toUInt(&isNumber, 16);
    for (int at = 0; at < 4; ++at)
        bytes[size_t(at)] = quint8(word >> (8 * at));
    return isNumber;
}

QString kernelAddress(const QByteArray &hex)
{
    std::array<quint8, 4> bytes = {};
    if (hex.size() == 8 && readWord(hex, bytes))
        return QStringLiteral("%1.%2.%3.%4").arg(bytes[0]).arg(bytes[1]).arg(bytes[2]).arg(bytes[3]);
    if (hex.size() != 32)
        return {};
    if (hex == QByteArray(32, '0'))
        return QStringLiteral("::");
    if (hex.startsWith("0000000000000000FFFF0000"))
        return kernelAddress(hex.mid(24));
    QStringList groups;
    for (qsizetype at = 0; at < hex.size(); at += 8) {
        if (!readWord(hex.mid(at, 8), bytes))
            return {};
        groups.append(QString::number(bytes[0] * 256 + bytes[1], 16));
        groups.append(QString::number(bytes[2] * 256 + bytes[3], 16));
    }
    const QString text = groups.join(u':');
    return text == QLatin1String("0:0:0:0:0:0:0:1") ? QStringLiteral("::1") : text;
}

bool readKernelLine(const QList<QByteArray> &words, Listener &listener)
{
    const qsizetype colon = words.value(1).indexOf(':');
    bool isNumber = false;
    listener.port = words.value(1).mid(colon + 1).toInt(&isNumber, 16);
    listener.address = kernelAddress(words.value(1).left(colon));
    listener.protocol = words[0].startsWith("proc-udp") ? QStringLiteral("udp") : QStringLiteral("tcp");
    return colon > 0 && isNumber && listener.port >= 1 && listener.port <= 65535 && !listener.address.isEmpty();
}
} // namespace

QList<Listener> readListeners(const QByteArray &block)
{
    QList<Listener> listeners;
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> words = wordsOf(line);
        Listener listener;
        bool isRead = false;
        if (!words.isEmpty() && words[0].startsWith("proc-")) {
            isRead = readKernelLine(words, listener);
        } else if (words.size() >= 5 && (words[0] == "tcp" || words[0] == "udp")) {
            listener.protocol = QString::fromLatin1(words[0]);
            listener.process = ownerOf(line);
            isRead = readEnd(words[4], listener);
        }
        if (isRead)
            listeners.append(listener);
    }
    return listeners;
}
