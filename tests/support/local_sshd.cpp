#include "tests/support/local_sshd.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>
#include <arpa/inet.h>
#include <csignal>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {
constexpr char passwordHash[] =
    "$6$ovdeploy$do.sO4WqDrFRJus7yN4S3dJHvZCRGOTCZfVMiF53Q4wxRjUDfeFmFJPe.UPGbJqkUdsQEtpc.hVZbHCYVdrgz0"; // of `right-password`

constexpr char startScript[] = R"(set -e
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
mkdir /run/sshd
for file in passwd shadow group sudoers; do mount --bind "$1/$file" /etc/$file; done
exec /usr/sbin/sshd -D -e -f "$1/sshd_config"
)";

bool writeFile(const QString &path, const QByteArray &content, QFile::Permissions permissions)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size() &&
           file.setPermissions(permissions);
}

int freePort()
{
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *name = reinterpret_cast<sockaddr *>(&address);
    const bool isBound = bind(probe, name, size) == 0 && getsockname(probe, name, &size) == 0;
    close(probe);
    return isBound ? ntohs(address.sin_port) : 0;
}

struct User
{
    const char *name;
    QString shell;
};

QList<User> users()
{
    const auto shell = [](const char *name) { return QStandardPaths::findExecutable(QLatin1String(name)); };
    QList<User> all = {{"ubuntu", shell("bash")}, {"deploy", shell("sh")}, {"guest", shell("sh")}};
    for (const char *odd : {"fish", "tcsh"})
        if (!shell(odd).isEmpty())
            all.append({odd, shell(odd)});
    return all;
}

qint64 parentOf(const QString &process)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray line = file.readAll();
    return line.mid(line.lastIndexOf(')') + 2).split(' ').value(1).toLongLong();
}

QList<qint64> childrenOf(qint64 parent)
{
    QList<qint64> children;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs))
        if (name[0].isDigit() && parentOf(name) == parent)
            children.append(name.toLongLong());
    return children;
}
} // namespace

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    const bool isDone = process.waitForFinished(30000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return isDone ? process.readAllStandardOutput() : QByteArray();
}

Result<std::unique_ptr<Machine>> openedMachine(const SshTarget &target, const SecretSet &access, const SshOptions &options,
                                               std::stop_token stop)
{
    return sshMachines({{QStringLiteral("master-1"), target}}, access, options)(QStringLiteral("master-1"), std::move(stop));
}

LocalSshd::LocalSshd(const QByteArray &moreConfig)
{
    if (geteuid() != 0) {
        m_problem = QStringLiteral("a local sshd with users of its own needs root");
        return;
    }
    for (const char *program : {"/usr/sbin/sshd", "/usr/bin/ssh-keygen", "/usr/bin/sudo", "/usr/bin/unshare"})
        if (!QFile::exists(QLatin1String(program))) {
            m_problem =
                QStringLiteral("%1 is missing: install openssh-server, openssh-client, sudo and util-linux").arg(QLatin1String(program));
            return;
        }
    m_problem = QStringLiteral("sshd did not start");
    for (int attempt = 0; attempt < 5; ++attempt) { // somebody else may take the free port first
        m_port = freePort();
        makeFiles(moreConfig);
        if (start()) {
            m_problem.clear();
            return;
        }
    }
}

LocalSshd::~LocalSshd()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    if (const qint64 first = listener(); first > 0)
        kill(pid_t(first), SIGKILL); // the first process of its namespace: all others go with it
    m_process.waitForFinished(10000);
}

QByteArray LocalSshd::makeFiles(const QByteArray &moreConfig)
{
    QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther |
                                               QFile::ReadGroup | QFile::ExeGroup);
    const auto open = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    const auto closed = QFile::ReadOwner | QFile::WriteOwner;
    QByteArray passwd = "root:x:0:0:root:" + path(QString()).toUtf8() + ":/bin/bash\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n";
    QByteArray shadow = QByteArray("root:") + passwordHash + ":19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n";
    int id = 20001;
    for (const User &user : users()) {
        passwd += QByteArray(user.name) + ":x:" + QByteArray::number(id) + ":20000::" + path(QString()).toUtf8() + ':' +
                  user.shell.toUtf8() + '\n';
        shadow += QByteArray(user.name) + ':' + passwordHash + ":19000:0:99999:7:::\n";
        ++id;
    }
    writeFile(path(QStringLiteral("passwd")), passwd, open);
    writeFile(path(QStringLiteral("shadow")), shadow, closed);
    writeFile(path(QStringLiteral("group")), "root:x:0:\nnogroup:x:65534:\ntty:x:5:\nusers:x:20000:\n", open);
    writeFile(
        path(QStringLiteral("sudoers")),
        "Defaults env_reset, lecture=always\nDefaults timestamp_timeout=0\nroot ALL=(ALL:ALL) ALL\nubuntu ALL=(ALL:ALL) NOPASSWD: ALL\n"
        "fish ALL=(ALL:ALL) NOPASSWD: ALL\ntcsh ALL=(ALL:ALL) NOPASSWD: ALL\ndeploy ALL=(ALL:ALL) ALL\n",
        QFile::ReadOwner);
    for (const char *key : {"host_ed25519", "client"})
        if (!QFile::exists(path(QLatin1String(key))))
            outputOf(QStringLiteral("ssh-keygen"), {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"),
                                                    QStringLiteral("-N"), QString(), QStringLiteral("-f"), path(QLatin1String(key))});
    QFile::remove(path(QStringLiteral("authorized_keys")));
    QFile::copy(path(QStringLiteral("client.pub")), path(QStringLiteral("authorized_keys")));
    const QByteArray folder = m_folder.path().toUtf8();
    const QByteArray config =
        moreConfig + "\nPort " + QByteArray::number(m_port) + "\nListenAddress 127.0.0.1\nHostKey " + folder +
        "/host_ed25519\nPidFile none\nStrictModes no\nUseDNS no\nUsePAM yes\nPermitRootLogin yes\nAuthorizedKeysFile " + folder +
        "/authorized_keys\nMaxStartups 50\nPrintMotd no\nPrintLastLog no\n";
    writeFile(path(QStringLiteral("sshd_config")), config, open);
    return config;
}

bool LocalSshd::start()
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(QStringLiteral("unshare"), {QStringLiteral("--mount"), QStringLiteral("--pid"), QStringLiteral("--fork"),
                                                QStringLiteral("--mount-proc"), QStringLiteral("--kill-child"), QStringLiteral("sh"),
                                                QStringLiteral("-c"), QLatin1String(startScript), QStringLiteral("sh"), m_folder.path()});
    QByteArray said;
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 10000 && (m_process.waitForReadyRead(200) || m_process.state() != QProcess::NotRunning)) {
        said += m_process.readAll();
        if (said.contains("Server listening"))
            return true;
    }
    m_problem = QStringLiteral("sshd did not start: ") + QString::fromUtf8((said + m_process.readAll()).right(500));
    m_process.kill();
    m_process.waitForFinished(5000);
    return false;
}

qint64 LocalSshd::listener() const
{
    return childrenOf(m_process.processId()).value(0);
}

bool LocalSshd::hasUser(const QString &user)
{
    const QList<User> all = users();
    return std::any_of(all.begin(), all.end(), [&user](const User &one) { return user == QLatin1String(one.name); });
}

SshTarget LocalSshd::target(const QString &user) const
{
    SshTarget target;
    target.host = QStringLiteral("127.0.0.1");
    target.port = m_port;
    target.user = user;
    target.key = path(QStringLiteral("client"));
    target.privilege = user == QLatin1String("root") ? Privilege::Root : Privilege::Sudo;
    QFile file(path(QStringLiteral("host_ed25519.pub")));
    if (file.open(QIODevice::ReadOnly))
        target.pins.append(readHostKey(QString::fromUtf8(file.readAll())).value_or(HostKey()).line);
    return target;
}

void LocalSshd::killSessions()
{
    // Orphans of the namespace are children of its first process too: jobs, which must outlive a session.
    const auto isSshd = [](qint64 process) {
        QFile name(QStringLiteral("/proc/%1/comm").arg(process));
        return name.open(QIODevice::ReadOnly) && name.readAll().trimmed() == "sshd";
    };
    for (const qint64 session : childrenOf(listener())) {
        if (!isSshd(session))
            continue;
        for (const qint64 child : childrenOf(session)) // the part without privileges, which holds the connection
            if (isSshd(child))
                kill(pid_t(child), SIGKILL);
        kill(pid_t(session), SIGKILL);
    }
}
