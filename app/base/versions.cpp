#include "app/base/versions.h"

#include <QList>
#include <QStringList>

#include <algorithm>

namespace {
QList<int> numbersOf(const QString &text)
{
    QList<int> found;
    for (const QString &part : text.split(u'.')) {
        QString digits;
        for (const QChar c : part) {
            if (c >= u'0' && c <= u'9')
                digits.append(c);
            else if (!digits.isEmpty())
                break;
        }
        found.append(digits.left(9).toInt());
    }
    return found;
}
} // namespace

int compareVersions(const QString &a, const QString &b)
{
    const QList<int> left = numbersOf(a), right = numbersOf(b);
    for (qsizetype at = 0; at < std::max(left.size(), right.size()); ++at) {
        if (left.value(at) != right.value(at))
            return left.value(at) < right.value(at) ? -1 : 1;
    }
    return 0;
}
