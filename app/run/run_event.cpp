#include "app/run/run_event.h"

#include <QLatin1String>

#include <array>

namespace {
template <typename T>
struct Word
{
    T value;
    QLatin1String word;
};

template <typename T, size_t count>
QString wordOf(const std::array<Word<T>, count> &rows, T value)
{
    for (const Word<T> &row : rows) {
        if (row.value == value)
            return row.word;
    }
    return {};
}

template <typename T, size_t count>
bool fromWord(const std::array<Word<T>, count> &rows, const QString &word, T *value)
{
    for (const Word<T> &row : rows) {
        if (row.word == word) {
            *value = row.value;
            return true;
        }
    }
    return false;
}

// clang-format off
const std::array<Word<RunEvent::Type>, 13> types{{
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

const std::array<Word<ErrorKind>, 8> errorKinds{{
    {ErrorKind::Failed,         QLatin1String("failed")},
    {ErrorKind::Invalid,        QLatin1String("invalid")},
    {ErrorKind::Stopped,        QLatin1String("stopped")},
    {ErrorKind::Unreachable,    QLatin1String("unreachable")},
    {ErrorKind::LoginRefused,   QLatin1String("login-refused")},
    {ErrorKind::HostKeyUnknown, QLatin1String("host-key-unknown")},
    {ErrorKind::HostKeyChanged, QLatin1String("host-key-changed")},
    {ErrorKind::Conflict,       QLatin1String("conflict")},
}};
// clang-format on
} // namespace

QString runEventWord(RunEvent::Type type)
{
    return wordOf(types, type);
}

bool runEventFromWord(const QString &word, RunEvent::Type *type)
{
    return fromWord(types, word, type);
}

QString errorKindWord(ErrorKind kind)
{
    return wordOf(errorKinds, kind);
}

bool errorKindFromWord(const QString &word, ErrorKind *kind)
{
    return fromWord(errorKinds, word, kind);
}
