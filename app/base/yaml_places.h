// Where a character of a YAML text stands: what libyaml counts (code points) as bytes, lines and columns.
#pragma once

#include "app/base/yaml_text.h"

#include <QByteArray>
#include <QList>

/// The places of one text, which must outlive it.
class YamlPlaces
{
public:
    explicit YamlPlaces(const QByteArray &text);

    YamlMark markOfCharacter(qsizetype index) const; ///< clamped to the text's end
    YamlMark markOfByte(qsizetype offset) const;

    /// The first place that no reader should be asked to understand, with what is wrong there: not UTF-8, a control character, a line
    /// end that editors do not show. False if there is none.
    bool findFault(YamlMark *place, QString *fault) const;

private:
    qsizetype charactersBefore(qsizetype offset) const;

    const QByteArray &m_text;
    QList<qsizetype> m_lineStarts;
    QList<qsizetype> m_characterStarts; ///< byte offset of every 64th code point; empty if all are one byte
    qsizetype m_characters = 0;
};
