#include "app/project/migrations.h"

#include <QCoreApplication>

#include <algorithm>

QList<Migration> migrations()
{
    return {};
}

namespace {
void setFormat(YamlNode *tree, int format)
{
    for (YamlEntry &entry : tree->entries) {
        if (entry.key == QLatin1String("format"))
            entry.value.text = QString::number(format);
    }
}
} // namespace

Result<YamlNode> migratedTree(YamlNode tree, int from, int to, const QList<Migration> &steps)
{
    for (int format = from; format < to; ++format) {
        const auto step =
            std::find_if(steps.cbegin(), steps.cend(), [format](const Migration &candidate) { return candidate.from == format; });
        if (step == steps.cend())
            return Error{ErrorKind::Invalid, QCoreApplication::translate("ProjectFile", "there is no document format %1").arg(format),
                         QCoreApplication::translate("ProjectFile", "Write `format: %1` if the document was written by hand.").arg(to)};
        tree = step->migrate(tree);
        setFormat(&tree, format + 1);
    }
    return tree;
}
