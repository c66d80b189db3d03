#include "app/project/project_file.h"

#include "app/project/changed_tree.h"
#include "app/project/migrations.h"
#include "app/project/topology_reader.h"
#include "app/project/topology_writer.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectFile", text);
}

struct CurrentTree
{
    YamlNode root;
    int foundFormat = documentFormat;
};

/// The format number, or what is wrong with it.
int formatOf(DocumentReading &reading, const YamlNode &root)
{
    const QString key = QStringLiteral("format");
    if (root.kind != YamlNode::Kind::Map)
        reading.refuse(root.start,
                       tr("a list or a word was found, a group of keys beginning with `format: %1` was expected").arg(documentFormat));
    const YamlNode *format = root.find(key);
    if (!format)
        reading.refuse(root.start, tr("`format` is missing, `format: %1` was expected").arg(documentFormat),
                       tr("Check that it is an ovdeploy document and add the line at its top."));
    if (reading.hasFailed())
        return 0;
    const int number = reading.number({key, *format, format->start, format->end}, 0, 1'000'000);
    if (number > documentFormat)
        reading.refuse(format->start, tr("the document has format %1, this program reads formats up to %2").arg(number).arg(documentFormat),
                       tr("Open it with a newer version of ovdeploy."));
    return number;
}

/// The tree in the present format.
Result<CurrentTree> currentTree(const QByteArray &text)
{
    const Result<YamlNode> root = readYaml(text);
    if (!root)
        return root.error();
    DocumentReading reading;
    const int format = formatOf(reading, *root);
    if (reading.hasFailed())
        return reading.error();
    Result<YamlNode> migrated = migratedTree(*root, format, documentFormat, migrations());
    if (!migrated) {
        const YamlMark place = root->find(QStringLiteral("format"))->start;
        reading.refuse(place, migrated.error().message, migrated.error().advice);
        return reading.error();
    }
    return CurrentTree{*migrated, format};
}

Finding migrationNote(int format)
{
    Finding note;
    note.rule = QStringLiteral("V-DOC-2");
    note.severity = Severity::Hint;
    note.field = QStringLiteral("format");
    note.message = tr("The document has format %1 and was read as format %2.").arg(format).arg(documentFormat);
    note.advice = tr("The next save writes the new format, which older versions of ovdeploy do not read.");
    return note;
}

Error withPath(const Error &error, const QString &path)
{
    if (path.isEmpty())
        return error;
    return {error.kind, tr("%1: %2").arg(QFileInfo(path).fileName(), error.message), error.advice};
}
} // namespace

Result<Project> parseProject(const QByteArray &text, const QString &path)
{
    const Result<CurrentTree> tree = currentTree(text);
    if (!tree)
        return withPath(tree.error(), path);
    DocumentReading reading;
    Project project{readTopology(reading, tree->root), path, text, reading.notes()};
    if (reading.hasFailed())
        return withPath(reading.error(), path);
    if (tree->foundFormat < documentFormat)
        project.notes.prepend(migrationNote(tree->foundFormat));
    return project;
}

Result<Project> readProject(const QString &path)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return Error{
            ErrorKind::Invalid,
            tr("The document %1 cannot be read: %2.").arg(path, QFileInfo(path).isDir() ? tr("it is a folder") : file.errorString()),
            tr("Check the path and your permission to read it.")};
    // A device or a pipe would never end; one byte more than is allowed tells.
    const QByteArray text = file.read(8 * 1024 * 1024 + 1);
    return parseProject(text, path);
}

QByteArray projectText(const Topology &topology)
{
    return yamlText(topologyTree(topology));
}

namespace {
Result<QByteArray> changedText(const Project &project)
{
    const Result<CurrentTree> tree = currentTree(project.text);
    if (!tree)
        return tree.error();
    DocumentReading reading;
    const Topology before = readTopology(reading, tree->root);
    if (reading.hasFailed())
        return reading.error();
    return splicedYaml(project.text, changedTree(tree->root, topologyTree(before), topologyTree(project.topology)));
}
} // namespace

Result<QByteArray> savedText(const Project &project)
{
    const Result<QByteArray> text = project.text.isEmpty() ? Result<QByteArray>(projectText(project.topology)) : changedText(project);
    if (!text)
        return text;
    const Result<Project> again = parseProject(*text);
    if (!again)
        return Error{ErrorKind::Invalid, tr("The document would not be readable after the save: %1.").arg(again.error().message),
                     tr("Correct the value that is named there; nothing was changed on disk.")};
    if (again->topology != project.topology)
        return Error{ErrorKind::Failed, tr("The changes cannot be written into the document as it is laid out."),
                     tr("Save under a new name; the old file is left alone.")};
    return text;
}
