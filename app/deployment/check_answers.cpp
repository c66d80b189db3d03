#include "app/deployment/check_answers.h"

#include "app/inspect/preflight.h"
#include "app/inspect/status.h"

#include <QCoreApplication>
#include <QMap>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace {
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds verifyDeadline{180};
constexpr std::chrono::milliseconds verifyInterval{1000};

QString tr(const char *text)
{
    return QCoreApplication::translate("CheckAnswers", text);
}

struct Judged
{
    const Topology &topology;
    const Catalog &catalog;
    const CheckQuestion &question;

    const Node *node() const { return topology.node(question.step.node); }
};

/// Waits, but not past a stop. False if stopped.
bool pause(std::chrono::milliseconds duration, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

Result<void> answerPreflight(const Judged &judged)
{
    const Result<MachineFacts> facts = gatherFacts(*judged.question.machine, {}, judged.question.stop);
    if (!facts)
        return facts.error();
    const QList<Finding> findings = preflightOf(judged.topology, *judged.node(), *facts, judged.catalog);
    QStringList faults, advices;
    for (const Finding &finding : findings) {
        const QString text = QStringLiteral("%1: %2").arg(finding.rule, finding.message);
        if (!finding.waiver.isEmpty())
            judged.question.note(tr("%1 Waived: %2").arg(text, finding.waiver));
        else if (finding.severity != Severity::Error)
            judged.question.note(text);
        else {
            faults.append(text);
            advices.append(finding.advice);
        }
    }
    if (faults.isEmpty())
        return {};
    return Error{ErrorKind::Failed, faults.join(u' '), advices.join(u' ')};
}

/// All nodes of a role must have got the same installer, and a pinned digest must be it.
Result<void> answerSameInstaller(const Judged &judged)
{
    const QHash<NodeId, QString> digests = judged.question.state.reports.value(QStringLiteral("installer-sha256"));
    QMap<Role, QMap<QString, QStringList>> nodesByDigest;
    for (const Node &node : judged.topology.nodes) {
        if (digests.contains(node.name))
            nodesByDigest[node.role][digests.value(node.name)].append(node.name);
    }
    for (auto role = nodesByDigest.cbegin(); role != nodesByDigest.cend(); ++role) {
        if (role->size() < 2)
            continue;
        QStringList groups;
        for (auto group = role->cbegin(); group != role->cend(); ++group)
            groups.append(tr("%1 got %2").arg(group->join(QStringLiteral(", ")), group.key().left(16)));
        return Error{ErrorKind::Conflict, tr("The nodes were given different installers: %1.").arg(groups.join(QStringLiteral("; "))),
                     tr("Nothing was installed. Look at what stands between the nodes and the installer's web site (a proxy, a mirror), then resume; "
                        "installer.sha256 in the document pins the right one.")};
    }
    return {};
}

Result<void> answerStatus(const Judged &judged)
{
    const Node &node = *judged.node();
    const QList<HealthQuestion> questions = healthQuestionsOf(judged.topology, node, judged.catalog);
    const Clock::time_point deadline = Clock::now() + verifyDeadline;
    for (;;) {
        const Result<MachineFacts> facts = gatherFacts(*judged.question.machine, questions, judged.question.stop);
        if (!facts)
            return facts.error();
        const NodeStatus status = statusOf(judged.topology, node, *facts, judged.catalog);
        if (status.state == NodeState::Running) {
            for (const QString &note : status.notes)
                judged.question.note(note);
            return {};
        }
        if (Clock::now() >= deadline)
            return Error{ErrorKind::Failed, tr("%1 is %2: %3").arg(node.name, stateWord(status.state), status.reasons.join(u' ')),
                         tr("Look at `journalctl -u openvidu` and `docker ps -a` on the node; resume the run when it is repaired.")};
        if (!pause(verifyInterval, judged.question.stop))
            return Error{ErrorKind::Stopped, tr("Stopped while waiting for %1.").arg(node.name), {}};
    }
}

struct CheckRow
{
    const char *id;
    Result<void> (*answer)(const Judged &);
};

// clang-format off
constexpr CheckRow checkRows[] = {
    {"preflight",      answerPreflight},
    {"same-installer", answerSameInstaller},
    {"status",         answerStatus},
};
// clang-format on
} // namespace

AnswerCheck checkAnswers(const Topology &topology, const Catalog &catalog)
{
    return [&topology, &catalog](const CheckQuestion &question) -> Result<void> {
        const Judged judged{topology, catalog, question};
        const QString id = std::get<Check>(question.step.action).id;
        for (const CheckRow &row : checkRows) {
            if (id == QLatin1String(row.id))
                return row.answer(judged);
        }
        return Error{ErrorKind::Invalid, tr("The plan asks for a check called %1, which this program does not know.").arg(id),
                     tr("The plan comes from a newer version of ovdeploy; use that one.")};
    };
}
