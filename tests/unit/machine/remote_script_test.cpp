#include "app/machine/remote_script.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <unistd.h>

namespace {
/// The exec string in a login shell, as sshd would start it.
class LoginShell
{
public:
    explicit LoginShell(const QString &shell, const QByteArray &exec)
    {
        m_process.start(shell, {QStringLiteral("-c"), QString::fromUtf8(exec)});
    }

    bool waitForNonce(FrameReader &out)
    {
        QElapsedTimer timer;
        timer.start();
        while (!out.isOpen() && timer.elapsed() < 5000 && m_process.waitForReadyRead(1000))
            m_out += out.feed(m_process.readAllStandardOutput());
        return out.isOpen();
    }

    int finish(FrameReader &out, FrameReader &err)
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(10000))
            return -100;
        m_out += out.feed(m_process.readAllStandardOutput());
        m_err += err.feed(m_process.readAllStandardError());
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

    void write(const QByteArray &bytes) { m_process.write(bytes); }
    const QByteArray &out() const { return m_out; }
    const QByteArray &err() const { return m_err; }

private:
    QProcess m_process;
    QByteArray m_out, m_err;
};

struct Ran
{
    int status = -1;
    QByteArray out, err;
    qint64 group = 0;
};

Ran ran(const QString &shell, const QByteArray &exec, const QByteArray &nonce, const QByteArray &input)
{
    FrameReader out(nonce), err(nonce);
    LoginShell login(shell, exec);
    if (!login.waitForNonce(out))
        return {};
    login.write(input);
    const int status = login.finish(out, err);
    return {status, login.out(), login.err(), out.group()};
}

void addShells()
{
    QTest::addColumn<QString>("shell");
    for (const char *name : {"sh", "dash", "bash", "fish", "tcsh"})
        if (const QString path = QStandardPaths::findExecutable(QLatin1String(name)); !path.isEmpty())
            QTest::addRow("%s", name) << path;
}
} // namespace

class RemoteScriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noncesDiffer()
    {
        QCOMPARE(newNonce().size(), 32);
        QVERIFY(newNonce() != newNonce());
    }

    void execStringsAreReadBack_data()
    {
        QTest::addColumn<int>("privilege");
        QTest::addColumn<bool>("asRoot");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("root") << int(Privilege::Root) << true << QByteArray("env LC_ALL=C sh -c '");
        QTest::newRow("plain") << int(Privilege::Sudo) << false << QByteArray("env LC_ALL=C sh -c '");
        QTest::newRow("sudo") << int(Privilege::Sudo) << true << QByteArray("env LC_ALL=C sudo -S -p '");
        QTest::newRow("doas") << int(Privilege::Doas) << true << QByteArray("env LC_ALL=C doas -n sh -c '");
    }

    void execStringsAreReadBack()
    {
        QFETCH(int, privilege);
        QFETCH(bool, asRoot);
        QFETCH(QByteArray, begins);
        const QByteArray nonce = newNonce();
        const QByteArray exec = wrappedExec(Privilege(privilege), asRoot, nonce);
        QVERIFY2(exec.startsWith(begins), exec.constData());
        const auto read = readWrappedExec(exec);
        QVERIFY(read);
        QCOMPARE(read->nonce, nonce);
        QCOMPARE(read->asRoot, asRoot && Privilege(privilege) != Privilege::Root);
        QCOMPARE(read->privilege, asRoot ? Privilege(privilege) : Privilege::Root);
        QVERIFY(!readWrappedExec(exec + ' '));
        QVERIFY(!readWrappedExec("env LC_ALL=C sh -c 'n=" + nonce + "; id'"));
    }

    void scriptsRunUnderEveryLoginShell_data() { addShells(); }

    void scriptsRunUnderEveryLoginShell()
    {
        QFETCH(QString, shell);
        const QByteArray nonce = newNonce();
        const Ran result = ran(
            shell, wrappedExec(Privilege::Root, true, nonce), nonce,
            scriptInput(nonce, QStringLiteral("exec try"), "cat\nprintf 'out %s\\n' \"$LC_ALL\" 'a'\\''b'; echo err >&2; echo $$\nexit 7"));
        QCOMPARE(result.status, 7);
        QCOMPARE(result.err, QByteArray("err\n"));
        QVERIFY(result.group > 1);
        QCOMPARE(result.out, "out C\nout a'b\n" + QByteArray::number(result.group) + '\n');
    }

    void theGroupIsTheScriptsOwn_data() { addShells(); }

    void theGroupIsTheScriptsOwn()
    {
        QFETCH(QString, shell);
        const QByteArray nonce = newNonce();
        const Ran result = ran(shell, wrappedExec(Privilege::Root, true, nonce), nonce,
                               scriptInput(nonce, QStringLiteral("exec try"), "read -r g g g g g x </proc/$$/stat; echo $g $x"));
        QVERIFY2(result.out.startsWith(QByteArray::number(result.group) + ' ' + QByteArray::number(result.group) + ' '),
                 result.out.constData());
        QVERIFY(kill(pid_t(-result.group), 0) != 0);
    }

    void aLeaderStaysOne()
    {
        const QByteArray nonce = newNonce();
        const Ran result = ran(QStringLiteral("/bin/sh"), "exec setsid -w " + wrappedExec(Privilege::Root, true, nonce), nonce,
                               scriptInput(nonce, QStringLiteral("exec try"), "read -r g g g g g x </proc/$$/stat; echo $g; exit 5"));
        QCOMPARE(result.status, 5);
        QCOMPARE(result.out, QByteArray::number(result.group) + '\n');
    }

    void linesBeforeTheNonceNeverReachTheScript()
    {
        const QByteArray nonce = newNonce();
        const Ran result = ran(QStringLiteral("/bin/sh"), wrappedExec(Privilege::Root, true, nonce), nonce,
                               "a password\n" + scriptInput(nonce, QStringLiteral("exec try"), "echo done"));
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out, QByteArray("done\n"));
    }

    void aTornScriptDoesNothing()
    {
        const QByteArray nonce = newNonce();
        const QByteArray whole = scriptInput(nonce, QStringLiteral("exec try"), "echo first\necho second");
        const qsizetype from = whole.indexOf("echo");
        QCOMPARE(ran(QStringLiteral("/bin/sh"), wrappedExec(Privilege::Root, true, nonce), nonce, whole).out,
                 QByteArray("first\nsecond\n"));
        for (qsizetype length = from; length < whole.indexOf('}'); length += 5) {
            const Ran result = ran(QStringLiteral("/bin/sh"), wrappedExec(Privilege::Root, true, nonce), nonce, whole.left(length));
            QVERIFY(result.out.isEmpty());
            QVERIFY(result.status > 0);
        }
    }

    void withoutTheNonceNothingRuns()
    {
        const QByteArray nonce = newNonce();
        const Ran result = ran(QStringLiteral("/bin/sh"), wrappedExec(Privilege::Root, true, nonce), nonce, "echo hello\n");
        QCOMPARE(result.status, 1);
        QVERIFY(result.out.isEmpty());
    }

    void sudoRunsTheSameScript()
    {
        if (geteuid() != 0)
            return; // only root can use sudo without a password wherever this runs
        const QByteArray nonce = newNonce();
        const Ran result = ran(QStringLiteral("/bin/sh"), wrappedExec(Privilege::Sudo, true, nonce), nonce,
                               "wrong password\n" + scriptInput(nonce, QStringLiteral("exec try"),
                                                                "id -u; read -r g g g g g x </proc/$$/stat; echo $g; exit 3"));
        QCOMPARE(result.status, 3);
        QCOMPARE(result.out, "0\n" + QByteArray::number(result.group) + '\n');
    }

    void verbsStayOneLine() { QVERIFY(scriptInput("n", QStringLiteral("exec a\nrm -rf /"), "").startsWith("n\n#: exec a rm -rf /\n")); }

    void framesAreCut_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<qint64>("group");
        const QByteArray n = "0123456789abcdef0123456789abcdef";
        QTest::newRow("bare") << n + "\nx\ny" << QByteArray("x\ny") << qint64(0);
        QTest::newRow("group") << frameLine(n, 4711) + "x" << QByteArray("x") << qint64(4711);
        QTest::newRow("banner") << "Welcome!\n" + n + "\n" + n + "\n" << n + "\n" << qint64(0);
        QTest::newRow("banner without line feed") << "Welcome!" + n + " 7\nx" << QByteArray("x") << qint64(7);
        QTest::newRow("prompt") << passwordPrompt(n) + "\n" + passwordPrompt(n) + frameLine(n, std::nullopt) + "x" << QByteArray("x")
                                << qint64(0);
        QTest::newRow("echoed") << "printf " + n + " && x\n" + n + "\nx" << QByteArray("x") << qint64(0);
        QTest::newRow("empty") << n + "\n" << QByteArray() << qint64(0);
        QTest::newRow("long preface") << QByteArray(200000, 'a') + n + "\nx" << QByteArray("x") << qint64(0);
    }

    void framesAreCut()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArray, frame);
        QFETCH(qint64, group);
        for (const qsizetype piece : {qsizetype(1), qsizetype(7), stream.size()}) {
            if (piece < 7 && stream.size() > 1000)
                continue;
            FrameReader reader("0123456789abcdef0123456789abcdef");
            QByteArray got;
            for (qsizetype at = 0; at < stream.size(); at += piece)
                got += reader.feed(QByteArrayView(stream).sliced(at, std::min(piece, stream.size() - at)));
            QVERIFY(reader.isOpen());
            QCOMPARE(got, frame);
            QCOMPARE(reader.group(), group);
            QVERIFY(reader.preface().size() <= 16 * 1024);
        }
    }
};

QTEST_GUILESS_MAIN(RemoteScriptTest)
#include "remote_script_test.moc"
