// Nodes that exist only in the test: they answer the verbs of our scripts, keep jobs that run on by themselves, and fail when told to.
#pragma once

#include "app/machine/machine.h"
#include "tests/support/fake_job.h"

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QSet>
#include <QStringList>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

/// How a node answers a script that is not about jobs.
struct FakeAnswer
{
    int exitStatus = 0;
    QByteArray out = {}, err = {};
    std::chrono::milliseconds takes{0};
    bool hangs = false;       ///< until it is stopped or its deadline passes
    bool losesBefore = false; ///< the connection goes before the node does anything
    bool losesAfter = false;  ///< the node does it, but the answer is lost
};

/// One node. Tests fill it before the run; what happened is read after it. All of it is behind `mutex`.
struct FakeNode
{
    mutable std::mutex mutex;

    QHash<QString, FakeJobScript> jobs;        ///< by the job's verb
    QHash<QString, QList<FakeAnswer>> answers; ///< by verb, one a call, the last one stays; none: exit 0
    QSet<QString> done;                        ///< step ids whose postcondition holds
    QHash<QString, QString> marks;             ///< verb of a script or job -> step id that is done once it has succeeded

    int refusedOpenings = 0; ///< so many are refused, -1: all
    ErrorKind refusal = ErrorKind::Unreachable;
    bool hangsOpening = false;
    QList<qint64> cuts; ///< a follow loses the connection after so many bytes; one each
    std::chrono::milliseconds awayAfterLoss{0};
    bool rebootsWhenLost = false;    ///< running jobs are lost then
    bool losesAfterJobStart = false; ///< once: the job is started, the answer is lost
    qsizetype followChunk = 65536;

    QHash<QString, int> starts;      ///< job id -> how often it was really started
    QStringList calls;               ///< verbs in order
    QMap<QString, QByteArray> files; ///< what was put
    QList<QByteArray> scripts;       ///< texts that were run
    int openings = 0;
    int openNow = 0, mostOpen = 0;

    QHash<QString, FakeJob> running; ///< by id
    std::chrono::steady_clock::time_point awayUntil;
};

class FakeCluster
{
public:
    /// Makes the node when it is asked for first.
    FakeNode &node(const NodeId &id);
    OpenMachine opener();

private:
    std::mutex m_mutex;
    std::map<NodeId, std::shared_ptr<FakeNode>> m_nodes;
};
