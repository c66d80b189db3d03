// deploy: from a document to running machines, and resuming what was begun.
#include "app/cli/ask.h"
#include "app/cli/deployment_run.h"
#include "app/cli/host_key_table.h"
#include "app/cli/open_document.h"
#include "app/deployment/recorded_run.h"
#include "app/machine/ssh_machine.h"
#include "app/plan/install_plan.h"
#include "app/topology/rules.h"

#include <algorithm>
#include <optional>

namespace {
/// What stands against beginning, as one error; the findings are printed.
std::optional<Error> judged(Invocation &invocation, const Project &project)
{
    const QList<Finding> findings = findingsOf(project.topology, invocation.catalog);
    invocation.console.found += findings;
    if (!blocksDeployment(findings))
        return {};
    invocation.console.findings(findings);
    return Error{ErrorKind::Failed, QStringLiteral("%1 has errors; nothing was contacted.").arg(project.path), QStringLiteral("Repair them; `ovdeploy-cli validate %1` judges again.").arg(project.path)};
}

/// Secrets of the plan and of the access. All of the plan's must be there.
Result<SecretSet> gathered(Invocation &invocation, const Project &project, const Plan &plan)
{
    const QList<SecretName> wanted = secretsOf(plan);
    const Result<std::unique_ptr<Vault>> vault = openVault(invocation, project, false);
    if (!vault)
        return vault.error();
    Result<SecretSet> secrets = readSecrets(**vault, wanted + accessSecretNames(project.topology));
    if (!secrets)
        return secrets;
    QStringList missing;
    std::copy_if(wanted.cbegin(), wanted.cend(), std::back_inserter(missing), [&secrets](const SecretName &name) { return !secrets->contains(name); });
    if (missing.isEmpty())
        return secrets;
    return Error{ErrorKind::Failed, QStringLiteral("These secrets have no value: %1.").arg(missing.join(QStringLiteral(", "))),
                 QStringLiteral("`ovdeploy-cli secrets FILE generate` makes what can be generated, `ovdeploy-cli secrets FILE set NAME` takes the rest.")};
}

/// Shows unknown keys in one table and pins them if the user says so; changed ones are left for the run to refuse.
Result<void> pinnedKeys(Invocation &invocation, Project &project, const std::stop_token &stop)
{
    QStringList unpinned;
    for (const Node &node : project.topology.nodes) {
        if (project.topology.hostKeys.value(node.name).isEmpty())
            unpinned.append(node.name);
    }
    if (unpinned.isEmpty())
        return {};
    const QList<ScannedHostKey> keys = scannedHostKeys(project.topology, unpinned, stop);
    printHostKeys(invocation.console, keys);
    const bool isAnyUnknown = std::any_of(keys.cbegin(), keys.cend(), [](const ScannedHostKey &key) { return key.isUnknown(); });
    if (!isAnyUnknown)
        return {};
    const Result<bool> isTrusted = askYes(invocation.console, QStringLiteral("Trust and pin these unknown keys?"), QStringLiteral("`ovdeploy-cli hostkeys FILE --trust`"));
    if (!isTrusted)
        return isTrusted.error();
    if (!*isTrusted)
        return Error{ErrorKind::Stopped, QStringLiteral("The host keys were not trusted; nothing was done."), QStringLiteral("Compare the fingerprints with those shown on the machines' consoles.")};
    return pinHostKeys(project, keys, placesOf(invocation, project).backups);
}

Result<bool> isConfirmed(Invocation &invocation, const Plan &plan)
{
    if (invocation.isSet("yes"))
        return true;
    return askYes(invocation.console, QStringLiteral("%1: %2 stages on %3 nodes. Begin?").arg(plan.title).arg(plan.stages.size()).arg(plan.nodes().size()), QStringLiteral("--yes"));
}
} // namespace

int deployCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    Result<Project> project = openDocument(invocation);
    if (!project)
        return console.fail(project.error());
    if (const std::optional<Error> error = judged(invocation, *project))
        return console.fail(*error);
    Result<Plan> plan = installPlan(project->topology, invocation.catalog);
    if (!plan)
        return console.fail(plan.error());
    if (invocation.isSet("skip-checks"))
        *plan = withoutChecks(*plan);
    const Places places = placesOf(invocation, *project);
    EarlierRun earlier;
    const bool isResumed = invocation.isSet("resume") || invocation.isSet("retry-failed");
    if (isResumed) {
        const Result<EarlierRun> found = earlierRun(places.runs, {}, planHash(*plan));
        if (!found)
            return console.fail(found.error());
        earlier = *found;
        if (!earlier.note.isEmpty())
            console.note(earlier.note);
    }
    const Result<SecretSet> secrets = gathered(invocation, *project, *plan);
    if (!secrets)
        return console.fail(secrets.error());
    if (const Result<void> pinned = pinnedKeys(invocation, *project, {}); !pinned)
        return console.fail(pinned.error());
    const Result<bool> confirmed = isConfirmed(invocation, *plan);
    if (!confirmed)
        return console.fail(confirmed.error());
    if (!*confirmed)
        return StoppedByUser;
    const QString resumeLine = QStringLiteral("ovdeploy-cli deploy %1 --resume").arg(project->path);
    return runDeployment(invocation, {project->topology, *plan, isResumed ? earlier.state.runId : newRunId(), earlier.state, *secrets,
                                      sshMachines(sshTargetsOf(project->topology), *secrets), places, resumeLine});
}
