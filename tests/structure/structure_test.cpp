// Keeps app/README.md true: include table, library homes, and the ceilings of file sizes; one call of opened().
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

namespace {
QString textOf(const QString &path)
{
    QFile file(QStringLiteral(SOURCE_FOLDER "/") + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The rows of the table below a heading whose header begins with `first`: cells trimmed, without backquotes.
QList<QStringList> tableRows(const QString &text, const QString &header)
{
    QList<QStringList> rows;
    const qsizetype start = text.indexOf(header);
    if (start < 0)
        return rows;
    const QStringList lines = text.mid(start).split(u'\n').mid(2);
    for (const QString &line : lines) {
        if (!line.startsWith(u'|'))
            break;
        QStringList cells;
        for (const QString &cell : line.mid(1).split(u'|'))
            cells.append(cell.trimmed().remove(u'`'));
        rows.append(cells);
    }
    return rows;
}

QStringList words(const QString &cell)
{
    QStringList list;
    for (const QString &word : cell.split(u',', Qt::SkipEmptyParts))
        list.append(word.trimmed());
    return list;
}

QStringList sources(const QString &folder)
{
    QStringList paths;
    QDirIterator files(QStringLiteral(SOURCE_FOLDER "/") + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    const QDir root(QStringLiteral(SOURCE_FOLDER));
    while (files.hasNext())
        paths.append(root.relativeFilePath(files.next()));
    paths.sort();
    return paths;
}

QStringList includesOf(const QString &path)
{
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"), QRegularExpression::MultilineOption);
    QStringList found;
    auto matches = include.globalMatch(textOf(path));
    while (matches.hasNext())
        found.append(matches.next().captured(1));
    return found;
}
} // namespace

class StructureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldersIncludeOnlyWhatTheirRowAllows()
    {
        QMap<QString, QStringList> allowed;
        for (const QStringList &row : tableRows(textOf(QStringLiteral("app/README.md")), QStringLiteral("| folder | may include |"))) {
            for (const QString &target : words(row[1]))
                QVERIFY2(allowed.contains(target), qPrintable(row[0] + QStringLiteral(" may not include a row below it: ") + target));
            allowed[row[0]] = words(row[1]);
        }
        QVERIFY(allowed.size() > 8);
        QStringList broken;
        for (const QString &path : sources(QStringLiteral("app"))) {
            const QString folder = path.section(u'/', 1, 1);
            if (!allowed.contains(folder))
                broken.append(folder + QStringLiteral(" has no row in app/README.md"));
            for (const QString &include : includesOf(path)) {
                const QString target = include.section(u'/', 1, 1);
                if (include.startsWith(QStringLiteral("app/")) && target != folder && !allowed.value(folder).contains(target))
                    broken.append(path + QStringLiteral(" includes ") + include);
                if (include.endsWith(QStringLiteral(".h")) && !include.contains(u'/') && QFile::exists(QStringLiteral(SOURCE_FOLDER "/app/") + folder + u'/' + include))
                    broken.append(path + QStringLiteral(" includes without the path from the root: ") + include);
            }
        }
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    void everyFolderIsInTheMap()
    {
        QStringList described;
        for (const QStringList &row : tableRows(textOf(QStringLiteral("app/README.md")), QStringLiteral("| folder | what it is for |")))
            described.append(row[0]);
        QStringList there = QDir(QStringLiteral(SOURCE_FOLDER "/app")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        described.sort();
        there.sort();
        QCOMPARE(described, there);
    }

    void librariesStayAtHome()
    {
        const auto rows = tableRows(textOf(QStringLiteral("app/README.md")), QStringLiteral("| include | only in |"));
        QVERIFY(rows.size() >= 4);
        QStringList strangers;
        for (const QString &path : sources(QStringLiteral("app"))) {
            for (const QString &include : includesOf(path)) {
                for (const QStringList &row : rows) {
                    for (const QString &library : words(row[0])) {
                        const bool isIt = library.endsWith(u'/') ? include.startsWith(library) : include == library;
                        const QStringList homes = words(row[1]);
                        const bool isHome = std::any_of(homes.cbegin(), homes.cend(), [&path](const QString &home) { return path.startsWith(QStringLiteral("app/") + home); });
                        if (isIt && !isHome)
                            strangers.append(path + QStringLiteral(" includes ") + include);
                    }
                }
            }
        }
        QVERIFY2(strangers.isEmpty(), qPrintable(strangers.join(u'\n')));
    }

    void filesStaySmall()
    {
        QStringList large;
        for (const QString &path : sources(QStringLiteral("app")) + sources(QStringLiteral("ui"))) {
            const qsizetype lines = textOf(path).count(u'\n');
            if (lines > 300)
                large.append(QStringLiteral("%1: %2 lines").arg(path).arg(lines));
        }
        QVERIFY2(large.isEmpty(), qPrintable(large.join(u'\n')));
    }

    void secretsAreOpenedInOnePlace()
    {
        static const QRegularExpression call(QStringLiteral("(\\.|->)opened\\("));
        QStringList callers;
        for (const QString &path : sources(QStringLiteral("app")) + sources(QStringLiteral("ui"))) {
            auto calls = call.globalMatch(textOf(path));
            while (calls.hasNext()) {
                calls.next();
                callers.append(path);
            }
        }
        QCOMPARE(callers, QStringList{QStringLiteral("app/run/execute.cpp")});
    }

    void topLevelHoldsOnlyWhatItShould()
    {
        const QStringList known{QStringLiteral("CMakeLists.txt"), QStringLiteral("CMakePresets.json"), QStringLiteral("LICENSE"), QStringLiteral("README.md"),
                                QStringLiteral("app"), QStringLiteral("build"), QStringLiteral("installer"), QStringLiteral("resources"), QStringLiteral("tests"),
                                QStringLiteral("translations"), QStringLiteral("ui")};
        for (const QString &name : QDir(QStringLiteral(SOURCE_FOLDER)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot))
            QVERIFY2(known.contains(name), qPrintable(name));
    }
};

QTEST_GUILESS_MAIN(StructureTest)
#include "structure_test.moc"
