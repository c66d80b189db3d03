// A job on a fake node: its log grows with time, whoever is looking.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>

/// What a job does, as time passes, whoever is looking.
struct FakeJobScript
{
    QList<QByteArray> chunks = {};      ///< written one after the other
    std::chrono::milliseconds pause{0}; ///< before each chunk, and before the end
    int exitStatus = 0;
    bool endsByItself = true; ///< else it hangs after its last chunk
};

class FakeJob
{
public:
    using Time = std::chrono::steady_clock::time_point;

    FakeJob() = default;
    FakeJob(const FakeJobScript &what, Time now)
        : script(what)
        , m_started(now)
    {
    }

    bool hasEnded(Time now) const;
    /// `state exited 0`, with its line feed.
    QByteArray stateLine(Time now) const;
    /// The log's bytes from `offset` on, at most `most`.
    QByteArray logPart(Time now, qint64 offset, qsizetype most) const;
    /// TERM; the log stays as it is.
    void stop(Time now);
    /// The node was started anew.
    void lose(Time now);
    QString signal() const { return m_signal; }

    FakeJobScript script;

private:
    qsizetype chunksBy(Time now) const;

    Time m_started;
    bool m_isLost = false;
    QString m_signal;
    qsizetype m_chunksAtEnd = 0; ///< of a log that was cut off
};
