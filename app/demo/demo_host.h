// A simulated host: what it is asked (verbs of the scripts) and what it answers, with jobs, a service and a clock, and without a network.
#pragma once

#include "app/demo/demo_jobs.h"
#include "app/demo/demo_world.h"
#include "app/machine/machine.h"
#include "app/topology/expected.h"

#include <QByteArray>
#include <QHash>
#include <QMutex>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

/// What goes wrong. May be changed at any time from any thread.
struct DemoFaults
{
    bool refusesLogin = false;
    bool hangs = false;          ///< accepts connections and says nothing any more
    bool isOff = false;          ///< open connections end, new ones are closed at once
    qint64 cutAfterBytes = -1;   ///< the next connection that has answered so many bytes is cut, once; -1: none
    int delayMs = 0;             ///< before each answer
    qint64 floodBytes = 0;       ///< so much output comes before the answer to each `exec`
    qint64 clockOffsetMs = 0;
    bool staysUnhealthy = false; ///< health never becomes good
    DemoJobFaults jobs;
};

struct DemoSetup
{
    Topology topology;
    NodeId name;                ///< a node, or a load balancer
    const Catalog *catalog = nullptr;
    std::shared_ptr<DemoWorld> world;
    double pace = 1;            ///< 0.1: everything takes a tenth of the usual time
};

/// The answer to one script.
struct DemoAnswer
{
    QByteArray out, err;
    int status = 0;
    qint64 flood = 0;           ///< bytes of filler before `out`
    QString followed;           ///< a job whose log is to be streamed before the end
    qint64 offset = 0;          ///< in that log
};

/// A piece of a job's log, and the line that ends the following once it is over.
struct DemoLogPiece
{
    QByteArray bytes;
    bool isLast = false;
    QByteArray stateLine;
};

/// Safe from any thread.
class DemoHost
{
public:
    explicit DemoHost(const DemoSetup &setup);

    /// `verb` is the script's first line without `#: `.
    DemoAnswer answer(const QString &verb, const QByteArray &script);
    DemoLogPiece logFrom(const QString &job, qint64 offset);

    DemoFaults faults() const;
    void setFaults(const DemoFaults &faults);
    /// True once after cutAfterBytes was set: the fault is spent.
    bool takeCut(qint64 bytesWritten);
    /// New boot id, running jobs are lost, a started service comes back by itself, connections end.
    void reboot();
    /// Open connections end.
    void dropConnections();
    /// Changes with each of them: a connection that knows an older one has to end.
    int epoch() const;

    /// Verbs asked so far, in order.
    QStringList verbs() const;
    /// A file that was put or that belongs to the installation.
    std::optional<QByteArray> file(const QString &path) const;

private:
    struct Expected
    {
        QList<PortRule> ports;
        QList<Service> containers;
        QList<HealthProbe> health;
    };

    DemoAnswer answerJob(const QStringList &words);
    DemoAnswer answerFile(const QStringList &words, const QByteArray &script);
    DemoAnswer answerExec(const QStringList &words, const QByteArray &script);
    DemoAnswer startService();
    DemoAnswer stopService();
    DemoAnswer health() const;
    bool isDone(const QString &step) const;
    QByteArray facts() const;
    QByteArray serviceFacts() const;
    QByteArray listenerFacts() const;
    int healthStatus() const;
    bool isListening() const;
    void settle();

    DemoSetup m_setup;
    std::optional<Role> m_role; ///< none: a load balancer
    QString m_address;
    Expected m_expected;
    mutable QMutex m_mutex;
    DemoFaults m_faults;
    DemoJobs m_jobs;
    QHash<QString, QByteArray> m_files;
    QStringList m_verbs;
    QString m_bootId, m_installedRelease;
    qint64 m_bootedAt = 0, m_serviceAt = -1; ///< -1: stopped
    int m_epoch = 0;
};
