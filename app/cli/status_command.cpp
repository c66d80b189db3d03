// status: a look at every node, once or again and again.
#include "app/cli/interrupt.h"
#include "app/cli/open_document.h"
#include "app/cli/status_table.h"
#include "app/inspect/survey.h"
#include "app/machine/ssh_machine.h"

#include <condition_variable>
#include <mutex>

namespace {
/// Looks until the user stops it; each look an envelope or a screen.
int watch(Invocation &invocation, const Project &project, Survey &survey)
{
    bool isNumber = true;
    const double seconds = invocation.isSet("interval") ? invocation.value("interval").toDouble(&isNumber) : 5;
    if (!isNumber || seconds < 0.5 || seconds > 3600)
        return invocation.console.fail({ErrorKind::Invalid, QStringLiteral("--interval takes seconds from 0.5 to 3600."), QStringLiteral("Leave it out for 5.")});
    const Interrupt interrupt;
    std::mutex mutex;
    std::condition_variable_any wake;
    ExitStatus exit = Fine;
    while (!interrupt.first().stop_requested()) {
        const QList<NodeStatus> statuses = survey.look(interrupt.first());
        if (interrupt.first().stop_requested())
            break;
        exit = statusExit(statuses);
        if (invocation.console.isTerminal())
            invocation.console.raw("\x1b[H\x1b[2J");
        printStatus(invocation.console, project.topology, statuses);
        invocation.console.finish(exit, statusJson(statuses));
        std::unique_lock lock(mutex);
        wake.wait_for(lock, interrupt.first(), std::chrono::duration<double>(seconds), [] { return false; });
    }
    return exit;
}
} // namespace

int statusCommand(Invocation &invocation)
{
    const Result<Project> project = openDocument(invocation);
    if (!project)
        return invocation.console.fail(project.error());
    const Result<SecretSet> access = accessSecrets(invocation, *project);
    if (!access)
        return invocation.console.fail(access.error());
    Survey survey(project->topology, invocation.catalog, sshMachines(sshTargetsOf(project->topology), *access));
    if (invocation.isSet("watch"))
        return watch(invocation, *project, survey);
    const Interrupt interrupt;
    const QList<NodeStatus> statuses = survey.look(interrupt.first());
    if (interrupt.first().stop_requested())
        return StoppedByUser;
    printStatus(invocation.console, project->topology, statuses);
    return invocation.console.finish(statusExit(statuses), statusJson(statuses));
}
