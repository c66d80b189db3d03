#include "app/cli/deployment_run.h"

#include "app/cli/interrupt.h"
#include "app/cli/run_progress.h"
#include "app/deployment/check_answers.h"
#include "app/deployment/recorded_run.h"
#include "app/secrets/process_guard.h"
#include "app/secrets/redactor.h"

#include <QDateTime>
#include <QSysInfo>

#include <unistd.h>

namespace {
QString operatorName()
{
    const QString user = qEnvironmentVariable("SUDO_USER", qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME")));
    return user.isEmpty() ? QString::number(getuid()) : user;
}

JournalHead headOf(const DeploymentRun &run)
{
    JournalHead head;
    head.runId = run.runId;
    head.cluster = run.plan.cluster;
    head.clusterId = run.plan.clusterId;
    head.operation = run.plan.operation;
    head.planHash = planHash(run.plan);
    head.user = operatorName();
    head.host = QSysInfo::machineHostName();
    head.program = QStringLiteral(OVDEPLOY_VERSION);
    head.time = QDateTime::currentMSecsSinceEpoch();
    return head;
}

/// The first that holds: stopped, a node not reached, failed, fine.
int exitOf(const RunState &state)
{
    if (state.outcome == QLatin1String("done"))
        return Fine;
    if (state.outcome == QLatin1String("stopped"))
        return StoppedByUser;
    int exit = Red;
    for (const StepState &step : state.steps) {
        if (step.kind == StepState::Kind::Failed && exitStatusOf(step.error) == NotReached)
            exit = NotReached;
    }
    return exit;
}

QString secondsText(qint64 milliseconds)
{
    return QStringLiteral("%1 s").arg(double(milliseconds) / 1000, 0, 'f', 1);
}
} // namespace

int runDeployment(Invocation &invocation, DeploymentRun run)
{
    Console &console = invocation.console;
    const ProcessGuard guard;
    RunProgress progress(console, run.plan, run.before);
    const Interrupt interrupt([&] {
        progress.clear();
        console.note(QStringLiteral("\nStopping: what runs on the nodes goes on there. Press Ctrl-C again to stop it too.\nGo on with: %1").arg(run.resumeLine));
    });
    Execution execution;
    execution.plan = run.plan;
    execution.runId = run.runId;
    execution.before = run.before;
    execution.secrets = run.secrets;
    for (const InstallOption &option : invocation.catalog.options) {
        if (option.isSecret)
            execution.secretKeys += keysOf(option.name());
    }
    execution.openMachine = run.openMachine;
    execution.answerCheck = checkAnswers(run.topology, invocation.catalog);
    execution.tell = [&progress](const RunEvent &event) { progress.tell(event); };
    execution.stopFollowing = interrupt.first();
    execution.stopJobs = interrupt.second();
    RecordedRunRequest request{run.places.journal(run.runId), headOf(run), execution, {}};
    if (console.isJson())
        request.onLine = [&console](const QByteArray &line) { console.raw(line + '\n'); };
    const Result<RecordedRun> recorded = recordedRun(request);
    progress.clear();
    if (!recorded)
        return console.fail(recorded.error());
    const RunState &state = recorded->state;
    progress.summary(state);
    console.line(QStringLiteral("\nRun %1 is %2 after %3. Journal %4").arg(run.runId, state.outcome, secondsText(state.ended - state.started), run.places.journal(run.runId)));
    console.line(QStringLiteral("Last hash %1").arg(recorded->lastHash));
    if (!recorded->withoutHash.isEmpty())
        console.note(QStringLiteral("The hash could not be stored on %1.").arg(recorded->withoutHash.join(QStringLiteral(", "))));
    if (state.outcome != QLatin1String("done"))
        console.note(QStringLiteral("Go on with: %1").arg(run.resumeLine));
    return exitOf(state);
}
