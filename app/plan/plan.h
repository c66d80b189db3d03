// What will be done, as data. Preview, bundle and run read the same value.
#pragma once

#include "app/secrets/sealed_text.h"
#include "app/topology/topology.h"

#include <QList>
#include <QString>

#include <chrono>
#include <variant>

/// A short script on the node, over the connection.
struct Command
{
    QString verb;      ///< `exec start-service`: first words of the script's `#:` line
    SealedText script; ///< /bin/sh
    std::chrono::seconds deadline{60};
    bool operator==(const Command &other) const = default;
};

/// A long script that runs on the node whatever happens to us (machine/job).
struct Job
{
    QString verb; ///< `install master`
    SealedText script;
    std::chrono::seconds deadline{3600};
    QStringList success;   ///< each of these texts must appear in the log for the job to count as done
    QStringList transient; ///< a log with one of these may be tried again by the job itself
    bool operator==(const Job &other) const = default;
};

/// A file put on the node.
struct Upload
{
    QString path;
    SealedText content;
    int mode = 0600;
    bool operator==(const Upload &other) const = default;
};

/// A script repeated until it succeeds.
struct WaitUntil
{
    QString verb;
    SealedText script;
    std::chrono::seconds interval{2};
    std::chrono::seconds deadline{300};
    SealedText recovery; ///< run once when the deadline has passed, then the wait starts again (the vendor's one restart); empty: none
    bool operator==(const WaitUntil &other) const = default;
};

/// A question that is answered by a function given to `execute`, so that `run` need not know `inspect`.
struct Check
{
    QString id; ///< preflight, same-installer
    bool operator==(const Check &other) const = default;
};

using Action = std::variant<Command, Job, Upload, WaitUntil, Check>;

/// What a failed step does: its node takes no further part, or the run also ends with this stage.
enum class OnFailure { DropNode, StopAfterStage };

struct Step
{
    QString id;   ///< unique in the plan: install@master-1
    NodeId node;  ///< empty: the workstation acts, or several nodes do
    QString title;
    Action action;
    OnFailure onFailure = OnFailure::StopAfterStage;
    SealedText postcondition; ///< script that succeeds if the step is done already; empty: the step is repeated
    QString note;             ///< for the preview: why, or what it expects
    bool operator==(const Step &other) const = default;
};

/// Steps that may go side by side by node, each node's in order; ends when all have ended.
struct Stage
{
    QString id;
    QString title;
    QList<Step> steps;
    QString exception; ///< the named exception to "never two masters at once" that it uses (contracts 9); empty: none
    bool operator==(const Stage &other) const = default;
};

struct Plan
{
    QString title;
    QString operation;   ///< install
    QString cluster;     ///< its name
    QString clusterId;
    QString release;
    QString catalogHash;
    QList<Stage> stages;
    bool operator==(const Plan &other) const = default;

    const Step *step(const QString &id) const;
    QList<NodeId> nodes() const; ///< each once, in order of appearance
};

/// SHA-256 (hex) of everything the plan says, secrets masked: equal hash, equal actions.
QString planHash(const Plan &plan);

/// Every secret the plan will open, each once.
QList<SecretName> secretsOf(const Plan &plan);
