#include "app/cli/run_progress.h"

#include <QDateTime>

#include <algorithm>

#include <sys/ioctl.h>
#include <unistd.h>

namespace {
constexpr qint64 redrawInterval = 100; // milliseconds
constexpr int barWidth = 16;

int terminalWidth()
{
    winsize size = {};
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40 ? size.ws_col : 80;
}

struct StateRow
{
    StepState::Kind kind;
    const char *mark;
    const char *word;
    const char *sgr;
};

// clang-format off
constexpr StateRow stateRows[] = {
    {StepState::Kind::Waiting, "·", "waiting", "2"},
    {StepState::Kind::Running, "▸", "running", "36"},
    {StepState::Kind::Done,    "✓", "done",    "32"},
    {StepState::Kind::Skipped, "✓", "done already", "32"},
    {StepState::Kind::Failed,  "✗", "failed",  "31"},
    {StepState::Kind::Stopped, "■", "stopped", "33"},
};
// clang-format on

QString nameOf(const NodeId &node)
{
    return node.isEmpty() ? QStringLiteral("workstation") : node;
}

const StateRow &rowOf(StepState::Kind kind)
{
    return stateRows[int(kind)];
}

StepState::Kind kindOf(const Stage &stage, const RunState &state)
{
    const auto has = [&](StepState::Kind kind) {
        return std::any_of(stage.steps.cbegin(), stage.steps.cend(), [&](const Step &step) { return state.step(step.id).kind == kind; });
    };
    for (const StepState::Kind kind : {StepState::Kind::Failed, StepState::Kind::Stopped, StepState::Kind::Running}) {
        if (has(kind))
            return kind;
    }
    const bool isDone = std::all_of(stage.steps.cbegin(), stage.steps.cend(), [&](const Step &step) { return state.isFinished(step.id); });
    return isDone ? StepState::Kind::Done : StepState::Kind::Waiting;
}
} // namespace

RunProgress::RunProgress(const Console &console, const Plan &plan, const RunState &before) : m_console(console), m_plan(plan), m_state(before) {}

void RunProgress::tell(const RunEvent &event)
{
    m_state.apply(event);
    if (!m_console.isTerminal())
        return plainLine(event);
    // What is worth reading later stands above the bars.
    if (event.type == RunEvent::Type::Note || event.type == RunEvent::Type::StepFailed) {
        clear();
        plainLine(event);
    }
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (event.type == RunEvent::Type::Output && now - m_lastDraw < redrawInterval)
        return;
    m_lastDraw = now;
    redraw();
}

void RunProgress::plainLine(const RunEvent &event) const
{
    static const QHash<RunEvent::Type, const char *> shown{
        {RunEvent::Type::StepStarted, "started"}, {RunEvent::Type::StepDone, "done"},   {RunEvent::Type::StepSkipped, "done already"},
        {RunEvent::Type::StepFailed, "failed"},   {RunEvent::Type::StepStopped, "stopped"}, {RunEvent::Type::Note, "note"}};
    const char *word = shown.value(event.type);
    if (!word)
        return;
    const QString time = QDateTime::fromMSecsSinceEpoch(event.time).toString(QStringLiteral("HH:mm:ss"));
    const Step *step = m_plan.step(event.step);
    const QString what = step ? step->title : event.step;
    const QString where = nameOf(event.node);
    m_console.line(QStringLiteral("%1  %2  %3: %4%5").arg(time, where.leftJustified(12), what, QLatin1String(word), event.text.isEmpty() ? QString() : QStringLiteral(". ") + event.text));
}

void RunProgress::clear()
{
    if (m_drawn > 0)
        m_console.raw(QStringLiteral("\x1b[%1A\x1b[J").arg(m_drawn).toUtf8());
    m_drawn = 0;
}

QString RunProgress::stageLine() const
{
    QStringList words;
    for (const Stage &stage : m_plan.stages) {
        const StateRow &row = rowOf(kindOf(stage, m_state));
        words.append(m_console.coloured(QString::fromUtf8(row.mark) + u' ' + stage.id, row.sgr));
    }
    return words.join(QStringLiteral("  "));
}

QString RunProgress::nodeLine(const NodeSummary &node, int width) const
{
    const StateRow &row = rowOf(node.kind);
    const int filled = node.total > 0 ? barWidth * node.done / node.total : 0;
    const QString bar = QString(filled, QChar(0x2588)) + QString(barWidth - filled, QChar(0x2591));
    QString lastLine;
    for (const Stage &stage : m_plan.stages) {
        for (const Step &step : stage.steps) {
            if (step.node == node.node && m_state.step(step.id).kind == StepState::Kind::Running)
                lastLine = m_state.step(step.id).lastLine;
        }
    }
    const QString text = node.kind == StepState::Kind::Failed ? node.message : lastLine;
    const QString front = QStringLiteral("%1 %2 %3/%4  ").arg(nameOf(node.node).leftJustified(12), bar).arg(node.done).arg(node.total);
    const QString back = (node.step.isEmpty() ? QString() : node.step + QStringLiteral("  ")) + text;
    return m_console.coloured(front, row.sgr) + back.left(std::max(0, width - int(front.size()) - 1));
}

void RunProgress::redraw()
{
    const int width = terminalWidth();
    QStringList lines{stageLine()};
    for (const NodeSummary &node : summaryOf(m_plan, m_state))
        lines.append(nodeLine(node, width));
    clear();
    m_console.raw((lines.join(u'\n') + u'\n').toUtf8());
    m_drawn = int(lines.size());
}

void RunProgress::summary(const RunState &state) const
{
    QList<QStringList> rows;
    for (const NodeSummary &node : summaryOf(m_plan, state)) {
        const QString why = node.message.isEmpty() ? node.step : node.message;
        rows.append({nameOf(node.node), QString::fromLatin1(rowOf(node.kind).word), QStringLiteral("%1 of %2 steps").arg(node.done).arg(node.total), why});
        if (!node.advice.isEmpty())
            rows.append({QString(), QString(), QString(), node.advice});
    }
    m_console.table({QStringLiteral("Node"), QStringLiteral("State"), QStringLiteral("Steps"), QString()}, rows);
}
