#include "tests/support/sample_cluster.h"

Topology sampleCluster(const QString &release, int mediaNodes)
{
    Topology topology;
    topology.id = QStringLiteral("6f0c0a52-3c3b-4a54-8d5d-3f5d7f5f0a11");
    topology.name = QStringLiteral("sample");
    topology.release = release;
    topology.domain = QStringLiteral("openvidu.example.io");
    topology.turnDomain = QStringLiteral("turn.example.io");
    topology.engine = QStringLiteral("pion");
    topology.modules = QStringList{QStringLiteral("observability"), QStringLiteral("v2compatibility"), QStringLiteral("app")};
    topology.features = QStringList{QStringLiteral("rtmp"), QStringLiteral("whip"), QStringLiteral("iceTcp")};
    topology.ssh.user = QStringLiteral("ubuntu");
    for (int number = 1; number <= 4; ++number) {
        Node node;
        node.name = QStringLiteral("master-%1").arg(number);
        node.privateIp = QStringLiteral("10.5.0.%1").arg(number);
        topology.nodes.append(node);
    }
    for (int number = 1; number <= mediaNodes; ++number) {
        Node node;
        node.name = QStringLiteral("media-%1").arg(number);
        node.role = Role::Media;
        node.privateIp = QStringLiteral("10.5.%1.%2").arg(number / 200).arg(10 + number % 200);
        topology.nodes.append(node);
    }
    LoadBalancer balancer;
    balancer.name = QStringLiteral("lb");
    balancer.serves = QStringList{QStringLiteral("https"), QStringLiteral("turn"), QStringLiteral("rtmp")};
    balancer.flavour = QStringLiteral("nginx");
    balancer.address = QStringLiteral("10.5.0.5");
    topology.loadBalancers.append(balancer);
    return topology;
}
