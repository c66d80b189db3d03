#include "app/demo/demo_files.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace {
/// The word behind `<<` on a line, quotes taken off; empty if there is none.
QByteArray endWord(const QByteArray &line)
{
    const qsizetype at = line.indexOf("<<");
    if (at < 0)
        return {};
    QByteArray word;
    for (const char c : line.mid(at + 2)) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
        if (isLetter)
            word += c;
        else if (!word.isEmpty() || (c != '\'' && c != '"' && c != '\\' && c != ' '))
            break;
    }
    return word;
}
} // namespace

std::optional<QByteArray> filePutBy(const QByteArray &script, const QByteArray &sha256)
{
    for (qsizetype at = 0; at < script.size();) {
        const qsizetype lineEnd = script.indexOf('\n', at);
        if (lineEnd < 0)
            break;
        const QByteArray word = endWord(script.mid(at, lineEnd - at));
        at = lineEnd + 1;
        if (word.isEmpty())
            continue;
        const QByteArray mark = '\n' + word + '\n';
        const qsizetype end = script.indexOf(mark, lineEnd);
        if (end < 0)
            continue;
        const QByteArray content = QByteArray::fromBase64(script.mid(at, std::max<qsizetype>(end - at, 0)));
        if (QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex() == sha256.toLower())
            return content;
        at = end + mark.size();
    }
    return std::nullopt;
}

QByteArray recordOf(const Topology &topology)
{
    QJsonArray masters;
    for (const QString &address : topology.privateIpsOf(Role::Master))
        masters.append(address);
    const QJsonObject record{{QStringLiteral("cluster"), topology.id}, {QStringLiteral("release"), topology.release}, {QStringLiteral("masters"), masters}};
    return QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
}
