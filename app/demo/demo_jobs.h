// Jobs of a simulated host: a log that grows with time and an end, whoever looks or not.
#pragma once

#include "app/catalog/catalog.h"
#include "app/topology/topology.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

struct DemoJobFaults
{
    QString installFailure;      ///< the installation prints this text and ends with status 1
    bool hasNoBanner = false;    ///< the installation ends well and prints no banner
    bool hasOtherInstaller = false; ///< the downloaded installer has another digest than the other nodes'
    int lengthMs = 1500;         ///< of an installation
};

/// What the texts of a log are made of.
struct DemoJobSubject
{
    const Topology *topology = nullptr;
    const Catalog *catalog = nullptr;
    Role role = Role::Master;
    QList<Service> containers;
    double pace = 1;
};

struct DemoJob
{
    struct Line
    {
        qint64 at = 0; ///< milliseconds after the start
        QByteArray text;
    };
    QString verb;
    qint64 startedAt = 0, endsAt = 0;
    QList<Line> lines;
    int status = 0;
    QString killedBy;      ///< TERM: it was stopped
    bool isLost = false;   ///< the host was booted anew while it ran
    bool isSettled = false; ///< its effect on the host has been taken

    bool isOver(qint64 now) const { return isLost || now >= endsAt; }
    QByteArray log(qint64 now) const;
    /// `state running`, `state exited 0` …
    QByteArray stateLine(qint64 now) const;
};

/// By id. Not safe from several threads.
class DemoJobs
{
public:
    /// Starts it, unless it is known.
    const DemoJob &started(const QString &id, const QStringList &verb, const DemoJobSubject &subject, const DemoJobFaults &faults);
    const DemoJob *job(const QString &id) const;
    void stop(const QString &id, qint64 now);
    void remove(const QString &id) { m_jobs.remove(id); }
    /// Running ones are lost.
    void lose(qint64 now);
    bool isBusy(qint64 now) const;
    /// Verbs of the jobs that have ended well since the last call, in the order of their end.
    QStringList takeDone(qint64 now);

private:
    QHash<QString, DemoJob> m_jobs;
};
