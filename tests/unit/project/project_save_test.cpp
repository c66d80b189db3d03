#include "app/project/backups.h"
#include "app/project/project_file.h"
#include "tests/support/sample_document.h"
#include "tests/support/unwilling_disk.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace {
QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

bool put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}
} // namespace

class ProjectSaveTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("prod.ovdeploy.yaml"));
        QVERIFY(put(m_path, handWrittenDocument()));
        Result<Project> project = readProject(m_path);
        QVERIFY(bool(project));
        m_project = *project;
    }

    void changesAreSpliced_data()
    {
        QTest::addColumn<int>("edit");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        const auto row = [](const char *name, int edit, const QByteArray &from, const QByteArray &to) {
            QTest::newRow(name) << edit << from << to;
        };
        row("nothing", 0, "", "");
        row("name keeps its quotes", 1, "'prod-ha'   #", "'prod-b'   #");
        row("address", 2, "10.5.0.2   # new box", "10.5.0.22   # new box");
        row("renamed node keeps its unknown key", 3, "- name: master-2", "- name: master-9");
        row("removed node", 4, "    - {name: master-1, role: master, private-ip: 10.5.0.1}   # old box\r\n", "");
        row("added node", 5, "# m1\r\n", "# m1\r\n    - {name: media-2, role: media, private-ip: 10.5.0.12}\r\n");
        row("moved on the canvas", 6, "master-2: [240, 80]", "master-2: [250, 80]");
        row("first feature", 7, "features:   # none yet", "features: [rtmp]   # none yet");
        row("no modules", 8, "modules:\r\n- observability   # grafana\r\n- app\r\n", "");
        row("managed", 9, "managed: no", "managed: true");
        row("kind appears", 10, "release: 3.9.0\r\n", "release: 3.9.0\r\nkind: ha-dlb\r\n");
        row("all at once", 11, "", "");
    }

    void changesAreSpliced()
    {
        QFETCH(int, edit);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        apply(edit);
        QByteArray wanted = handWrittenDocument();
        if (!from.isEmpty()) {
            QVERIFY(wanted.contains(from));
            wanted.replace(from, to);
        }
        const Result<QByteArray> text = savedText(m_project);
        QVERIFY2(bool(text), text ? "" : qPrintable(text.error().message));
        if (edit != 11)
            QCOMPARE(*text, wanted);
        const Result<Project> again = parseProject(*text);
        QVERIFY(again && again->topology == m_project.topology);
        for (const char *kept : {"# prod, see the wiki\r\n", "# never rename", "owner: platform team      # ours", "# the masters",
                                 "# the media nodes", "colour: red", "# the end"})
            QVERIFY2(text->contains(kept), kept);
        QVERIFY(saveProject(m_project));
        QCOMPARE(contentOf(m_path), *text);
        QCOMPARE(m_project.text, *text);
    }

    void reorderedNodesTakeTheirCommentsAlong()
    {
        m_project.topology.nodes.swapItemsAt(0, 1);
        const Result<QByteArray> text = savedText(m_project);
        QVERIFY(bool(text));
        const qsizetype second = text->indexOf("name: master-2\r\n");
        const qsizetype first = text->indexOf("    - {name: master-1, role: master, private-ip: 10.5.0.1}   # old box\r\n");
        QVERIFY(second > 0 && first > second);
        QVERIFY(text->contains("private-ip: 10.5.0.2   # new box\r\n      colour: red\r\n"));
        QVERIFY(!QByteArray(*text).replace("\r\n", "").contains('\n'));
    }

    void everyPairOfTopologiesCanBeSaved()
    {
        const QByteArray written = projectText(fullTopology());
        Project full = *parseProject(written);
        full.topology = m_project.topology;
        const Result<QByteArray> there = savedText(full);
        QVERIFY2(bool(there), there ? "" : qPrintable(there.error().message));
        m_project.topology = fullTopology();
        const Result<QByteArray> back = savedText(m_project);
        QVERIFY2(bool(back), back ? "" : qPrintable(back.error().message));
        QVERIFY(back->contains("colour: red") == false && back->contains("owner: platform team"));
    }

    void newDocumentsAreCanonical()
    {
        Project fresh;
        fresh.topology = fullTopology();
        fresh.path = m_folder->filePath(QStringLiteral("new.ovdeploy.yaml"));
        QVERIFY(saveProject(fresh));
        QCOMPARE(contentOf(fresh.path), projectText(fullTopology()));
        QVERIFY(!saveProject(*std::make_unique<Project>()));
    }

    void unreadableTopologiesAreNotSaved()
    {
        m_project.topology.nodes[0].name = QStringLiteral("a; reboot");
        const Result<void> saved = saveProject(m_project);
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::Invalid);
        QVERIFY(saved.error().message.contains(QStringLiteral("a; reboot")));
        QCOMPARE(contentOf(m_path), handWrittenDocument());
    }

    void otherPeoplesChangesAreAConflict()
    {
        QVERIFY(put(m_path, handWrittenDocument() + "\n# theirs\n"));
        apply(1);
        const Result<void> saved = saveProject(m_project, m_folder->filePath(QStringLiteral("backups")));
        QVERIFY(!saved);
        QCOMPARE(saved.error().kind, ErrorKind::Conflict);
        QVERIFY(contentOf(m_path).endsWith("# theirs\n"));
        QCOMPARE(m_project.text, handWrittenDocument());
        QVERIFY(!QDir(m_folder->filePath(QStringLiteral("backups"))).exists());
        Project fresh;
        fresh.topology = fullTopology();
        fresh.path = m_path;
        const Result<void> over = saveProject(fresh);
        QVERIFY(!over);
        QCOMPARE(over.error().kind, ErrorKind::Conflict);
    }

    void saveAsKeepsComments()
    {
        m_project.path = m_folder->filePath(QStringLiteral("copy.ovdeploy.yaml"));
        apply(1);
        QVERIFY(saveProject(m_project));
        QVERIFY(contentOf(m_project.path).contains("# never rename"));
        QCOMPARE(contentOf(m_path), handWrittenDocument());
    }

    void modeAndLinkStay()
    {
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        const QFile::Permissions mode = QFile::permissions(m_path);
        const QString link = m_folder->filePath(QStringLiteral("link.ovdeploy.yaml"));
        QVERIFY(QFile::link(QStringLiteral("prod.ovdeploy.yaml"), link));
        m_project.path = link;
        apply(1);
        QVERIFY(saveProject(m_project));
        QVERIFY(QFileInfo(link).isSymLink());
        QVERIFY(!QFileInfo(m_path).isSymLink());
        QVERIFY(contentOf(m_path).contains("'prod-b'"));
        QCOMPARE(QFile::permissions(m_path), mode);
    }

    void backupsRotate()
    {
        const QString folder = m_folder->filePath(QStringLiteral("state/backups"));
        QList<QByteArray> versions;
        for (int i = 0; i < 13; ++i) {
            versions.append(m_project.text);
            m_project.topology.layout[QStringLiteral("master-1")] = QPoint(i, 1000);
            QVERIFY(saveProject(m_project, folder));
        }
        QVERIFY(saveProject(m_project, folder)); // nothing changed, nothing kept
        QVERIFY(keepBackup(folder, QStringLiteral("prod"), "other document"));
        const QStringList names = QDir(folder).entryList({QStringLiteral("prod.ovdeploy.yaml.*.bak")}, QDir::Files, QDir::Name);
        QCOMPARE(names.size(), 10);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(contentOf(QDir(folder).filePath(names[i])), versions[3 + i]);
        QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 11);
        QCOMPARE(QFile::permissions(QDir(folder).filePath(names[0])) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QCOMPARE(QFile::permissions(folder) & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther), QFile::Permissions());
    }

    void readOnlyFoldersKeepTheOldFile()
    {
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther));
        apply(1);
        {
            const Nobody nobody;
            const Result<void> saved = saveProject(m_project);
            QVERIFY(!saved);
            QCOMPARE(saved.error().kind, ErrorKind::Failed);
            QVERIFY(!saved.error().advice.isEmpty());
            QVERIFY(!saveProject(m_project, m_folder->filePath(QStringLiteral("backups"))));
        }
        QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QCOMPARE(contentOf(m_path), handWrittenDocument());
        QCOMPARE(m_project.text, handWrittenDocument());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void fullDisksKeepTheOldFile()
    {
        apply(1);
        {
            const FullDisk full(500);
            const Result<void> saved = saveProject(m_project);
            QVERIFY(!saved);
            QCOMPARE(saved.error().kind, ErrorKind::Failed);
            const Result<void> kept = keepBackup(m_folder->filePath(QStringLiteral("b")), QStringLiteral("x"), m_project.text);
            QVERIFY(!kept);
        }
        QCOMPARE(contentOf(m_path), handWrittenDocument());
        QCOMPARE(m_project.text, handWrittenDocument());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
        QVERIFY(QDir(m_folder->filePath(QStringLiteral("b"))).entryList(QDir::Files).isEmpty());
        QVERIFY(saveProject(m_project));
    }

private:
    void apply(int edit)
    {
        Topology &topology = m_project.topology;
        const auto has = [edit](int wanted) { return edit == wanted || edit == 11; };
        if (has(1))
            topology.name = QStringLiteral("prod-b");
        if (edit == 2) // with a new name and a new address nothing says that it is the old node
            topology.nodes[1].privateIp = QStringLiteral("10.5.0.22");
        if (has(3))
            topology.nodes[1].name = QStringLiteral("master-9");
        if (has(4))
            topology.nodes.removeFirst();
        if (has(5))
            topology.nodes.append({QStringLiteral("media-2"), Role::Media, QStringLiteral("10.5.0.12"), {}, {}, {}});
        if (has(6))
            topology.layout[QStringLiteral("master-2")] = QPoint(250, 80);
        if (has(7))
            topology.features = QStringList{QStringLiteral("rtmp")};
        if (has(8))
            topology.modules.clear();
        if (has(9))
            topology.loadBalancers[0].managed = true;
        if (has(10))
            topology.kind = QStringLiteral("ha-dlb");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    Project m_project;
};

QTEST_GUILESS_MAIN(ProjectSaveTest)
#include "project_save_test.moc"
