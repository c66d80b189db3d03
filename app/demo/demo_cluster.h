// A cluster without servers: a simulated node for each node and managed load balancer of a topology, on this machine.
#pragma once

#include "app/demo/demo_node.h"

#include <map>
#include <memory>
#include <vector>

class DemoCluster
{
public:
    /// `pace` 0.1: everything takes a tenth of the usual time. A session's login is made here and stays in memory.
    explicit DemoCluster(const Catalog &catalog, double pace = 1);
    ~DemoCluster();
    DemoCluster(const DemoCluster &) = delete;
    DemoCluster &operator=(const DemoCluster &) = delete;

    /// Starts nodes for the names that have none yet, and gives the topology with the way to them: host, port, user and host key.
    Result<Topology> joined(const Topology &topology);
    /// What logs in: `ssh-password`.
    SecretSet secrets() const;
    DemoNode *node(const NodeId &name) const;

private:
    Result<void> start(const Topology &topology, const QStringList &names);
    void point(SshAccess &access, const DemoNode &node) const;

    const Catalog &m_catalog;
    double m_pace;
    DemoLogin m_login;
    std::shared_ptr<DemoWorld> m_world;
    std::map<NodeId, std::unique_ptr<DemoNode>> m_nodes;
    std::vector<std::unique_ptr<DemoServer>> m_servers; ///< end before the nodes
};
