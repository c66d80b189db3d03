// How a node is doing: facts against what the catalog expects of its role, release and modules. Pure.
#pragma once

#include "app/base/result.h"
#include "app/catalog/catalog.h"
#include "app/inspect/facts.h"
#include "app/topology/topology.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

enum class NodeState {
    Unknown,      ///< not looked at yet
    Unreachable,  ///< no connection or no login
    NotInstalled,
    Stopped,      ///< installed, and the unit is not active
    Starting,     ///< active for a short while and not yet complete
    Running,      ///< all that is required is there
    Degraded,     ///< something that is required is missing or unhealthy
};

/// A port that something should listen on; rules of one port are one row.
struct PortStatus
{
    enum class State {
        Open,
        Missing, ///< nothing listens
        Idle,    ///< a wide range in which nothing listens now: it does so only during sessions
        Unknown, ///< the node's listeners could not be read, or it is not running
    };
    QStringList rules;
    QString protocol;
    int portFrom = 0, portTo = 0;
    bool isRequired = false;
    State state = State::Unknown;
    QStringList processes; ///< who listens

    QString portText() const; ///< TCP 7000-7001
};

struct ContainerStatus
{
    enum class State { Good, Missing, Bad, Unknown };
    QString service;   ///< id of the catalog's row
    QString name;
    State state = State::Unknown;
    QString found;     ///< as Docker says: running, exited …
    int restarts = -1;
    bool isGrowing = false; ///< restarted since the previous look
    QString problem;   ///< a sentence if it is not good
};

struct HealthStatus
{
    enum class State { Good, Bad, Unknown };
    QString probe;
    State state = State::Unknown;
    int status = 0; ///< HTTP status, 0: no answer
};

struct NodeStatus
{
    NodeId node;
    NodeState state = NodeState::Unknown;
    QStringList reasons; ///< why it is not running, a sentence each
    QStringList notes;   ///< worth knowing, without being a fault
    QString unit;        ///< active, inactive, failed …; empty: no such unit
    QString since;
    QString release;     ///< what is installed
    QList<PortStatus> ports;
    QList<ContainerStatus> containers;
    QList<HealthStatus> health;
    QDateTime time;      ///< of the look, by the node's clock
};

/// `not installed`, `running` …: the word shown beside a node.
QString stateWord(NodeState state);
/// A stable English id for JSON: not-installed, running …
QString stateId(NodeState state);

/// The URLs a node is asked on itself.
QList<HealthQuestion> healthQuestionsOf(const Topology &topology, const Node &node, const Catalog &catalog);

/// `previous`, facts of the look before this one, shows restart counts that grow.
NodeStatus statusOf(const Topology &topology, const Node &node, const MachineFacts &facts, const Catalog &catalog, const MachineFacts *previous = nullptr);

/// Of a node that could not be asked.
NodeStatus unreachableStatus(const NodeId &node, const Error &error);

/// One line: `running`, or the state and its first reason.
QString statusLine(const NodeStatus &status);
