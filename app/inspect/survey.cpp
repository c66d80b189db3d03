#include "app/inspect/survey.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace {
constexpr size_t workers = 32;
} // namespace

/// A node, the connection to it and what the look before found.
struct Survey::Post
{
    explicit Post(const Node &observed) : node(observed) {}

    Node node;
    std::unique_ptr<Machine> machine;
    std::optional<MachineFacts> previous;
    std::optional<ErrorKind> refusal;
};

Survey::Survey(const Topology &topology, const Catalog &catalog, OpenMachine openMachine)
    : m_topology(topology), m_catalog(catalog), m_openMachine(std::move(openMachine))
{
    for (const Node &node : topology.nodes)
        m_posts.push_back(std::make_unique<Post>(node));
}

Survey::~Survey() = default;

NodeStatus Survey::lookAt(Post &post, const std::stop_token &stop) const
{
    post.refusal.reset();
    const auto refused = [&post](const Error &error) {
        post.machine.reset();
        post.previous.reset();
        post.refusal = error.kind;
        return unreachableStatus(post.node.name, error);
    };
    const bool wasKept = post.machine != nullptr;
    if (!post.machine) {
        Result<std::unique_ptr<Machine>> machine = m_openMachine(post.node.name, stop);
        if (!machine)
            return refused(machine.error());
        post.machine = std::move(*machine);
    }
    const Result<MachineFacts> facts = gatherFacts(*post.machine, healthQuestionsOf(m_topology, post.node, m_catalog), stop);
    if (!facts && wasKept && facts.error().kind == ErrorKind::Unreachable) {
        // A kept connection may have died since the look before: that says nothing about the node now.
        post.machine.reset();
        return lookAt(post, stop);
    }
    if (!facts)
        return refused(facts.error());
    NodeStatus status = statusOf(m_topology, post.node, *facts, m_catalog, post.previous ? &*post.previous : nullptr);
    post.previous = *facts;
    return status;
}

QList<NodeStatus> Survey::look(std::stop_token stop, const std::function<void(const NodeStatus &)> &onStatus)
{
    std::vector<NodeStatus> found(m_posts.size());
    std::atomic<size_t> next{0};
    std::mutex telling;
    const auto work = [&] {
        for (size_t index = next++; index < m_posts.size(); index = next++) {
            found[index] = lookAt(*m_posts[index], stop);
            const std::lock_guard guard(telling);
            if (onStatus)
                onStatus(found[index]);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (size_t count = std::min(workers, m_posts.size()); count > 0; --count)
            threads.emplace_back(work);
    }
    return {found.cbegin(), found.cend()};
}

QList<ErrorKind> Survey::refusals() const
{
    QList<ErrorKind> kinds;
    for (const std::unique_ptr<Post> &post : m_posts) {
        if (post->refusal)
            kinds.append(*post->refusal);
    }
    return kinds;
}
