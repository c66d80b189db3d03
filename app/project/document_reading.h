// Reading of typed values from a document's tree: the first thing that is wrong stops it, with its place; what is unknown becomes a note.
#pragma once

#include "app/base/result.h"
#include "app/base/yaml_text.h"
#include "app/topology/finding.h"
#include "app/topology/value_pattern.h"

#include <QList>
#include <QMap>
#include <QSet>

class DocumentReading
{
public:
    bool hasFailed() const { return !m_error.message.isEmpty(); }
    const Error &error() const { return m_error; }
    const QList<Finding> &notes() const { return m_notes; }

    /// Each gives an empty value once something has failed.
    QString word(const YamlEntry &entry, ValueKind kind);
    QStringList words(const YamlEntry &entry, ValueKind kind);
    QMap<QString, QString> wordMap(const YamlEntry &entry, ValueKind keys, ValueKind values);
    int number(const YamlEntry &entry, int least, int most);
    bool yesOrNo(const YamlEntry &entry);
    int choice(const YamlEntry &entry, const QStringList &choices); ///< an index
    /// Is it a list, a map? Nothing at all counts as an empty one.
    bool isList(const YamlEntry &entry);
    bool isMap(const YamlEntry &entry);

    void refuse(const YamlMark &place, const QString &fault, const QString &advice = {});
    void noteUnknown(const YamlEntry &entry);

private:
    bool isText(const YamlEntry &entry, ValueKind kind);
    void expect(const YamlEntry &entry, const QString &found, const QString &expected);

    Error m_error;
    QList<Finding> m_notes;
};

/// A key of an object of the document and what to do with its value.
template <typename Object>
struct DocumentField
{
    const char *key;
    void (*read)(DocumentReading &reading, const YamlEntry &entry, Object &object);
};

/// Reads the known keys of a map; unknown ones are noted.
template <typename Object, size_t Size>
void readFields(DocumentReading &reading, const YamlNode &map, const DocumentField<Object> (&fields)[Size], Object &object)
{
    for (const YamlEntry &entry : map.entries) {
        const DocumentField<Object> *known = nullptr;
        for (const DocumentField<Object> &field : fields) {
            if (entry.key == QLatin1String(field.key))
                known = &field;
        }
        if (reading.hasFailed())
            return;
        if (known)
            known->read(reading, entry, object);
        else
            reading.noteUnknown(entry);
    }
}

template <typename Object, size_t Size>
QStringList keysOf(const DocumentField<Object> (&fields)[Size])
{
    QStringList keys;
    for (const DocumentField<Object> &field : fields)
        keys.append(QString::fromLatin1(field.key));
    return keys;
}
