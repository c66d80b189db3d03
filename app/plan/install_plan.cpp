#include "app/plan/install_plan.h"

#include "app/plan/install_scripts.h"

#include <QCoreApplication>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("InstallPlan", text);
}

Result<void> refusal(const Topology &topology, const Catalog &catalog)
{
    if (!catalog.release(topology.release))
        return Error{ErrorKind::Invalid, tr("The release %1 is not known.").arg(topology.release),
                     tr("Choose one of the releases of the catalog, or add a catalog file that describes it.")};
    const DeploymentKind *kind = catalog.kind(topology.kind);
    if (!kind || !kind->isDeployable)
        return Error{ErrorKind::Invalid, tr("This program does not install deployments of kind %1.").arg(topology.kind),
                     tr("Choose a high availability kind, such as ha-nlb.")};
    if (topology.nodes.isEmpty())
        return Error{ErrorKind::Invalid, tr("The cluster has no nodes."), tr("Add the Master Nodes and at least one Media Node.")};
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.managed)
            return Error{ErrorKind::Invalid,
                         tr("The load balancer %1 is to be managed, which this release of the program cannot do.").arg(balancer.name),
                         tr("Set `managed: false` for it and install its configuration by hand.")};
    }
    return {};
}

/// Masters are needed all; a media node may be missing.
OnFailure failureOf(const Node &node)
{
    return node.role == Role::Media ? OnFailure::DropNode : OnFailure::StopAfterStage;
}

Step stepOn(const Node &node, const char *what, const QString &title, const Action &action)
{
    Step step;
    step.id = QLatin1String(what) + u'@' + node.name;
    step.node = node.name;
    step.title = title;
    step.action = action;
    step.onFailure = failureOf(node);
    return step;
}

Stage checkStage(const Topology &topology)
{
    Stage stage{QStringLiteral("check"), tr("Check every node before anything is changed"), {}, {}};
    for (const Node &node : topology.nodes)
        stage.steps.append(stepOn(node, "preflight", tr("Check the node"), Check{QStringLiteral("preflight")}));
    return stage;
}

Result<Stage> downloadStage(const Topology &topology, const Catalog &catalog)
{
    Stage stage{QStringLiteral("download"), tr("Download the installer"), {}, {}};
    for (const Node &node : topology.nodes) {
        const Result<QString> script = downloadScript(topology, catalog, node);
        if (!script)
            return script.error();
        Job job;
        job.verb = QStringLiteral("download ") + roleId(node.role);
        job.script = *script;
        job.deadline = std::chrono::minutes(45); // eight attempts of five minutes, and their pauses
        Step step = stepOn(node, "download", tr("Download the installer of a %1").arg(roleTitle(node.role)), job);
        step.note = tr("Always done anew, so that every node reports the digest of what it would run.");
        stage.steps.append(step);
    }
    return stage;
}

Stage compareStage()
{
    Step step;
    step.id = QStringLiteral("same-installer");
    step.title = tr("Compare the digests of the installers");
    step.action = Check{QStringLiteral("same-installer")};
    step.note = tr("All nodes of a role must have received the same script.");
    return {QStringLiteral("compare"), tr("Compare the installers"), {step}, {}};
}

Result<Stage> installStage(const Topology &topology, const Catalog &catalog)
{
    Stage stage{QStringLiteral("install"), tr("Install all nodes side by side"), {}, {}};
    for (const Node &node : topology.nodes) {
        const Result<SealedText> script = installScript(topology, catalog, node);
        if (!script)
            return script.error();
        Job job;
        job.verb = QStringLiteral("install ") + roleId(node.role);
        job.script = *script;
        job.deadline = std::chrono::minutes(90);
        job.success = QStringList{catalog.commandLine(topology.kind, node.role, topology.release)->banner};
        job.transient = catalog.installation.transientErrors;
        Step step = stepOn(node, "install", tr("Install the %1").arg(roleTitle(node.role)), job);
        step.postcondition = installedTest(topology, catalog);
        step.note = tr("Waits for the package manager; tried up to three times after passing troubles, never once %1 exists.")
                        .arg(catalog.installation.root);
        stage.steps.append(step);
    }
    return stage;
}

Step startStep(const Node &node, const Catalog &catalog)
{
    const Command command{QStringLiteral("exec start-service"), startScript(catalog), std::chrono::minutes(10)};
    Step step = stepOn(node, "start", tr("Start the service %1").arg(catalog.installation.unit), command);
    step.postcondition = activeTest(catalog);
    return step;
}

Step healthStep(const Node &node, const Topology &topology, const Catalog &catalog)
{
    WaitUntil wait;
    wait.verb = QStringLiteral("exec health");
    wait.script = healthScript(topology, catalog, node.role);
    wait.interval = std::chrono::seconds(1);
    wait.deadline = std::chrono::seconds(300);
    wait.recovery = restartScript(catalog);
    Step step = stepOn(node, "health", tr("Wait until the node is healthy"), wait);
    step.note = tr("Asked every second for 5 minutes; after one restart as long again.");
    return step;
}

QList<Stage> masterStages(const Topology &topology, const Catalog &catalog)
{
    const QString firstStart = QStringLiteral("first start");
    Stage start{QStringLiteral("start-masters"), tr("Start all Master Nodes together"), {}, firstStart};
    Stage health{QStringLiteral("health"), tr("Wait for the Master Nodes"), {}, firstStart};
    for (const Node &node : topology.nodes) {
        if (node.role == Role::Media)
            continue;
        start.steps.append(startStep(node, catalog));
        health.steps.append(healthStep(node, topology, catalog));
    }
    return {start, health};
}

Stage mediaStage(const Topology &topology, const Catalog &catalog)
{
    Stage stage{QStringLiteral("start-media"), tr("Start the Media Nodes"), {}, {}};
    for (const Node &node : topology.nodesOf(Role::Media)) {
        stage.steps.append(startStep(node, catalog));
        stage.steps.append(healthStep(node, topology, catalog));
    }
    return stage;
}

Stage verifyStage(const Topology &topology)
{
    Stage stage{QStringLiteral("verify"), tr("Look at the running cluster"), {}, {}};
    for (const Node &node : topology.nodes)
        stage.steps.append(stepOn(node, "verify", tr("Compare services and ports with what is expected"), Check{QStringLiteral("status")}));
    return stage;
}
} // namespace

Result<Plan> installPlan(const Topology &topology, const Catalog &catalog)
{
    if (const Result<void> allowed = refusal(topology, catalog); !allowed)
        return allowed.error();
    const Result<Stage> download = downloadStage(topology, catalog);
    if (!download)
        return download.error();
    const Result<Stage> install = installStage(topology, catalog);
    if (!install)
        return install.error();
    Plan plan;
    plan.title = tr("Install %1").arg(topology.name);
    plan.operation = QStringLiteral("install");
    plan.cluster = topology.name;
    plan.clusterId = topology.id;
    plan.release = topology.release;
    plan.catalogHash = catalog.hash;
    plan.stages = {checkStage(topology), *download, compareStage(), *install};
    plan.stages += masterStages(topology, catalog);
    plan.stages += {mediaStage(topology, catalog), verifyStage(topology)};
    return plan;
}

Plan withoutChecks(const Plan &plan)
{
    Plan unchecked = plan;
    unchecked.title = tr("%1 without checks").arg(plan.title);
    unchecked.stages.removeIf([](const Stage &stage) { return stage.id == QLatin1String("check"); });
    return unchecked;
}
