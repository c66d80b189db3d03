#include "tests/support/job_trial.h"

QByteArray JobTrial::connect(const QString &user)
{
    if (!m_sshd.problem().isEmpty())
        return m_sshd.problem().toUtf8();
    auto machine = openedMachine(m_sshd.target(user));
    if (!machine)
        return errorOf(machine);
    m_machine = *std::move(machine);
    return {};
}

QByteArray JobTrial::start(const JobRequest &request)
{
    const auto state = startJob(*m_machine, request, {});
    if (state && state->kind == JobState::Kind::Absent)
        return "the job is absent";
    return errorOf(state);
}

Result<JobState> JobTrial::follow(const QString &id, QByteArray &log)
{
    return followJob(*m_machine, id, log.size(), [&log](QByteArrayView bytes) { log += bytes.toByteArray(); }, {});
}

QByteArray JobTrial::shell(const QByteArray &text)
{
    const auto outcome = m_machine->run({QStringLiteral("exec try"), Secret(text)}, {}, {});
    return outcome ? outcome->out : errorOf(outcome);
}

QByteArray JobTrial::sleepers(const QByteArray &pattern)
{
    return shell("for p in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$p 2>/dev/null; echo; done | grep '^sleep " + pattern + "'");
}

JobRequest JobTrial::request(const QString &id, const QString &script)
{
    JobRequest request;
    request.id = id;
    request.verb = QStringLiteral("install master");
    request.script = script;
    return request;
}
