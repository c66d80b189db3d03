#include "app/plan/plan_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("PlanText", text);
}

QString seconds(std::chrono::seconds duration)
{
    return QString::number(duration.count());
}

QString indented(const QString &text, int depth)
{
    QString result;
    for (const QString &line : text.split(u'\n')) {
        if (!line.isEmpty())
            result += QString(depth, u' ') + line + u'\n';
    }
    return result;
}

/// What kind of action it is, in one line.
struct ActionLine
{
    QString operator()(const Command &command) const
    {
        return tr("command, %1 s at most: %2").arg(seconds(command.deadline), command.verb);
    }
    QString operator()(const Job &job) const { return tr("job on the node, %1 s at most: %2").arg(seconds(job.deadline), job.verb); }
    QString operator()(const Upload &upload) const { return tr("file %1, mode %2").arg(upload.path, QString::number(upload.mode, 8)); }
    QString operator()(const WaitUntil &wait) const
    {
        return tr("wait, every %1 s, %2 s at most: %3").arg(seconds(wait.interval), seconds(wait.deadline), wait.verb);
    }
    QString operator()(const Check &check) const { return tr("check: %1").arg(check.id); }
};

QString section(const QString &title, const SealedText &text)
{
    return text.isEmpty() ? QString() : indented(title, 8) + indented(text.masked(), 12);
}

struct ActionScript
{
    QString operator()(const Command &command) const { return section(tr("script"), command.script); }
    QString operator()(const Job &job) const
    {
        const QString expected =
            job.success.isEmpty() ? QString() : indented(tr("its log must contain"), 8) + indented(job.success.join(u'\n'), 12);
        return section(tr("script"), job.script) + expected;
    }
    QString operator()(const Upload &upload) const { return section(tr("content"), upload.content); }
    QString operator()(const WaitUntil &wait) const
    {
        return section(tr("script"), wait.script) + section(tr("once, if it does not"), wait.recovery);
    }
    QString operator()(const Check &) const { return {}; }
};

/// What a step is, beneath its title: how long, why, what its end means.
QString stepLines(const Step &step)
{
    QString text = indented(std::visit(ActionLine(), step.action), 8);
    if (!step.note.isEmpty())
        text += indented(step.note, 8);
    if (!step.postcondition.isEmpty())
        text += indented(tr("skipped if it is done already"), 8);
    return text + indented(step.onFailure == OnFailure::DropNode ? tr("on failure: the run goes on without this node")
                                                                 : tr("on failure: the run ends with this stage"),
                           8);
}

struct StepGroup
{
    QStringList nodes;
    QString title;
    QString lines;
};

/// Nodes that do the same share an entry.
QString groupedText(const QList<Step> &steps)
{
    QList<StepGroup> groups;
    for (const Step &step : steps) {
        const QString where = step.node.isEmpty() ? tr("workstation") : step.node;
        const QString lines = stepLines(step);
        const auto isSame = [&step, &lines](const StepGroup &group) { return group.title == step.title && group.lines == lines; };
        const auto same = std::find_if(groups.begin(), groups.end(), isSame);
        if (same == groups.end())
            groups.append({{where}, step.title, lines});
        else
            same->nodes.append(where);
    }
    QString text;
    for (const StepGroup &group : groups)
        text += indented(QStringLiteral("%1: %2").arg(group.title, group.nodes.join(QStringLiteral(", "))), 4) + group.lines;
    return text;
}

QString scriptText(const Step &step)
{
    const QString where = step.node.isEmpty() ? tr("workstation") : step.node;
    return indented(QStringLiteral("%1: %2 (%3)").arg(step.title, where, step.id), 4) + stepLines(step) +
           std::visit(ActionScript(), step.action) + section(tr("done if this succeeds"), step.postcondition);
}
} // namespace

QString planText(const Plan &plan, PlanTextOptions options)
{
    QString text = plan.title + u'\n';
    text += tr("cluster %1 (%2), release %3").arg(plan.cluster, plan.clusterId, plan.release) + u'\n';
    text += tr("plan %1").arg(planHash(plan)) + u'\n';
    int number = 0;
    for (const Stage &stage : plan.stages) {
        text += QStringLiteral("\n%1. %2 (%3)\n").arg(QString::number(++number), stage.title, stage.id);
        if (!stage.exception.isEmpty())
            text += indented(tr("several Master Nodes at once: %1").arg(stage.exception), 4);
        if (!options.withScripts)
            text += groupedText(stage.steps);
        for (const Step &step : options.withScripts ? stage.steps : QList<Step>())
            text += scriptText(step);
    }
    const QStringList secrets = secretsOf(plan);
    if (!secrets.isEmpty())
        text += QStringLiteral("\n") + tr("secrets: %1").arg(secrets.join(QStringLiteral(", "))) + u'\n';
    return text;
}
