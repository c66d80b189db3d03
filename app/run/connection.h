// One node's machine during a run: opened when it is first needed, opened again when it was lost.
#pragma once

#include "app/run/teller.h"
#include "app/run/waiting.h"

#include <memory>
#include <optional>

class Connection
{
public:
    /// `wasReached`: an earlier part of the run had it; then being away is a loss and not a mistake.
    Connection(const RunShare &share, const NodeId &node, bool wasReached);

    /// The machine. After a loss it is tried again with growing pauses (0.5 s to 10 s) for the execution's patience; a node that was never
    /// reached is tried once. The Error says since when it is away.
    Result<Machine *> machine(const StepPlace &place, const std::stop_token &stop);
    /// A call ended with Unreachable: patience begins, unless it has begun before and nothing was heard since.
    void lose(const Error &error);
    /// Something came from the node.
    void heard();
    bool isLost() const { return m_lost.has_value(); }

private:
    Result<Machine *> open(const std::stop_token &stop);
    std::chrono::milliseconds patienceLeft() const;
    Error awayError() const;

    const RunShare &m_share;
    NodeId m_node;
    bool m_wasReached;
    std::unique_ptr<Machine> m_machine;
    std::optional<SteadyTime> m_lost;
    qint64 m_lostClock = 0; ///< milliseconds since 1970
    int m_tries = 0;
    Error m_why;
};

/// Calls with the node's machine, again after every loss, until there is an answer or patience is over.
template<typename Call>
auto reached(Connection &connection, const StepPlace &place, const std::stop_token &stop, const Call &call) -> decltype(call(std::declval<Machine &>()))
{
    for (;;) {
        const Result<Machine *> machine = connection.machine(place, stop);
        if (!machine)
            return machine.error();
        auto answer = call(**machine);
        if (answer || answer.error().kind != ErrorKind::Unreachable) {
            connection.heard();
            return answer;
        }
        connection.lose(answer.error());
    }
}
