#include "app/base/yaml_places.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
constexpr qsizetype stride = 64;

bool isContinuation(char byte)
{
    return (uchar(byte) & 0xC0) == 0x80;
}

struct CodePoint
{
    char32_t value = 0;
    int length = 0; ///< in bytes; 0: not UTF-8
};

CodePoint codePointAt(const QByteArray &text, qsizetype at)
{
    const uchar first = uchar(text[at]);
    if (first < 0x80)
        return {first, 1};
    const int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > text.size())
        return {};
    char32_t value = first & (0x7F >> length);
    for (int i = 1; i < length; ++i) {
        if (!isContinuation(text[at + i]))
            return {};
        value = value << 6 | (uchar(text[at + i]) & 0x3F);
    }
    const bool isOverlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (isOverlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return {};
    return {value, length};
}

bool isLineEndThatHides(char32_t c)
{
    return c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// The characters that libyaml refuses as well, but without saying where.
bool isControl(char32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF;
}

QString faultOf(const QByteArray &text, qsizetype at, const CodePoint &c)
{
    if (c.length == 0)
        return QCoreApplication::translate("YamlText", "a byte that is not UTF-8 text");
    if (isLineEndThatHides(c.value) || (c.value == '\r' && (at + 1 >= text.size() || text[at + 1] != '\n')))
        return QCoreApplication::translate("YamlText", "a line end that is neither LF nor CRLF");
    if (isControl(c.value) || (c.value == 0xFEFF && at > 0))
        return QCoreApplication::translate("YamlText", "a character that cannot be seen");
    return {};
}
} // namespace

YamlPlaces::YamlPlaces(const QByteArray &text)
    : m_text(text)
    , m_lineStarts{0}
{
    const bool isAscii = std::all_of(text.cbegin(), text.cend(), [](char c) { return uchar(c) < 0x80; });
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == '\n')
            m_lineStarts.append(at + 1);
        if (isAscii || isContinuation(text[at]))
            continue;
        if (m_characters % stride == 0)
            m_characterStarts.append(at);
        ++m_characters;
    }
    if (isAscii)
        m_characters = text.size();
}

YamlMark YamlPlaces::markOfCharacter(qsizetype index) const
{
    if (index >= m_characters)
        return markOfByte(m_text.size());
    if (m_characterStarts.isEmpty())
        return markOfByte(index);
    qsizetype at = m_characterStarts[index / stride];
    for (qsizetype left = index % stride; left > 0; --left) {
        do
            ++at;
        while (at < m_text.size() && isContinuation(m_text[at]));
    }
    return markOfByte(at);
}

qsizetype YamlPlaces::charactersBefore(qsizetype offset) const
{
    if (m_characterStarts.isEmpty())
        return offset;
    const auto behind = std::upper_bound(m_characterStarts.cbegin(), m_characterStarts.cend(), offset);
    if (behind == m_characterStarts.cbegin())
        return 0;
    const auto first = behind - 1;
    const auto isStart = [](char c) { return !isContinuation(c); };
    return (first - m_characterStarts.cbegin()) * stride + std::count_if(m_text.cbegin() + *first, m_text.cbegin() + offset, isStart);
}

YamlMark YamlPlaces::markOfByte(qsizetype offset) const
{
    const auto line = std::upper_bound(m_lineStarts.cbegin(), m_lineStarts.cend(), offset) - 1;
    qsizetype start = *line;
    if (start == 0 && m_text.startsWith("\xEF\xBB\xBF"))
        start = std::min<qsizetype>(3, offset);
    return {offset, int(line - m_lineStarts.cbegin()) + 1, int(charactersBefore(offset) - charactersBefore(start)) + 1};
}

bool YamlPlaces::findFault(YamlMark *place, QString *fault) const
{
    for (qsizetype at = 0; at < m_text.size();) {
        const CodePoint c = codePointAt(m_text, at);
        *fault = faultOf(m_text, at, c);
        if (!fault->isEmpty()) {
            *place = markOfByte(at);
            return true;
        }
        at += c.length;
    }
    return false;
}
