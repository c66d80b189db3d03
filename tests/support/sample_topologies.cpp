#include "tests/support/sample_topologies.h"

namespace {
Node nodeOf(const QString &name, Role role, const QString &privateIp, const QString &publicIp = {})
{
    Node node;
    node.name = name;
    node.role = role;
    node.privateIp = privateIp;
    node.publicIp = publicIp;
    return node;
}
} // namespace

Topology seedTopology()
{
    Topology topology;
    topology.id = QStringLiteral("6f0c3c1e-1d5f-4c36-9d39-5b0f4d3a7e10");
    topology.name = QStringLiteral("prod-ha");
    topology.release = QStringLiteral("3.0.0-beta2");
    topology.domain = QStringLiteral("openvidu.example.io");
    topology.turnDomain = QStringLiteral("turn.example.io");
    topology.engine = QStringLiteral("pion");
    topology.modules = QStringList{QStringLiteral("observability"), QStringLiteral("v2compatibility"), QStringLiteral("app")};
    topology.features = QStringList{QStringLiteral("rtmp"), QStringLiteral("whip"), QStringLiteral("iceTcp")};
    topology.ssh.user = QStringLiteral("ubuntu");
    for (int i = 1; i <= 4; ++i)
        topology.nodes.append(nodeOf(QStringLiteral("master-%1").arg(i), Role::Master, QStringLiteral("10.5.0.%1").arg(i)));
    for (int i = 1; i <= 2; ++i)
        topology.nodes.append(nodeOf(QStringLiteral("media-%1").arg(i), Role::Media, QStringLiteral("10.5.0.1%1").arg(i),
                                     QStringLiteral("203.0.113.1%1").arg(i)));
    LoadBalancer balancer;
    balancer.name = QStringLiteral("lb");
    balancer.serves = QStringList{QStringLiteral("https"), QStringLiteral("turn"), QStringLiteral("rtmp")};
    balancer.flavour = QStringLiteral("nginx");
    balancer.address = QStringLiteral("203.0.113.5");
    topology.loadBalancers.append(balancer);
    return topology;
}

Topology currentTopology()
{
    Topology topology = seedTopology();
    topology.id = QStringLiteral("0b9e7a52-7a86-4e0a-8f31-2f1f6f3d9c44");
    topology.name = QStringLiteral("current-ha");
    topology.release = QStringLiteral("3.9.0");
    topology.engine.clear();
    topology.modules = QStringList{QStringLiteral("observability"), QStringLiteral("v2compatibility"), QStringLiteral("openviduMeet")};
    return topology;
}
