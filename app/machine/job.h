// A long script on the node: started there, logged there, followed from here, found again after any loss (contracts 7).
#pragma once

#include "app/machine/machine.h"

#include <QString>

struct JobRequest
{
    QString id;                          ///< <run>.<step>.<attempt>: letters, digits, . _ - @ only, at most 120
    QString verb;                        ///< `install master`
    QString script;                      ///< /bin/sh, secrets as "$NAME"
    SecretSet secrets;                   ///< put as NAME='value' lines into tmpfs, read by the job first and unlinked second
    std::chrono::seconds deadline{3600}; ///< after it the node itself ends the job
    QString image = {};                  ///< the installer's: containers of it (any tag) that still run are removed when the job is stopped
};

struct JobState
{
    enum class Kind {
        Absent, ///< the node knows no such job
        Running,
        Exited,
        Killed,
        Lost, ///< the node was booted anew, or the job vanished without a status
    };
    Kind kind = Kind::Absent;
    int exitStatus = -1;
    QString signal;
};

/// Starts the job, or finds it started already (then nothing is started twice and `Running` or its end is told).
Result<JobState> startJob(Machine &machine, const JobRequest &request, std::stop_token stop);

/// Gives the log's bytes from `offset` on until the job has ended and its log is read to the end. An Error of kind Unreachable means
/// the connection went, not the job: call again with the offset reached. Stopping ends the following, not the job.
Result<JobState> followJob(Machine &machine, const QString &id, qint64 offset, const std::function<void(QByteArrayView)> &onLog,
                           const std::stop_token &stop);

/// TERM to the job's process group, 10 s, KILL; then the container that the installer started.
Result<JobState> stopJob(Machine &machine, const QString &id, std::stop_token stop);

/// Removes the job's folder from the node. A job that still runs is an Error of kind Conflict.
Result<void> cleanJob(Machine &machine, const QString &id, std::stop_token stop);
