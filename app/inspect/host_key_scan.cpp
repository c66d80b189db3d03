#include "app/inspect/host_key_scan.h"

#include "app/machine/ssh_session.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace {
constexpr size_t workers = 32;

ScannedHostKey scanned(const Topology &topology, const NodeId &name, const std::stop_token &stop)
{
    const SshTarget target = sshTargetOf(topology, name);
    ScannedHostKey found;
    found.node = name;
    found.address = (target.host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(target.host).arg(target.port);
    found.pins = target.pins;
    const Result<HostKey> key = hostKeyOf({name, target.host, target.port}, stop);
    if (key) {
        found.key = *key;
        found.verdict = judgedHostKey(*key, target.pins);
    } else {
        found.error = key.error();
    }
    return found;
}
} // namespace

QList<ScannedHostKey> scannedHostKeys(const Topology &topology, const QStringList &names, std::stop_token stop)
{
    std::vector<ScannedHostKey> found(size_t(names.size()));
    std::atomic<size_t> next{0};
    {
        std::vector<std::jthread> threads;
        for (size_t count = std::min(workers, found.size()); count > 0; --count) {
            threads.emplace_back([&] {
                for (size_t index = next++; index < found.size(); index = next++)
                    found[index] = scanned(topology, names[qsizetype(index)], stop);
            });
        }
    }
    return {found.cbegin(), found.cend()};
}
