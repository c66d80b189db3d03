// Where the value behind a key ends: KEY=value, KEY: value, "KEY": "value", --flag value, --flag=value, "--flag", "value".
#pragma once

#include <QtGlobal>

/// Goes byte by byte from the end of a key. When in doubt it hides more, never beyond the line unless a quote is open.
class KeyedValue
{
public:
    enum class Part {
        Outside, ///< not the value
        Value,   ///< to be hidden
        Quote,   ///< hidden only if the next byte is a part of the value
    };

    /// A key has ended. `opener` is what stands before its word: a quote, a line feed for a line's start, or something else.
    void begin(bool isFlag, char opener);
    bool isActive() const { return m_phase != Phase::Idle; }
    bool isInValue() const { return m_phase == Phase::Word || m_phase == Phase::Quoted; }
    Part next(char c);

private:
    enum class Phase { Idle, Separator, Word, Quoted };

    Part separator(char c);
    Part separatorQuote(char c);
    bool isSeparatorBlank(char c);
    Part start(char c);
    Part word(char c);
    Part quoted(char c);
    Part end();

    Phase m_phase = Phase::Idle;
    bool m_isFlag = false;
    char m_opener = '\0'; ///< the quote in which the key stands, until it is closed
    bool m_isLineStart = false;
    char m_sign = '\0';         ///< = : or , when seen
    bool m_isKeyClosed = false; ///< "KEY"
    int m_blanks = 0;
    char m_quote = '\0';      ///< in Quoted: what ends it
    bool m_isNested = false;  ///< \"KEY\": JSON inside JSON
    bool m_isFramed = false;  ///< the value is in quotes from its beginning
    bool m_isOneLine = false; ///< in Quoted: a line's end ends it too
    bool m_isEscaped = false;
    bool m_isClosed = false; ///< in Word: the byte before closed a quote
    int m_length = 0;
};
