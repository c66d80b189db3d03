#include "app/run/run_event.h"

#include <QLatin1String>

#include <array>

namespace {
struct Word
{
    RunEvent::Type type;
    QLatin1String word;
};

// clang-format off
const std::array<Word, 13> words{{
    {RunEvent::Type::RunStarted,   QLatin1String("run-started")},
    {RunEvent::Type::StageStarted, QLatin1String("stage-started")},
    {RunEvent::Type::StepStarted,  QLatin1String("step-started")},
    {RunEvent::Type::JobStarted,   QLatin1String("job-started")},
    {RunEvent::Type::Output,       QLatin1String("output")},
    {RunEvent::Type::Report,       QLatin1String("report")},
    {RunEvent::Type::Note,         QLatin1String("note")},
    {RunEvent::Type::StepDone,     QLatin1String("step-done")},
    {RunEvent::Type::StepSkipped,  QLatin1String("step-skipped")},
    {RunEvent::Type::StepFailed,   QLatin1String("step-failed")},
    {RunEvent::Type::StepStopped,  QLatin1String("step-stopped")},
    {RunEvent::Type::StageEnded,   QLatin1String("stage-ended")},
    {RunEvent::Type::RunEnded,     QLatin1String("run-ended")},
}};
// clang-format on
} // namespace

QString runEventWord(RunEvent::Type type)
{
    for (const Word &row : words) {
        if (row.type == type)
            return row.word;
    }
    return {};
}

bool runEventFromWord(const QString &word, RunEvent::Type *type)
{
    for (const Word &row : words) {
        if (row.word == word) {
            *type = row.type;
            return true;
        }
    }
    return false;
}
