// What one look at a machine found. One script, one round trip; its output is parsed by pure functions.
#pragma once

#include "app/catalog/catalog.h"
#include "app/machine/machine.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

/// Something that listens.
struct Listener
{
    QString protocol; ///< tcp, udp
    QString address;  ///< 0.0.0.0, ::, 10.5.0.1
    int port = 0;
    QString process;  ///< name (pid), empty if not known
};

/// A container as Docker sees it.
struct ContainerFacts
{
    QString name;
    QString state;    ///< running, exited, restarting …
    int restarts = -1; ///< -1: not known
    int exitStatus = 0;
    QString since;
};

struct MachineFacts
{
    QDateTime time;             ///< of the node's clock
    qint64 clockOffsetMs = 0;   ///< node minus workstation, corrected by half the round trip
    int userId = -1;            ///< who the script ran as; 0 is root
    QString bootId;
    qint64 uptimeSeconds = -1;
    QString osId, osVersion, osName; ///< ubuntu, 24.04, Ubuntu 24.04.1 LTS
    QString kernel, architecture;
    int cpus = 0;
    qint64 memoryKiB = 0, memoryFreeKiB = 0;
    double load1 = 0;
    struct Disk { QString path; qint64 sizeKiB = 0, freeKiB = 0; };
    QList<Disk> disks;
    QStringList addresses;      ///< without prefix length and loopback
    QList<Listener> listeners;
    QHash<QString, QString> tools; ///< curl -> /usr/bin/curl; absent: not installed
    QString dockerVersion, composeVersion; ///< empty: not installed or not running
    QList<ContainerFacts> containers;
    bool hasInstallation = false;   ///< /opt/openvidu exists
    QString unitState;              ///< active, inactive, failed, activating; empty: no such unit
    QString unitSince;
    qint64 unitActiveSeconds = -1;  ///< since the unit became active; -1: not active or not known
    QString installedVersion;       ///< from deployment-info.yaml
    QString clusterRecord;          ///< /var/lib/ovdeploy/cluster.json as it stands
    QHash<QString, int> health;     ///< probe id -> HTTP status, 0: no answer
    QStringList problems;           ///< parts that could not be read, a sentence each
};

/// A health endpoint to ask on the node itself.
struct HealthQuestion
{
    QString id;
    QString url; ///< http://127.0.0.1:7880/health/caddy
};

/// The script, verb `facts`: blocks of `== name` followed by raw output; nothing in it is from the document but the URLs, quoted.
Script factsScript(const QList<HealthQuestion> &questions, const Installation &installation);

/// Parses the blocks. Missing or odd blocks become `problems`, never a crash.
MachineFacts parsedFacts(const QByteArray &output);

/// One round trip. The clock's offset is taken from the middle between asking and the first byte of the answer.
Result<MachineFacts> gatherFacts(Machine &machine, const QList<HealthQuestion> &questions, std::stop_token stop);
