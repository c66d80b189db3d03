// One look at every node of a cluster at once, over connections that are kept between looks.
#pragma once

#include "app/inspect/status.h"
#include "app/machine/machine.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

class Survey
{
public:
    /// All must outlive the survey's looks; `catalog` and `topology` are the document's.
    Survey(const Topology &topology, const Catalog &catalog, OpenMachine openMachine);
    ~Survey();

    /// Every node's status, in the document's order: 32 at a time, each with the deadlines of its connection. A node that cannot be asked is
    /// `Unreachable` with the reason. `onStatus` hears each as it is known, one at a time.
    QList<NodeStatus> look(std::stop_token stop, const std::function<void(const NodeStatus &)> &onStatus = {});

    /// What kind of error kept nodes from being asked in the latest look: Unreachable, LoginRefused … empty: none.
    QList<ErrorKind> refusals() const;

private:
    struct Post;
    NodeStatus lookAt(Post &post, const std::stop_token &stop) const;

    const Topology &m_topology;
    const Catalog &m_catalog;
    OpenMachine m_openMachine;
    std::vector<std::unique_ptr<Post>> m_posts;
};
