#include "tests/support/facts_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace {
QJsonArray listenerRows(const QList<Listener> &listeners)
{
    QJsonArray rows;
    for (const Listener &listener : listeners)
        rows.append(QStringLiteral("%1 %2 %3 %4").arg(listener.protocol, listener.address).arg(listener.port).arg(listener.process).trimmed());
    return rows;
}

QJsonArray containerRows(const QList<ContainerFacts> &containers)
{
    QJsonArray rows;
    for (const ContainerFacts &found : containers)
        rows.append(QStringLiteral("%1 %2 restarts %3 exit %4 since %5").arg(found.name, found.state).arg(found.restarts).arg(found.exitStatus).arg(found.since));
    return rows;
}

QJsonObject systemOf(const MachineFacts &facts)
{
    return {{QStringLiteral("time"), facts.time.toString(Qt::ISODateWithMs)},
            {QStringLiteral("user"), facts.userId},
            {QStringLiteral("boot"), facts.bootId},
            {QStringLiteral("uptime"), facts.uptimeSeconds},
            {QStringLiteral("os"), QStringList{facts.osId, facts.osVersion, facts.osName}.join(u'|')},
            {QStringLiteral("kernel"), facts.kernel},
            {QStringLiteral("architecture"), facts.architecture},
            {QStringLiteral("cpus"), facts.cpus},
            {QStringLiteral("memory"), QJsonArray{facts.memoryKiB, facts.memoryFreeKiB}},
            {QStringLiteral("load"), facts.load1}};
}

QJsonObject installationOf(const MachineFacts &facts)
{
    return {{QStringLiteral("docker"), facts.dockerVersion},
            {QStringLiteral("compose"), facts.composeVersion},
            {QStringLiteral("containers"), containerRows(facts.containers)},
            {QStringLiteral("installed"), facts.hasInstallation},
            {QStringLiteral("unit"), QStringList{facts.unitState, facts.unitSince, QString::number(facts.unitActiveSeconds)}.join(u'|')},
            {QStringLiteral("version"), facts.installedVersion},
            {QStringLiteral("cluster"), facts.clusterRecord}};
}
} // namespace

QByteArray factsJson(const MachineFacts &facts)
{
    QJsonObject disks, tools, health;
    for (const MachineFacts::Disk &disk : facts.disks)
        disks.insert(disk.path, QJsonArray{disk.sizeKiB, disk.freeKiB});
    for (auto tool = facts.tools.cbegin(); tool != facts.tools.cend(); ++tool)
        tools.insert(tool.key(), tool.value());
    for (auto answer = facts.health.cbegin(); answer != facts.health.cend(); ++answer)
        health.insert(answer.key(), answer.value());
    const QJsonObject whole{{QStringLiteral("system"), systemOf(facts)},
                            {QStringLiteral("disks"), disks},
                            {QStringLiteral("addresses"), QJsonArray::fromStringList(facts.addresses)},
                            {QStringLiteral("listeners"), listenerRows(facts.listeners)},
                            {QStringLiteral("tools"), tools},
                            {QStringLiteral("installation"), installationOf(facts)},
                            {QStringLiteral("health"), health},
                            {QStringLiteral("problems"), QJsonArray::fromStringList(facts.problems)}};
    return QJsonDocument(whole).toJson();
}
