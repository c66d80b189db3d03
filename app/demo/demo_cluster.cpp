#include "app/demo/demo_cluster.h"

#include <QRandomGenerator>

#include <sys/resource.h>

#include <algorithm>
#include <array>

namespace {
constexpr size_t nodesPerThread = 128; // a few threads whatever the number of nodes

Secret newPassword()
{
    std::array<quint32, 6> words;
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    QByteArray text;
    for (const quint32 word : words)
        text += QByteArray::number(word, 36);
    return Secret::takenFrom(text);
}

/// A node needs a port, and each connection two more ends in this process; the usual limit of 1024 files holds 300 nodes.
void raiseFileLimit(qsizetype nodes)
{
    const rlim_t needed = rlim_t(nodes) * 4 + 512;
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
        return;
    limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? needed : std::min(needed, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Of the topology, those that can be logged in to.
QStringList simulatedNames(const Topology &topology)
{
    QStringList names;
    for (const Node &node : topology.nodes)
        names.append(node.name);
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.managed)
            names.append(balancer.name);
    }
    return names;
}
} // namespace

DemoCluster::DemoCluster(const Catalog &catalog, double pace)
    : m_catalog(catalog)
    , m_pace(pace)
    , m_login{QStringLiteral("root"), newPassword(), {}}
    , m_world(std::make_shared<DemoWorld>())
{
}

DemoCluster::~DemoCluster() = default;

Result<void> DemoCluster::start(const Topology &topology, const QStringList &names)
{
    raiseFileLimit(names.size() + qsizetype(m_nodes.size()));
    std::vector<std::shared_ptr<DemoDoor>> doors;
    for (const QString &name : names) {
        const DemoSetup setup{topology, name, &m_catalog, m_world, m_pace};
        const Result<std::shared_ptr<DemoDoor>> door = DemoDoor::opened(m_login, std::make_shared<DemoHost>(setup));
        if (!door)
            return door.error();
        doors.push_back(*door);
    }
    for (size_t first = 0; first < doors.size(); first += nodesPerThread) {
        const size_t end = std::min(first + nodesPerThread, doors.size());
        const auto begin = doors.cbegin();
        m_servers.push_back(std::make_unique<DemoServer>(std::vector<std::shared_ptr<DemoDoor>>(begin + qsizetype(first), begin + qsizetype(end))));
        DemoServer *server = m_servers.back().get();
        for (size_t at = first; at < end; ++at)
            m_nodes.emplace(names[qsizetype(at)], std::make_unique<DemoNode>(doors[at], [server] { server->wake(); }));
    }
    return {};
}

void DemoCluster::point(SshAccess &access, const DemoNode &node) const
{
    access.host = QStringLiteral("127.0.0.1");
    access.port = node.port();
    access.user = m_login.user;
    access.key = QString();
    access.privilege = Privilege::Root;
    access.jump = QStringList();
}

Result<Topology> DemoCluster::joined(const Topology &topology)
{
    QStringList missing;
    for (const QString &name : simulatedNames(topology)) {
        if (!m_nodes.contains(name))
            missing.append(name);
    }
    if (const Result<void> started = start(topology, missing); !started)
        return started.error();
    Topology pointed = topology;
    const auto pin = [this, &pointed](const QString &name, SshAccess &access) {
        if (const DemoNode *found = node(name)) {
            point(access, *found);
            pointed.hostKeys.insert(name, {QString::fromLatin1(found->hostKey())});
        }
    };
    for (Node &found : pointed.nodes)
        pin(found.name, found.ssh);
    for (LoadBalancer &balancer : pointed.loadBalancers)
        pin(balancer.name, balancer.ssh);
    return pointed;
}

SecretSet DemoCluster::secrets() const
{
    SecretSet secrets;
    secrets.insert(QStringLiteral("ssh-password"), m_login.password);
    return secrets;
}

DemoNode *DemoCluster::node(const NodeId &name) const
{
    const auto found = m_nodes.find(name);
    return found == m_nodes.end() ? nullptr : found->second.get();
}
