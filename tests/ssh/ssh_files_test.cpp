#include "tests/support/local_sshd.h"

#include <QTest>

namespace {
Script scriptOf(const QByteArray &text)
{
    return {QStringLiteral("exec try"), Secret(text), true, std::chrono::seconds(20)};
}
} // namespace

class SshFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_sshd.problem().isEmpty(), qPrintable(m_sshd.problem())); }

    void filesArePutAndGot_data()
    {
        QTest::addColumn<QByteArray>("content");
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all.append(char(i));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("KEY=va'lue\nEND-OF-FILE\n}\n");
        QTest::newRow("every byte") << all;
        QTest::newRow("5 MB") << all.repeated(20480);
    }

    void filesArePutAndGot()
    {
        QFETCH(QByteArray, content);
        auto machine = openedMachine(m_sshd.target(QStringLiteral("ubuntu")));
        VERIFY_OK(machine);
        const QString path = QStringLiteral("/var/lib/a file's \"name\"");
        for (int mode : {0600, 0644}) { // the second time it replaces
            VERIFY_OK((*machine)->put(path, content, mode, {}));
            const auto got = (*machine)->get(path, {});
            VERIFY_OK(got);
            QVERIFY(*got == content);
            const auto state = (*machine)->run(scriptOf("stat -c '%a %U' /var/lib/a*; ls -d /var/lib/a* | wc -l"), {}, {});
            VERIFY_OK(state);
            QCOMPARE(state->out, QByteArray(mode == 0600 ? "600" : "644") + " root\n1\n");
        }
    }

    void aReplacedFileKeepsItsOwner()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        VERIFY_OK((*machine)->run(scriptOf("mkdir /run/owner; echo old >/run/owner/file; chown ubuntu /run/owner/file"), {}, {}));
        VERIFY_OK((*machine)->put(QStringLiteral("/run/owner/file"), "new\n", 0640, {}));
        const auto state = (*machine)->run(scriptOf("stat -c '%a %U' /run/owner/file; cat /run/owner/file"), {}, {});
        VERIFY_OK(state);
        QCOMPARE(state->out, QByteArray("640 ubuntu\nnew\n"));
    }

    void filesThatFail()
    {
        auto machine = openedMachine(m_sshd.target());
        VERIFY_OK(machine);
        const auto absent = (*machine)->get(QStringLiteral("/nowhere/file"), {});
        QVERIFY(!absent);
        QVERIFY2(absent.error().message.startsWith(QLatin1String("There is no /nowhere/file on master-1")),
                 qPrintable(absent.error().message));
        const auto noFolder = (*machine)->put(QStringLiteral("/nowhere/file"), "x", 0600, {});
        QVERIFY(!noFolder);
        QVERIFY2(noFolder.error().message.startsWith(QLatin1String("Writing /nowhere/file failed")), qPrintable(noFolder.error().message));
        VERIFY_OK((*machine)->run(
            scriptOf("mkdir /run/full; mount -t tmpfs -o size=64k tmpfs /run/full; echo old >/run/full/file; truncate -s 70M /run/big"), {},
            {}));
        const auto full = (*machine)->put(QStringLiteral("/run/full/file"), QByteArray(200000, 'x'), 0600, {});
        QVERIFY(!full);
        QVERIFY2(full.error().message.contains(QLatin1String("the disk is full")), qPrintable(full.error().message));
        const auto state = (*machine)->run(scriptOf("ls /run/full; cat /run/full/file"), {}, {});
        VERIFY_OK(state);
        QCOMPARE(state->out, QByteArray("file\nold\n"));
        const auto big = (*machine)->get(QStringLiteral("/run/big"), {});
        QVERIFY(!big);
        QVERIFY2(big.error().message.contains(QLatin1String("longer than 64 MB")), qPrintable(big.error().message));
    }

private:
    LocalSshd m_sshd;
};

QTEST_GUILESS_MAIN(SshFilesTest)
#include "ssh_files_test.moc"
