#include "app/base/yaml_splice.h"

#include "app/base/yaml_scalar.h"
#include "app/base/yaml_write.h"

#include <QCoreApplication>

namespace {
bool isBlockScalar(const YamlEdits &edits, const YamlNode &node)
{
    if (node.kind != YamlNode::Kind::Scalar || node.isPlain || node.end.offset <= node.start.offset)
        return false;
    const char first = edits.text()[node.start.offset];
    return first == '|' || first == '>';
}

YamlQuotes quotesOf(const YamlEdits &edits, const YamlNode &node)
{
    const char first = node.end.offset > node.start.offset ? edits.text()[node.start.offset] : ' ';
    return first == '"' ? YamlQuotes::Double : first == '\'' ? YamlQuotes::Single : YamlQuotes::WhereNeeded;
}

bool isBlockCollection(const YamlNode &node)
{
    return node.kind != YamlNode::Kind::Scalar && !node.isFlow;
}

void writeTop(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted)
{
    const qsizetype end = edits.trimmed(old.start.offset, old.end.offset);
    const bool isFirst = edits.isFirstOnLine(old.start.offset);
    const qsizetype from = isFirst ? edits.lineStart(old.start.offset) : old.start.offset;
    QByteArray text = yamlText(wanted);
    if (!isFirst)
        text.prepend('\n');
    // The line end of the old value still follows, if there is one.
    if (end < edits.text().size() && (end > from || edits.isLastOnLine(end)))
        text.chop(1);
    edits.replace(from, std::max(from, end), text);
}

/// Writes the whole value anew.
void rewriteValue(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted, const YamlSpot &spot)
{
    if (spot.kind == YamlSpot::Kind::Top)
        return writeTop(edits, old, wanted);
    const bool isEmpty = old.start.offset == old.end.offset;
    // A block scalar may begin in a column that nothing else may.
    const bool staysOnLine = isInline(wanted) && !isBlockCollection(old) && !isEmpty && !isBlockScalar(edits, old);
    const qsizetype from = staysOnLine || spot.kind == YamlSpot::Kind::InBrackets ? old.start.offset : spot.from;
    const qsizetype end = edits.trimmed(from, old.end.offset);
    const bool isScalar = old.kind == YamlNode::Kind::Scalar && wanted.kind == YamlNode::Kind::Scalar;
    if (isScalar && staysOnLine)
        edits.replace(from, end, scalarText(wanted, quotesOf(edits, old)));
    else if (staysOnLine || spot.kind == YamlSpot::Kind::InBrackets)
        edits.replace(from, end, flowText(wanted));
    else if (spot.kind == YamlSpot::Kind::BehindKey)
        edits.replace(from, end, textBehindKey(wanted, spot.indent));
    else
        edits.replace(from, end, textBehindDash(wanted, spot.indent));
}

/// Block scalars, whose end depends on what follows, as quoted ones: the same values on safer ground.
void quoteBlockScalars(YamlEdits &edits, const YamlNode &node, int parentColumn)
{
    if (isBlockScalar(edits, node)) {
        const QByteArray indent(edits.isFirstOnLine(node.start.offset) ? parentColumn + 1 : 0, ' ');
        edits.replace(node.start.offset, edits.trimmed(node.start.offset, node.end.offset), indent + scalarText(node, YamlQuotes::Double));
    }
    for (const YamlNode &item : node.items)
        quoteBlockScalars(edits, item, node.start.column);
    for (const YamlEntry &entry : node.entries)
        quoteBlockScalars(edits, entry.value, node.start.column);
}

QByteArray splicedText(const QByteArray &text, const YamlNode &old, const YamlNode &wanted)
{
    YamlEdits edits(text);
    spliceValue(edits, old, wanted, {});
    return edits.done(0, text.size());
}

bool holds(const QByteArray &text, const YamlNode &wanted)
{
    const Result<YamlNode> read = readYaml(text);
    return read && sameValue(*read, wanted);
}
} // namespace

void spliceValue(YamlEdits &edits, const YamlNode &old, const YamlNode &wanted, const YamlSpot &spot)
{
    if (sameValue(old, wanted))
        return;
    const bool isSameKind = old.kind == wanted.kind && old.kind != YamlNode::Kind::Scalar;
    if (isSameKind && (old.isFlow ? spliceBrackets(edits, old, wanted) : spliceBlock(edits, old, wanted)))
        return;
    rewriteValue(edits, old, wanted, spot);
}

Result<QByteArray> splicedYaml(const QByteArray &oldText, const YamlNode &wanted)
{
    const Result<YamlNode> old = readYaml(oldText);
    if (!old)
        return old.error();
    if (sameValue(*old, wanted))
        return oldText;
    const QByteArray text = splicedText(oldText, *old, wanted);
    if (holds(text, wanted))
        return text;
    YamlEdits quoting(oldText);
    quoteBlockScalars(quoting, *old, 0);
    const QByteArray quoted = quoting.done(0, oldText.size());
    if (const Result<YamlNode> again = readYaml(quoted)) {
        const QByteArray second = splicedText(quoted, *again, wanted);
        if (holds(second, wanted))
            return second;
    }
    return Error{
        ErrorKind::Failed, QCoreApplication::translate("YamlText", "the changes cannot be written into the text as it stands"),
        QCoreApplication::translate("YamlText", "Simplify the layout of the changed part in an editor, or save under a new name.")};
}
