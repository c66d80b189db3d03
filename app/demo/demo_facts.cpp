// The facts of a simulated host, in the words of the commands that a real one would run.
#include "app/demo/demo_host.h"

#include <QDateTime>
#include <QLocale>

#include <cmath>

namespace {
QByteArray block(const char *name, const QByteArray &text)
{
    return QByteArray("== ") + name + '\n' + text + (text.isEmpty() || text.endsWith('\n') ? "" : "\n");
}

QByteArray fixed(double value)
{
    return QByteArray::number(value, 'f', 2);
}

/// A slow wave that differs from host to host, so that something moves on the canvas.
double wave(const QString &name, double periodSeconds)
{
    const double phase = double(qHash(name, 7) % 1000) / 1000;
    return 0.5 + 0.5 * std::sin(2 * M_PI * (double(demoNow()) / 1000 / periodSeconds + phase));
}

QByteArray listenerLine(const QString &protocol, int port, const QByteArray &process, int pid)
{
    const bool isTcp = protocol == QLatin1String("tcp");
    return QByteArray(isTcp ? "tcp   LISTEN 0      4096" : "udp   UNCONN 0      0   ") + "            0.0.0.0:" + QByteArray::number(port)
           + "         0.0.0.0:*    users:((\"" + process + "\",pid=" + QByteArray::number(pid) + ",fd=7))\n";
}

QByteArray processOf(const PortRule &rule)
{
    const QByteArray word = rule.service.section(u' ', 0, 0).toLower().toLatin1();
    return word.isEmpty() ? QByteArray("openvidu") : word;
}

QByteArray stamp(qint64 msSinceEpoch)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(msSinceEpoch, Qt::UTC);
    return QLocale::c().toString(time, QStringLiteral("ddd yyyy-MM-dd hh:mm:ss")).toLatin1() + " UTC";
}
} // namespace

QByteArray DemoHost::facts() const
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch() + m_faults.clockOffsetMs;
    const double uptime = double(demoNow() - m_bootedAt) / 1000;
    const double busy = (m_serviceAt >= 0 ? 0.4 : 0.02) + (m_jobs.isBusy(demoNow()) ? 1.8 : 0);
    const double load = busy * (0.6 + 0.8 * wave(m_setup.name, 90));
    const qint64 memory = 16374512, used = m_serviceAt >= 0 ? 5200000 + qint64(800000 * wave(m_setup.name, 200)) : 700000;
    QByteArray text = block("time", QByteArray::number(now / 1000) + '.' + QByteArray::number(now % 1000).rightJustified(3, '0') + "000000");
    text += block("user", "0") + block("boot", m_bootId.toLatin1()) + block("uptime", fixed(uptime) + ' ' + fixed(uptime * 7));
    text += block("os", "PRETTY_NAME=\"Ubuntu 24.04.1 LTS\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian\n");
    text += block("kernel", "Linux 6.8.0-49-generic x86_64") + block("cpus", "8");
    text += block("memory", "MemTotal: " + QByteArray::number(memory) + " kB\nMemAvailable: " + QByteArray::number(memory - used) + " kB\n");
    text += block("load", fixed(load) + ' ' + fixed(load * 0.9) + ' ' + fixed(load * 0.8) + " 1/420 9981");
    text += block("disk", "Filesystem     1024-blocks     Used Available Capacity Mounted on\n"
                          "/dev/vda1        202051056 12120320 189930736       6% /\n");
    text += block("addresses", "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
                               "2: ens3    inet " + m_address.toLatin1()
                                   + "/24 brd 10.255.255.255 scope global ens3\\       valid_lft forever preferred_lft forever\n");
    text += block("listeners", listenerFacts());
    text += block("tools", "awk /usr/bin/awk\nbash /usr/bin/bash\ncurl /usr/bin/curl\nip /usr/sbin/ip\nnft /usr/sbin/nft\npython3 /usr/bin/python3\n"
                           "ss /usr/bin/ss\nsystemctl /usr/bin/systemctl\nsystemd-run /usr/bin/systemd-run\ntimeout /usr/bin/timeout\n"
                               + QByteArray(m_installedRelease.isEmpty() ? "" : "docker /usr/bin/docker\n"));
    return text + serviceFacts() + "== end\n";
}

QByteArray DemoHost::listenerFacts() const
{
    QByteArray text = listenerLine(QStringLiteral("tcp"), 22, "sshd", 1022);
    text += "udp   UNCONN 0      0      127.0.0.53%lo:53         0.0.0.0:*    users:((\"systemd-resolve\",pid=612,fd=14))\n";
    if (!isListening())
        return text;
    QSet<QString> seen;
    int pid = 2000;
    for (const PortRule &rule : m_expected.ports) {
        // Of a wide range a few ports are in use, as in a quiet hour.
        const int last = rule.portTo - rule.portFrom > 16 ? rule.portFrom + 3 : rule.portTo;
        for (int port = rule.portFrom; port <= last; ++port) {
            const QString key = rule.protocol + QString::number(port);
            if (seen.contains(key))
                continue;
            seen.insert(key);
            text += listenerLine(rule.protocol, port, processOf(rule), ++pid);
        }
    }
    return text;
}

QByteArray DemoHost::serviceFacts() const
{
    const Installation &installation = m_setup.catalog->installation;
    if (m_installedRelease.isEmpty())
        return block("unit", "LoadState=not-found\nActiveState=inactive\nSubState=dead\nActiveEnterTimestamp=\n") + block("installed", {});
    const Release *release = m_setup.catalog->release(m_installedRelease);
    const bool isStarted = m_serviceAt >= 0;
    const QString docker = release && !release->dockerMinimum.isEmpty() ? release->dockerMinimum : QStringLiteral("27.3.1");
    const qint64 startedAt = QDateTime::currentMSecsSinceEpoch() + m_faults.clockOffsetMs - (demoNow() - m_serviceAt);
    QByteArray containers, health, unit = "LoadState=loaded\n";
    if (isStarted) {
        const QByteArray since = QDateTime::fromMSecsSinceEpoch(startedAt, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
        for (const Service &service : m_expected.containers)
            containers += '/' + service.name.toLatin1() + (service.isTransient ? "\texited" : "\trunning") + "\t0\t0\t" + since + '\n';
        unit += "ActiveState=active\nSubState=exited\nActiveEnterTimestamp=" + stamp(startedAt) + "\nActiveEnterTimestampMonotonic="
                + QByteArray::number((m_serviceAt - m_bootedAt) * 1000) + '\n';
    } else {
        unit += "ActiveState=inactive\nSubState=dead\nActiveEnterTimestamp=\nActiveEnterTimestampMonotonic=0\n";
    }
    const int status = healthStatus();
    for (const HealthProbe &probe : m_expected.health)
        health += probe.id.toLatin1() + ' ' + QByteArray::number(status ? (status == 200 ? probe.expectStatus : status) : 0).rightJustified(3, '0') + '\n';
    return block("docker", docker.toLatin1()) + block("compose", "2.35.1") + block("containers", containers) + block("unit", unit) + block("installed", "yes")
           + block("info", m_files.value(installation.root + u'/' + installation.infoFile))
           + block("cluster", m_files.value(QStringLiteral("/var/lib/ovdeploy/cluster.json"))) + block("health", health);
}
