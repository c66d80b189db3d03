// demo: the main job on simulated nodes inside this process, without root, network or configuration.
#include "app/cli/deployment_run.h"
#include "app/cli/interrupt.h"
#include "app/cli/status_table.h"
#include "app/demo/demo_cluster.h"
#include "app/inspect/survey.h"
#include "app/machine/ssh_machine.h"
#include "app/plan/install_plan.h"
#include "app/project/project_file.h"
#include "app/secrets/generate.h"

#include <QFile>
#include <QTemporaryDir>

#include <condition_variable>
#include <mutex>

namespace {
const QString examplePath = QStringLiteral(":/examples/newest-cluster.ovdeploy.yaml");

Result<Topology> demoTopology(const Invocation &invocation)
{
    const Catalog &catalog = invocation.catalog;
    QFile file(examplePath);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Invalid, QStringLiteral("The example document is missing from the program."), QStringLiteral("Build ovdeploy anew.")};
    const Result<Project> example = parseProject(file.readAll());
    if (!example)
        return example.error();
    const Release *release = invocation.isSet("release") ? catalog.release(invocation.value("release")) : &catalog.newestRelease();
    if (!release)
        return Error{ErrorKind::Invalid, QStringLiteral("There is no release %1 in the catalog.").arg(invocation.value("release")),
                     QStringLiteral("The newest is %1.").arg(catalog.newestRelease().id)};
    Topology topology = example->topology;
    topology.name = QStringLiteral("demo");
    topology.release = release->id;
    topology.modules = release->modules;
    topology.engine = release->defaultEngine;
    return topology;
}

/// Values for everything the plan asks for: generated ones, and a word for what only a customer has.
Result<SecretSet> demoSecrets(const Plan &plan, const Topology &topology, const Catalog &catalog)
{
    static const QString letters = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    SecretSet secrets;
    for (const SecretName &name : secretsOf(plan)) {
        SecretRule rule{letters, 32, QStringLiteral("demo")};
        for (const Role role : {Role::Master, Role::Media}) {
            const InstallOption *option = catalog.option(QStringLiteral("--") + name, role, topology.kind, topology.release);
            if (option && !option->generation.alphabet.isEmpty())
                rule = {option->generation.alphabet, option->generation.length, option->generation.prefix};
        }
        const Result<Secret> value = generatedSecret(rule);
        if (!value)
            return value.error();
        secrets.insert(name, *value);
    }
    return secrets;
}

/// Lets the installation of the node that --fail names go wrong.
Result<void> breakNode(const Invocation &invocation, const Topology &topology, const DemoCluster &cluster)
{
    if (!invocation.isSet("fail"))
        return {};
    DemoNode *node = cluster.node(invocation.value("fail"));
    if (!node)
        return Error{ErrorKind::Invalid, QStringLiteral("There is no node %1 in the demo.").arg(invocation.value("fail")),
                     QStringLiteral("Its nodes are: %1.").arg(objectNames(topology).join(QStringLiteral(", ")))};
    DemoFaults faults;
    faults.jobs.installFailure = QStringLiteral("Can't install Docker automatically. Install it manually and run this script again");
    node->setFaults(faults);
    return {};
}

/// Keeps the nodes alive until Ctrl-C, and says how to reach them from another terminal.
int keep(Invocation &invocation, const Topology &topology, const DemoCluster &cluster)
{
    QTemporaryDir folder;
    Project project;
    project.topology = topology;
    project.path = folder.filePath(QStringLiteral("demo.ovdeploy.yaml"));
    if (const Result<void> saved = saveProject(project); !saved)
        return invocation.console.fail(saved.error());
    invocation.console.line(QStringLiteral("\nThe nodes run until you press Ctrl-C. In another terminal:"));
    invocation.console.line(QStringLiteral("  export %1=%2").arg(environmentName(QStringLiteral("ssh-password")), QString::fromUtf8(cluster.secrets().value(QStringLiteral("ssh-password")).bytes())));
    invocation.console.line(QStringLiteral("  ovdeploy-cli status %1 --watch").arg(project.path));
    const Interrupt interrupt;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, interrupt.first(), [] { return false; });
    return Fine;
}
} // namespace

int demoCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    const Result<Topology> drawn = demoTopology(invocation);
    if (!drawn)
        return console.fail(drawn.error());
    DemoCluster cluster(invocation.catalog);
    const Result<Topology> topology = cluster.joined(*drawn);
    if (!topology)
        return console.fail(topology.error());
    console.cluster = topology->name;
    if (const Result<void> broken = breakNode(invocation, *topology, cluster); !broken)
        return console.fail(broken.error());
    const Result<Plan> plan = installPlan(*topology, invocation.catalog);
    if (!plan)
        return console.fail(plan.error());
    Result<SecretSet> secrets = demoSecrets(*plan, *topology, invocation.catalog);
    if (!secrets)
        return console.fail(secrets.error());
    for (const SecretName &name : cluster.secrets().names())
        secrets->insert(name, cluster.secrets().value(name));
    console.line(QStringLiteral("OpenVidu %1 on six simulated nodes. They speak real SSH on this machine's loopback; nothing else is touched.\n").arg(topology->release));
    const QTemporaryDir state;
    const OpenMachine machines = sshMachines(sshTargetsOf(*topology), *secrets);
    const int exit = runDeployment(invocation, {*topology, *plan, newRunId(), {}, *secrets, machines, placesOf(topology->id, state.path()), QStringLiteral("ovdeploy-cli demo")});
    Survey survey(*topology, invocation.catalog, machines);
    const Interrupt interrupt;
    console.line();
    printStatus(console, *topology, survey.look(interrupt.first()));
    return exit == Fine && invocation.isSet("keep") ? keep(invocation, *topology, cluster) : exit;
}
