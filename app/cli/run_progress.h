// A run as it goes, on the terminal: a bar a node that is redrawn, or plain lines where nothing may be redrawn.
#pragma once

#include "app/cli/console.h"
#include "app/plan/plan.h"
#include "app/run/run_event.h"
#include "app/run/run_state.h"

#include <QString>

class RunProgress
{
public:
    RunProgress(const Console &console, const Plan &plan, const RunState &before);

    /// Folds an event and shows what changed. Called for one event at a time.
    void tell(const RunEvent &event);
    /// Takes the bars away, before the summary.
    void clear();
    /// A line for every node, and how to go on.
    void summary(const RunState &state) const;

private:
    void plainLine(const RunEvent &event) const;
    void redraw();
    QString stageLine() const;
    QString nodeLine(const NodeSummary &node, int width) const;

    const Console &m_console;
    const Plan &m_plan;
    RunState m_state;
    int m_drawn = 0;       ///< lines on the screen that are ours
    qint64 m_lastDraw = 0; ///< milliseconds
};
