#include "tests/support/local_sshd.h"

#include <QFile>
#include <QTest>

namespace {
void makeKey(const QString &path, const QString &passphrase, const QString &type = QStringLiteral("ed25519"))
{
    outputOf(QStringLiteral("ssh-keygen"),
             {QStringLiteral("-q"), QStringLiteral("-t"), type, QStringLiteral("-N"), passphrase, QStringLiteral("-f"), path});
}

SecretSet passwords(const QByteArray &value)
{
    SecretSet access;
    access.insert(QStringLiteral("ssh-password"), Secret(value));
    return access;
}

SshOptions withoutAgent()
{
    SshOptions options;
    options.agentSocket.clear();
    options.knownHosts = QStringLiteral("/nonexistent");
    return options;
}
} // namespace

/// An ssh-agent that ends with the test.
class Agent
{
public:
    explicit Agent(const QString &socket)
        : m_socket(socket)
    {
        m_process.start(QStringLiteral("ssh-agent"), {QStringLiteral("-D"), QStringLiteral("-a"), socket});
        m_process.waitForStarted();
        for (int i = 0; i < 100 && !QFile::exists(socket); ++i)
            QTest::qWait(20);
    }
    ~Agent()
    {
        m_process.terminate();
        m_process.waitForFinished(5000);
    }
    bool add(const QString &key)
    {
        QProcess tool;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("SSH_AUTH_SOCK"), m_socket);
        tool.setProcessEnvironment(environment);
        tool.start(QStringLiteral("ssh-add"), {QStringLiteral("-q"), key});
        return tool.waitForFinished(5000) && tool.exitCode() == 0;
    }

private:
    QString m_socket;
    QProcess m_process;
};

class SshLoginTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_sshd.problem().isEmpty(), qPrintable(m_sshd.problem()));
        QVERIFY2(m_asking.problem().isEmpty(), qPrintable(m_asking.problem()));
        QVERIFY2(m_twice.problem().isEmpty(), qPrintable(m_twice.problem()));
        for (const char *name : {"other", "encrypted", "open", "certified"})
            makeKey(m_sshd.path(QLatin1String(name)), qstrcmp(name, "encrypted") == 0 ? QStringLiteral("the passphrase") : QString());
        QFile::setPermissions(m_sshd.path(QStringLiteral("open")), QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
        QFile garbage(m_sshd.path(QStringLiteral("garbage")));
        QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write("-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n") > 0);
        garbage.setPermissions(QFile::ReadOwner);
        for (const char *name : {"encrypted.pub", "rsa.pub", "ecdsa.pub"}) {
            if (qstrcmp(name, "encrypted.pub") != 0)
                makeKey(m_sshd.path(QString::fromLatin1(name).chopped(4)), QString(), QString::fromLatin1(name).chopped(4));
            QFile more(m_sshd.path(QLatin1String(name))), all(m_sshd.path(QStringLiteral("authorized_keys")));
            QVERIFY(more.open(QIODevice::ReadOnly) && all.open(QIODevice::Append) && all.write(more.readAll()) > 0);
        }
    }

    void keysLogIn_data()
    {
        QTest::addColumn<QString>("key");
        for (const char *key : {"client", "rsa", "ecdsa"})
            QTest::newRow(key) << QString::fromLatin1(key);
    }

    void keysLogIn()
    {
        QFETCH(QString, key);
        SshTarget target = m_sshd.target(QStringLiteral("ubuntu"));
        target.key = m_sshd.path(key);
        VERIFY_OK(openedMachine(target, {}, withoutAgent()));
    }

    void aCertificateLogsIn()
    {
        makeKey(m_sshd.path(QStringLiteral("authority")), QString());
        outputOf(QStringLiteral("ssh-keygen"),
                 {QStringLiteral("-q"), QStringLiteral("-s"), m_sshd.path(QStringLiteral("authority")), QStringLiteral("-I"),
                  QStringLiteral("test"), QStringLiteral("-n"), QStringLiteral("ubuntu"), m_sshd.path(QStringLiteral("certified.pub"))});
        const LocalSshd trusting("TrustedUserCAKeys " + m_sshd.path(QStringLiteral("authority.pub")).toUtf8());
        QVERIFY2(trusting.problem().isEmpty(), qPrintable(trusting.problem()));
        SshTarget target = trusting.target(QStringLiteral("ubuntu"));
        target.key = m_sshd.path(QStringLiteral("certified"));
        VERIFY_OK(openedMachine(target, {}, withoutAgent()));
        target.user = QStringLiteral("deploy"); // the certificate does not name it
        QVERIFY(!openedMachine(target, {}, withoutAgent()));
    }

    void keysThatDoNotLogIn_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("passphrase");
        QTest::addColumn<QString>("says");
        QTest::newRow("not authorized") << QStringLiteral("other") << QByteArray() << QStringLiteral("Tried: the key /");
        QTest::newRow("no passphrase") << QStringLiteral("encrypted") << QByteArray()
                                       << QStringLiteral("is encrypted and its passphrase is not known");
        QTest::newRow("wrong passphrase") << QStringLiteral("encrypted") << QByteArray("wrong-one")
                                          << QStringLiteral("The passphrase does not open the key");
        QTest::newRow("garbage") << QStringLiteral("garbage") << QByteArray() << QStringLiteral("is not a private key");
        QTest::newRow("public half") << QStringLiteral("authorized_keys") << QByteArray() << QStringLiteral("is open to other users");
        QTest::newRow("open to others") << QStringLiteral("open") << QByteArray()
                                        << QStringLiteral("is open to other users of this computer");
        QTest::newRow("missing") << QStringLiteral("nowhere") << QByteArray() << QStringLiteral("There is no key file");
    }

    void keysThatDoNotLogIn()
    {
        QFETCH(QString, key);
        QFETCH(QByteArray, passphrase);
        QFETCH(QString, says);
        SshTarget target = m_sshd.target(QStringLiteral("ubuntu"));
        target.key = m_sshd.path(key);
        SecretSet access;
        access.insert(QStringLiteral("key-passphrase"), Secret(passphrase));
        const auto machine = openedMachine(target, access, withoutAgent());
        QVERIFY(!machine);
        QCOMPARE(machine.error().kind, ErrorKind::LoginRefused);
        const QString &message = machine.error().message;
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(message.startsWith(QStringLiteral("master-1 (127.0.0.1:%1) refused the login of ubuntu.").arg(target.port)),
                 qPrintable(message));
        QVERIFY2(message.contains(QLatin1String("The server offers: publickey, password")), qPrintable(message));
        QVERIFY(!message.contains(QLatin1String("wrong-one")));
        QVERIFY(!machine.error().advice.isEmpty());
    }

    void thePassphraseOpensTheKey()
    {
        SshTarget target = m_sshd.target(QStringLiteral("ubuntu"));
        target.key = m_sshd.path(QStringLiteral("encrypted"));
        SecretSet access;
        access.insert(QStringLiteral("key-passphrase@master-1"), Secret("the passphrase"));
        access.insert(QStringLiteral("key-passphrase"), Secret("of another node"));
        VERIFY_OK(openedMachine(target, access, withoutAgent()));
    }

    void theAgentLogsIn()
    {
        Agent agent(m_sshd.path(QStringLiteral("agent")));
        QVERIFY(agent.add(m_sshd.path(QStringLiteral("client"))));
        SshTarget target = m_sshd.target(QStringLiteral("ubuntu"));
        target.key.clear();
        SshOptions options = withoutAgent();
        QVERIFY(!openedMachine(target, {}, options));
        options.agentSocket = m_sshd.path(QStringLiteral("agent"));
        VERIFY_OK(openedMachine(target, {}, options));
        options.agentSocket = QStringLiteral("/nonexistent/agent"); // a dead agent is no hindrance for a key
        target.key = m_sshd.path(QStringLiteral("client"));
        VERIFY_OK(openedMachine(target, {}, options));
    }

    void anAgentWithManyKeysDoesNotBarTheWay()
    {
        Agent agent(m_sshd.path(QStringLiteral("agent2")));
        for (int i = 0; i < 8; ++i) {
            const QString key = m_sshd.path(QStringLiteral("many%1").arg(i));
            makeKey(key, QString());
            QVERIFY(agent.add(key));
        }
        SshOptions options = withoutAgent();
        options.agentSocket = m_sshd.path(QStringLiteral("agent2"));
        VERIFY_OK(openedMachine(m_sshd.target(QStringLiteral("ubuntu")), {}, options));
    }

    void passwordsLogIn_data()
    {
        QTest::addColumn<const LocalSshd *>("sshd");
        QTest::newRow("password") << static_cast<const LocalSshd *>(&m_sshd);
        QTest::newRow("keyboard-interactive") << static_cast<const LocalSshd *>(&m_asking);
    }

    void passwordsLogIn()
    {
        QFETCH(const LocalSshd *, sshd);
        SshTarget target = sshd->target(QStringLiteral("deploy"));
        target.key.clear();
        VERIFY_OK(openedMachine(target, passwords("right-password"), withoutAgent()));
        const auto refused = openedMachine(target, passwords("wrong-password"), withoutAgent());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::LoginRefused);
        QVERIFY2(refused.error().message.contains(QLatin1String("the password")), qPrintable(refused.error().message));
        QVERIFY(!refused.error().message.contains(QLatin1String("wrong-password")));
        const auto nothing = openedMachine(target, {}, withoutAgent());
        QVERIFY(!nothing);
        QVERIFY2(nothing.error().message.contains(QLatin1String("Tried: nothing")), qPrintable(nothing.error().message));
    }

    void twoWaysOneAfterTheOther()
    {
        const SshTarget target = m_twice.target(QStringLiteral("ubuntu"));
        VERIFY_OK(openedMachine(target, passwords("right-password"), withoutAgent()));
        QVERIFY(!openedMachine(target, {}, withoutAgent()));
    }

    void hostKeysAreJudgedBeforeTheLogin_data()
    {
        QTest::addColumn<QStringList>("pins");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        const QString own = m_sshd.target().pins.first();
        const QString other = m_asking.target().pins.first();
        const QString rsa = QString::fromUtf8(outputOf(QStringLiteral("cat"), {m_sshd.path(QStringLiteral("rsa.pub"))}));
        QTest::newRow("no pin") << QStringList() << int(ErrorKind::HostKeyUnknown) << readHostKey(own)->fingerprint;
        QTest::newRow("another pin") << QStringList{other} << int(ErrorKind::HostKeyChanged) << readHostKey(other)->fingerprint;
        QTest::newRow("a pin of another type") << QStringList{rsa} << int(ErrorKind::HostKeyChanged) << readHostKey(rsa)->fingerprint;
        QTest::newRow("garbage") << QStringList{QStringLiteral("garbage")} << int(ErrorKind::HostKeyChanged) << QString();
        QTest::newRow("one of two") << QStringList{other, own} << -1 << QString();
    }

    void hostKeysAreJudgedBeforeTheLogin()
    {
        QFETCH(QStringList, pins);
        QFETCH(int, kind);
        QFETCH(QString, says);
        SshTarget target = m_sshd.target(QStringLiteral("ubuntu"));
        target.pins = pins;
        if (kind >= 0)
            target.user = QStringLiteral("nobody-at-all"); // a login would fail, but is not tried
        const auto machine = openedMachine(target, {}, withoutAgent());
        if (kind < 0) {
            VERIFY_OK(machine);
            return;
        }
        QVERIFY(!machine);
        QCOMPARE(int(machine.error().kind), kind);
        QVERIFY2(machine.error().message.contains(says), qPrintable(machine.error().message));
        QVERIFY2(machine.error().message.contains(readHostKey(m_sshd.target().pins.first())->fingerprint),
                 qPrintable(machine.error().message));
    }

    void revokedKeysAreRefused()
    {
        SshOptions options = withoutAgent();
        options.knownHosts = m_sshd.path(QStringLiteral("known_hosts"));
        QFile file(options.knownHosts);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("@revoked * " + m_sshd.target().pins.first().toUtf8() + '\n') > 0);
        file.close();
        const auto machine = openedMachine(m_sshd.target(), {}, options);
        QVERIFY(!machine);
        QCOMPARE(machine.error().kind, ErrorKind::HostKeyChanged);
        QVERIFY2(machine.error().message.contains(QLatin1String("revoked")), qPrintable(machine.error().message));
    }

    void hostKeysAreRead()
    {
        const auto key = hostKeyOf({QStringLiteral("master-1"), QStringLiteral("127.0.0.1"), m_sshd.port()}, {});
        VERIFY_OK(key);
        QCOMPARE(key->line, m_sshd.target().pins.first());
        const QByteArray told =
            outputOf(QStringLiteral("ssh-keygen"), {QStringLiteral("-lf"), m_sshd.path(QStringLiteral("host_ed25519.pub"))});
        QCOMPARE(key->fingerprint, QString::fromUtf8(told.split(' ').value(1)));
    }

    void jumpHostsAreDeclined()
    {
        SshTarget target = m_sshd.target();
        target.jump.append(QStringLiteral("bastion"));
        const auto machine = openedMachine(target);
        QVERIFY(!machine);
        QCOMPARE(machine.error().kind, ErrorKind::Invalid);
        QVERIFY(machine.error().message.contains(QLatin1String("bastion")));
    }

private:
    LocalSshd m_sshd{"KbdInteractiveAuthentication no"};
    LocalSshd m_asking{"PasswordAuthentication no\nKbdInteractiveAuthentication yes"};
    LocalSshd m_twice{"AuthenticationMethods publickey,password"};
};

QTEST_GUILESS_MAIN(SshLoginTest)
#include "ssh_login_test.moc"
