#include "app/run/runner.h"

Runner::Runner(QObject *parent)
    : QObject(parent)
{
}

Runner::~Runner()
{
    stopFollowing();
    if (m_thread.joinable())
        m_thread.join();
}

void Runner::start(const Execution &execution, const Work &work)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_stopFollowing = std::stop_source();
    m_stopJobs = std::stop_source();
    Execution told = execution;
    told.stopFollowing = m_stopFollowing.get_token();
    told.stopJobs = m_stopJobs.get_token();
    told.tell = [this, tell = execution.tell](const RunEvent &event) {
        if (tell)
            tell(event);
        gather(event);
    };
    m_thread = std::jthread([this, told, work] {
        const Result<RunState> result = work ? work(told) : Result<RunState>(execute(told));
        QMetaObject::invokeMethod(
            this, [this, result] { finish(result); }, Qt::QueuedConnection);
    });
}

void Runner::gather(const RunEvent &event)
{
    const std::lock_guard lock(m_mutex);
    m_gathered.append(event);
    // One call on its way is enough: it takes all that has come by then.
    if (m_gathered.size() == 1)
        QMetaObject::invokeMethod(this, &Runner::deliver, Qt::QueuedConnection);
}

void Runner::deliver()
{
    QList<RunEvent> events;
    {
        const std::lock_guard lock(m_mutex);
        events.swap(m_gathered);
    }
    if (!events.isEmpty())
        Q_EMIT happened(events);
}

void Runner::finish(const Result<RunState> &result)
{
    deliver();
    m_thread.join();
    m_isRunning = false;
    if (result)
        Q_EMIT ended(*result);
    else
        Q_EMIT broke(result.error());
}
