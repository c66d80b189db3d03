#include "app/machine/job.h"

#include "app/base/plain_text.h"
#include "app/base/shell_quote.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

namespace {
QString resourceText(const char *name)
{
    QFile file(QStringLiteral(":/scripts/") + QLatin1String(name));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isOpen);
    return isOpen ? QString::fromUtf8(file.readAll()) : QString();
}

QString assignment(const char *name, const QString &value)
{
    return QLatin1String(name) + QLatin1Char('=') + shellQuoted(value) + QLatin1Char('\n');
}

/// `@` would make the unit an instance of a template; ids have no colon.
QString unitName(const QString &id)
{
    return QStringLiteral("ovdeploy-") + QString(id).replace(QLatin1Char('@'), QLatin1Char(':'));
}

/// A part of resources/scripts with what it needs to know in front.
QString scriptText(const QString &id, const QString &assignments, const char *part)
{
    return assignment("id", id) + assignment("unit", unitName(id)) + assignments + resourceText("job-state.sh") + resourceText(part);
}

/// NAME='value' lines, quoted once more as one shell word, without a copy that stays in memory.
Secret secretAssignment(const SecretSet &secrets)
{
    QByteArray lines;
    for (const SecretName &name : secrets.names()) {
        QByteArray value = secrets.value(name).bytes().toByteArray();
        lines += shellVariable(name).toLatin1() + "='" + QByteArray(value).replace('\'', "'\\''") + "'\n";
        (void)Secret::takenFrom(value);
    }
    QByteArray word = "secret_text='" + QByteArray(lines).replace('\'', "'\\''") + "'\n";
    (void)Secret::takenFrom(lines);
    return Secret::takenFrom(word);
}

Script startScript(const JobRequest &request)
{
    const QString seconds = assignment("seconds", QString::number(request.deadline.count()));
    const QString assignments = seconds + assignment("image", request.image) + assignment("script_text", request.script) +
                                assignment("supervise_text", scriptText(request.id, seconds, "job-supervise.sh")) +
                                assignment("finish_text", resourceText("job-finish.sh"));
    QByteArray text = secretAssignment(request.secrets).bytes().toByteArray();
    text += scriptText(request.id, assignments, "job-start.sh").toUtf8();
    return {QStringLiteral("job-start %1 %2").arg(request.id, request.verb), Secret::takenFrom(text), true, std::chrono::seconds(60)};
}

Script shortScript(const char *verb, const char *part, const QString &id)
{
    return {QLatin1String(verb) + QLatin1Char(' ') + id, Secret(scriptText(id, {}, part).toUtf8()), true, std::chrono::seconds(60)};
}

Result<void> checkId(const QString &id)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9][A-Za-z0-9._@-]{0,119}\\z"));
    if (pattern.match(id).hasMatch())
        return {};
    return Error{ErrorKind::Invalid,
                 QCoreApplication::translate("Job", "\"%1\" cannot be the name of a job.").arg(plainLine(id.toUtf8(), 140)),
                 QCoreApplication::translate("Job", "Letters, digits, dots, dashes, underscores and @ are allowed, at most 120.")};
}

/// The last line `state …` of an answer.
std::optional<JobState> stateIn(const QByteArray &answer)
{
    const QByteArray text = '\n' + answer;
    const qsizetype at = text.lastIndexOf("\nstate ");
    if (at < 0)
        return std::nullopt;
    const QString line = plainLine(text.mid(at + 7).split('\n').first(), 100);
    const QString word = line.section(QLatin1Char(' '), 0, 0);
    const QString value = line.section(QLatin1Char(' '), 1, 1);
    if (word == QLatin1String("running"))
        return JobState{JobState::Kind::Running, -1, {}};
    if (word == QLatin1String("absent"))
        return JobState{JobState::Kind::Absent, -1, {}};
    if (word == QLatin1String("lost"))
        return JobState{JobState::Kind::Lost, -1, {}};
    if (word == QLatin1String("killed"))
        return JobState{JobState::Kind::Killed, -1, value};
    bool isNumber = false;
    const int status = value.toInt(&isNumber);
    if (word != QLatin1String("exited") || !isNumber)
        return std::nullopt;
    return JobState{JobState::Kind::Exited, status, {}};
}

Error answerError(const Outcome &outcome, const QString &id)
{
    const QString said = plainLine(outcome.err, 300);
    if (!said.isEmpty())
        return {ErrorKind::Failed, said, QCoreApplication::translate("Job", "Put this right on the node; then try again.")};
    return {ErrorKind::Failed, QCoreApplication::translate("Job", "The node did not tell the state of the job %1.").arg(id),
            QCoreApplication::translate("Job", "Try again; if it stays so, look at /var/lib/ovdeploy on the node.")};
}

Result<JobState> askedState(Machine &machine, const Script &script, const QString &id, std::stop_token stop)
{
    const auto outcome = machine.run(script, {}, std::move(stop));
    if (!outcome)
        return outcome.error();
    const auto state = stateIn(outcome->out);
    if (!outcome->isSuccess() || !state)
        return answerError(*outcome, id);
    return *state;
}
} // namespace

Result<JobState> startJob(Machine &machine, const JobRequest &request, std::stop_token stop)
{
    if (const auto valid = checkId(request.id); !valid)
        return valid.error();
    return askedState(machine, startScript(request), request.id, std::move(stop));
}

Result<JobState> followJob(Machine &machine, const QString &id, qint64 offset, const std::function<void(QByteArrayView)> &onLog,
                           const std::stop_token &stop)
{
    if (const auto valid = checkId(id); !valid)
        return valid.error();
    for (;;) {
        Script script{QStringLiteral("job-follow %1 %2").arg(id).arg(offset),
                      Secret(scriptText(id, assignment("offset", QString::number(offset)), "job-follow.sh").toUtf8()), true,
                      std::chrono::seconds(360)};
        QByteArray said;
        const auto take = [&](Stream stream, QByteArrayView bytes) {
            if (stream == Stream::Out) {
                offset += bytes.size();
                onLog(bytes);
            } else {
                said = (said + bytes.toByteArray()).right(4096);
            }
        };
        auto outcome = machine.run(script, take, stop);
        if (!outcome)
            return outcome.error();
        outcome->err = said;
        const auto state = stateIn(said);
        if (!outcome->isSuccess() || !state)
            return answerError(*outcome, id);
        if (state->kind != JobState::Kind::Running)
            return *state;
    }
}

Result<JobState> stopJob(Machine &machine, const QString &id, std::stop_token stop)
{
    if (const auto valid = checkId(id); !valid)
        return valid.error();
    return askedState(machine, shortScript("job-stop", "job-stop.sh", id), id, std::move(stop));
}

Result<void> cleanJob(Machine &machine, const QString &id, std::stop_token stop)
{
    if (const auto valid = checkId(id); !valid)
        return valid.error();
    const auto outcome = machine.run(shortScript("job-clean", "job-clean.sh", id), {}, std::move(stop));
    if (!outcome)
        return outcome.error();
    if (outcome->isSuccess())
        return {};
    Error error = answerError(*outcome, id);
    error.kind = ErrorKind::Conflict;
    return error;
}
