// The engine for an event loop: a run on a thread of its own, its events as a signal.
#pragma once

#include "app/run/execute.h"

#include <QList>
#include <QObject>

#include <mutex>
#include <thread>

class Runner : public QObject
{
    Q_OBJECT

public:
    /// What is done on the thread with the execution, whose `tell` and stops are set: `execute`, or a recorded run around it.
    using Work = std::function<Result<RunState>(const Execution &execution)>;

    explicit Runner(QObject *parent = nullptr);
    /// Stops following and waits; jobs go on on their nodes.
    ~Runner() override;

    bool isRunning() const { return m_isRunning; }
    /// Begins a run unless one is going on. The execution's own `tell` is called too, on the run's threads.
    void start(const Execution &execution, const Work &work = {});
    /// Leaves jobs where they are. `ended` follows.
    void stopFollowing() { m_stopFollowing.request_stop(); }
    /// Ends the jobs on their nodes too. `ended` follows.
    void stopJobs() { m_stopJobs.request_stop(); }

Q_SIGNALS:
    /// Everything that has happened since the last time, in order.
    void happened(const QList<RunEvent> &events);
    void ended(const RunState &state);
    /// The work could not be done at all, or its journal broke: `ended` does not follow.
    void broke(const Error &error);

private:
    void gather(const RunEvent &event);
    void deliver();
    void finish(const Result<RunState> &result);

    std::mutex m_mutex;
    QList<RunEvent> m_gathered; ///< behind the mutex: told and not delivered yet
    std::stop_source m_stopFollowing, m_stopJobs;
    bool m_isRunning = false;
    std::jthread m_thread; ///< last: it goes first
};
