#include "app/secrets/keyed_value.h"

#include <cstring>

namespace {
// A quote that is never closed must not swallow the rest of a log. A private key with its chain is shorter.
constexpr int longestQuoted = 16384;
constexpr int mostBlanks = 64;

bool isIn(const char *set, char c)
{
    return c != '\0' && std::strchr(set, c) != nullptr;
}
} // namespace

void KeyedValue::begin(bool isFlag, char opener)
{
    *this = KeyedValue();
    m_phase = Phase::Separator;
    m_isFlag = isFlag;
    m_opener = isIn("'\"", opener) ? opener : '\0';
    m_isLineStart = opener == '\n';
}

KeyedValue::Part KeyedValue::next(char c)
{
    switch (m_phase) {
    case Phase::Separator:
        return separator(c);
    case Phase::Word:
        return word(c);
    case Phase::Quoted:
        return quoted(c);
    case Phase::Idle:
        break;
    }
    return Part::Outside;
}

KeyedValue::Part KeyedValue::end()
{
    m_phase = Phase::Idle;
    return Part::Outside;
}

KeyedValue::Part KeyedValue::separator(char c)
{
    if (isSeparatorBlank(c))
        return ++m_blanks > mostBlanks ? end() : Part::Outside;
    if (isIn("'\"", c))
        return separatorQuote(c);
    if (m_sign == '\0') {
        const char *signs = !m_isFlag ? "=:" : m_isKeyClosed ? "=," : "=";
        if (isIn(signs, c)) {
            m_sign = c;
            m_blanks = m_blanks > 0 || c != '=' ? 1 : 0;
            return Part::Outside;
        }
        if (c == '\\' && m_blanks == 0) {
            m_isNested = true;
            return Part::Outside;
        }
        if (!m_isFlag || m_blanks == 0)
            return end();
    }
    if (c == '\n' || c == '\r')
        return end();
    return start(c);
}

/// Blanks between key and value. `KEY= word` is an empty value, `KEY = word` and `KEY: word` are not.
bool KeyedValue::isSeparatorBlank(char c)
{
    if (c == ' ' || c == '\t')
        return m_sign != '=' || m_blanks > 0;
    return m_sign == ',' && isIn("\r\n", c);
}

KeyedValue::Part KeyedValue::separatorQuote(char c)
{
    if (m_sign != '\0' || (m_isFlag && m_blanks > 0)) {
        m_phase = Phase::Quoted;
        m_quote = c;
        m_isFramed = true;
        m_isLineStart = false;
        return Part::Outside;
    }
    if (c != m_opener)
        return end();
    m_opener = '\0';
    m_isKeyClosed = true;
    return Part::Outside;
}

KeyedValue::Part KeyedValue::start(char c)
{
    if (m_sign == '=' && isIn(" \t", c))
        return end();
    if (m_opener != '\0' || m_isNested) {
        m_phase = Phase::Quoted;
        m_quote = m_isNested ? '"' : m_opener; // nested: up to the end of the outer string
        m_isFramed = true;
        m_isOneLine = true;
        return quoted(c);
    }
    m_isLineStart = m_isLineStart && !m_isFlag;
    m_phase = Phase::Word;
    return word(c);
}

KeyedValue::Part KeyedValue::word(char c)
{
    if (m_isEscaped) {
        m_isEscaped = false;
        return Part::Value;
    }
    if (isIn("\r\n", c) || (!m_isLineStart && isIn(" \t", c)) || (m_isClosed && isIn(",;:)]}", c)))
        return end();
    m_isClosed = false;
    m_isEscaped = c == '\\';
    if (isIn("'\"", c)) {
        m_phase = Phase::Quoted;
        m_quote = c;
        m_isOneLine = m_isOneLine || !m_isFramed; // it may as well end something that was opened before the key
    }
    return Part::Value;
}

KeyedValue::Part KeyedValue::quoted(char c)
{
    if (++m_length > longestQuoted || (m_isOneLine && isIn("\r\n", c)))
        return end();
    if (m_isEscaped) {
        m_isEscaped = false;
        return Part::Value;
    }
    if (c == m_quote) {
        m_phase = Phase::Word;
        m_isClosed = true;
        return m_isFramed ? Part::Quote : Part::Value;
    }
    m_isEscaped = c == '\\' && m_quote == '"';
    return Part::Value;
}
