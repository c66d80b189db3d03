// The door to one remote host. Blocking calls with a deadline and a stop; one thread at a time.
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"
#include "app/topology/topology.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

/// A script for /bin/sh. The text travels on stdin, never in an argument list.
struct Script
{
    QString verb; ///< `facts`, `exec start-service`: written as the first line `#: VERB args`, which simulated nodes read
    Secret text;
    bool asRoot = true; ///< through the node's privilege (sudo, doas, or nothing for root)
    std::chrono::milliseconds deadline{60000};
};

enum class Stream { Out, Err };
/// Called as bytes arrive, on the calling thread.
using OnOutput = std::function<void(Stream stream, QByteArrayView bytes)>;

/// How a script ended. Output is given whole up to 16 MB a stream if no OnOutput took it.
struct Outcome
{
    int exitStatus = -1; ///< -1 with a signal, or when the connection ended without a status (that is an Error, not an Outcome)
    QString signal;      ///< TERM, KILL … without SIG
    QByteArray out;
    QByteArray err;

    bool isSuccess() const { return exitStatus == 0; }
};

class Machine
{
public:
    virtual ~Machine() = default;

    /// Runs a script to its end. Errors: Unreachable (connection lost), LoginRefused (privilege refused), Stopped, Failed (deadline).
    virtual Result<Outcome> run(const Script &script, const OnOutput &onOutput, std::stop_token stop) = 0;
    /// Writes a file atomically as root: a part file beside it, checked by SHA-256, then renamed.
    virtual Result<void> put(const QString &path, QByteArrayView content, int mode, std::stop_token stop) = 0;
    /// Reads a file as root; over 64 MB is an Error.
    virtual Result<QByteArray> get(const QString &path, std::stop_token stop) = 0;
};

/// Opens a node: connects, checks its host key, logs in. The seam that tests replace.
using OpenMachine = std::function<Result<std::unique_ptr<Machine>>(const NodeId &node, std::stop_token stop)>;
