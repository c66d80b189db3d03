// Where the events of all threads of a run come together: one state, one listener, one at a time.
#pragma once

#include "app/run/execute.h"
#include "app/secrets/redactor.h"

#include <mutex>

class Teller
{
public:
    Teller(const Execution &execution, const Redactor &redactor);

    /// Stamps the time, takes secrets out of its texts, folds it, hands it on.
    void tell(RunEvent event);
    /// A copy as of now.
    RunState state() const;
    StepState step(const QString &id) const;

private:
    QString withoutSecrets(const QString &text) const;

    const Execution &m_execution;
    const Redactor &m_redactor;
    mutable std::mutex m_mutex;
    RunState m_state;
};

/// What all threads of a run share. `stop` is asked for by either of the execution's stops.
struct RunShare
{
    const Execution &execution;
    Teller &teller;
    std::stop_token stop;
    std::function<Result<Secret>(const SealedText &text)> unseal;
    const Redactor &redactor; ///< copied for every stream

    bool endsJobs() const { return execution.stopJobs.stop_requested(); }
};

/// Where an event belongs. `tell` fills it in.
struct StepPlace
{
    Teller &teller;
    QString stage, step;
    NodeId node;
    int attempt = 1;

    void tell(RunEvent::Type type, const QString &text = {}, const QString &advice = {}) const;
    RunEvent event(RunEvent::Type type) const;
};
