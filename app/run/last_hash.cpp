#include "app/run/last_hash.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace {
const size_t maxThreads = 64;

bool isStored(const QByteArray &text, const NodeId &node, const OpenMachine &openMachine, const std::stop_token &stop)
{
    const Result<std::unique_ptr<Machine>> machine = openMachine(node, stop);
    return machine && (*machine)->put(QStringLiteral("/var/lib/ovdeploy/journal.json"), text, 0600, stop);
}
} // namespace

QList<NodeId> storeLastHash(const LastHash &last, const QList<NodeId> &nodes, const OpenMachine &openMachine, std::stop_token stop)
{
    const QByteArray text = QJsonDocument(QJsonObject{{QStringLiteral("run"), last.runId}, {QStringLiteral("hash"), last.hash}}).toJson(QJsonDocument::Compact) + '\n';
    std::vector<char> stored(size_t(nodes.size()), 0);
    std::atomic<size_t> next{0};
    {
        std::vector<std::jthread> threads;
        for (size_t count = std::min(maxThreads, stored.size()); count > 0; --count) {
            threads.emplace_back([&] {
                for (size_t at = next++; at < stored.size(); at = next++)
                    stored[at] = isStored(text, nodes[qsizetype(at)], openMachine, stop);
            });
        }
    }
    QList<NodeId> missing;
    for (size_t at = 0; at < stored.size(); ++at) {
        if (!stored[at])
            missing.append(nodes[qsizetype(at)]);
    }
    return missing;
}
