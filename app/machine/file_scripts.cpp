#include "app/machine/file_scripts.h"

#include "app/base/shell_quote.h"

#include <QCryptographicHash>

namespace {
/// Lines of 76: a tool on the node may have a limit.
QByteArray base64Lines(QByteArrayView content)
{
    constexpr qsizetype bytesPerLine = 57;
    QByteArray lines;
    lines.reserve(content.size() / bytesPerLine * 77 + 80);
    for (qsizetype at = 0; at < content.size(); at += bytesPerLine)
        lines += content.sliced(at, std::min(bytesPerLine, content.size() - at)).toByteArray().toBase64() + '\n';
    return lines;
}

constexpr char writePart[] = R"(fail() { printf '%s\n' "$1" >&2; exit 1; }
umask 077
part=$path.part.$$
trap 'rm -f -- "$part"' EXIT
{ true >"$part"; } 2>/dev/null || fail "Writing $path failed: its folder does not exist or cannot be written."
base64 -d >"$part" 2>/dev/null <<'END-OF-FILE' || fail "Writing $path failed: the disk is full."
)";

constexpr char placePart[] = R"(END-OF-FILE
found=$(sha256sum <"$part") || fail "Reading $part back failed."
[ "${found%% *}" = "$digest" ] || fail "$path arrived damaged."
owner=$(stat -c %u:%g -- "$path" 2>/dev/null) && chown -- "$owner" "$part"
chmod -- "$mode" "$part" && mv -f -- "$part" "$path" || fail "Moving the new file to $path failed."
)";
} // namespace

Script putScript(const QString &path, QByteArrayView content, int mode)
{
    const QByteArray digest = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
    const QString octal = QString::number(mode, 8).rightJustified(4, QLatin1Char('0'));
    QByteArray text = "path=" + shellQuoted(path).toUtf8() + "\nmode=" + octal.toLatin1() + "\ndigest=" + digest + '\n';
    text += writePart;
    text += base64Lines(content);
    text += placePart;
    Script script;
    script.verb = QStringLiteral("put %1 %2 %3").arg(path, octal, QString::fromLatin1(digest));
    script.text = Secret::takenFrom(text);
    script.deadline = std::chrono::minutes(10);
    return script;
}

Script getScript(const QString &path)
{
    QByteArray text = "path=" + shellQuoted(path).toUtf8() + "\nlongest=" + QByteArray::number(longestFile) +
                      "\n[ -e \"$path\" ] || exit 66\n"
                      "[ \"$(stat -L -c %s -- \"$path\")\" -le $longest ] || exit 65\n"
                      "exec cat -- \"$path\"\n";
    Script script;
    script.verb = QStringLiteral("get %1").arg(path);
    script.text = Secret::takenFrom(text);
    script.deadline = std::chrono::minutes(10);
    return script;
}
