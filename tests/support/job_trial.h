// A node that runs jobs: a local sshd, a machine on it, and short ways to ask both.
#pragma once

#include "app/machine/job.h"
#include "tests/support/local_sshd.h"

class JobTrial
{
public:
    LocalSshd &sshd() { return m_sshd; }
    Machine &machine() { return *m_machine; }
    /// A new connection; why it failed, or nothing.
    QByteArray connect(const QString &user = QStringLiteral("root"));
    /// Starts a job that must be known afterwards; why it is not, or nothing.
    QByteArray start(const JobRequest &request);
    Result<JobState> follow(const QString &id, QByteArray &log);
    /// What a script prints on the node.
    QByteArray shell(const QByteArray &text);
    /// Command lines of `sleep` on the node in which `pattern` occurs.
    QByteArray sleepers(const QByteArray &pattern);

    static JobRequest request(const QString &id, const QString &script);

private:
    LocalSshd m_sshd;
    std::unique_ptr<Machine> m_machine;
};
