#include "app/demo/demo_jobs.h"

#include "app/demo/demo_world.h"

#include <QCryptographicHash>

#include <algorithm>

namespace {
/// Lines with the time they appear, from shares of the job's length.
class LogWriter
{
public:
    explicit LogWriter(double lengthMs) : m_lengthMs(lengthMs) {}
    void write(double share, const QString &text) { lines.append({qint64(share * m_lengthMs), text.toUtf8() + '\n'}); }
    QList<DemoJob::Line> lines;

private:
    double m_lengthMs;
};

QString digestOf(const DemoJobSubject &subject, bool isOther)
{
    const QByteArray text = "simulated installer " + subject.topology->release.toUtf8() + ' ' + roleId(subject.role).toUtf8() + (isOther ? " other" : "");
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

void writeDownload(const DemoJobSubject &subject, const DemoJobFaults &faults, LogWriter &log)
{
    log.write(0, QStringLiteral("  %% Total    %% Received %% Xferd  Average Speed"));
    log.write(0.6, QStringLiteral("100 10240  100 10240    0     0   102k"));
    log.write(0.9, QStringLiteral("@@report installer-sha256 ") + digestOf(subject, faults.hasOtherInstaller));
}

void writeBanner(const DemoJobSubject &subject, LogWriter &log)
{
    const CommandLine *line = subject.catalog->commandLine(subject.topology->kind, subject.role, subject.topology->release);
    if (!line)
        return;
    const QString frame = QStringLiteral("> ") + QStringLiteral("- ").repeated(38) + u'<';
    const QString blank = u'>' + QString(77, u' ') + u'<';
    const QString party = QString::fromUtf8(subject.role == Role::Master ? "🎉🎉" : "🎉");
    const QStringList rows{frame, blank, QStringLiteral(">  %1 %2 %1").arg(party, line->banner).leftJustified(75) + QStringLiteral(" <"), blank, frame};
    for (const QString &row : rows)
        log.write(0.99, row);
}

void writePulls(const DemoJobSubject &subject, LogWriter &log)
{
    double share = 0.25;
    const double step = 0.6 / double(std::max<qsizetype>(subject.containers.size() * 2, 1));
    for (const Service &service : subject.containers) {
        log.write(share, QStringLiteral(" %1 Pulling").arg(service.name));
        share += step;
        log.write(share, QStringLiteral(" %1 Pulled").arg(service.name));
        share += step;
    }
}

bool writeInstall(const DemoJobSubject &subject, const DemoJobFaults &faults, LogWriter &log)
{
    const Release *release = subject.catalog->release(subject.topology->release);
    const QString docker = release && !release->dockerMinimum.isEmpty() ? release->dockerMinimum : QStringLiteral("27.3.1");
    log.write(0, QStringLiteral("Docker not found. Installing Docker version %1...").arg(docker));
    log.write(0.05, QStringLiteral("# Executing docker install script"));
    log.write(0.15, QStringLiteral("Docker is running."));
    log.write(0.18, QStringLiteral("Pulling the installer's image for %1").arg(subject.topology->release));
    log.write(0.22, QStringLiteral("Generating the configuration of a %1").arg(roleTitle(subject.role)));
    if (!faults.installFailure.isEmpty()) {
        log.write(0.5, faults.installFailure);
        return false;
    }
    writePulls(subject, log);
    log.write(0.9, QStringLiteral("Created symlink /etc/systemd/system/multi-user.target.wants/%1.service").arg(subject.catalog->installation.unit));
    if (!faults.hasNoBanner)
        writeBanner(subject, log);
    return true;
}
} // namespace

QByteArray DemoJob::log(qint64 now) const
{
    QByteArray text;
    for (const Line &line : lines) {
        if (startedAt + line.at <= std::min(now, endsAt))
            text += line.text;
    }
    return text;
}

QByteArray DemoJob::stateLine(qint64 now) const
{
    if (isLost)
        return "state lost\n";
    if (now < endsAt)
        return "state running\n";
    return killedBy.isEmpty() ? "state exited " + QByteArray::number(status) + '\n' : "state killed " + killedBy.toLatin1() + '\n';
}

const DemoJob &DemoJobs::started(const QString &id, const QStringList &verb, const DemoJobSubject &subject, const DemoJobFaults &faults)
{
    const auto known = m_jobs.constFind(id);
    if (known != m_jobs.constEnd())
        return *known;
    const bool isInstall = verb.value(0) == QLatin1String("install");
    const double length = (isInstall ? faults.lengthMs : 300) * subject.pace;
    LogWriter log(length);
    DemoJob job;
    job.verb = verb.join(u' ');
    job.startedAt = demoNow();
    job.endsAt = job.startedAt + qint64(length);
    if (isInstall)
        job.status = writeInstall(subject, faults, log) ? 0 : 1;
    else if (verb.value(0) == QLatin1String("download"))
        writeDownload(subject, faults, log);
    else
        log.write(0, QStringLiteral("simulated: ") + job.verb);
    job.lines = log.lines;
    return *m_jobs.insert(id, job);
}

const DemoJob *DemoJobs::job(const QString &id) const
{
    const auto known = m_jobs.constFind(id);
    return known == m_jobs.constEnd() ? nullptr : &*known;
}

void DemoJobs::stop(const QString &id, qint64 now)
{
    const auto known = m_jobs.find(id);
    if (known == m_jobs.end() || known->isOver(now))
        return;
    known->endsAt = now;
    known->killedBy = QStringLiteral("TERM");
}

void DemoJobs::lose(qint64 now)
{
    for (DemoJob &job : m_jobs) {
        if (job.isOver(now))
            continue;
        job.isLost = true;
        job.endsAt = now;
    }
}

bool DemoJobs::isBusy(qint64 now) const
{
    return std::any_of(m_jobs.cbegin(), m_jobs.cend(), [now](const DemoJob &job) { return !job.isOver(now); });
}

QStringList DemoJobs::takeDone(qint64 now)
{
    QList<DemoJob *> done;
    for (DemoJob &job : m_jobs) {
        if (!job.isSettled && job.isOver(now)) {
            job.isSettled = true;
            if (!job.isLost && job.killedBy.isEmpty() && job.status == 0)
                done.append(&job);
        }
    }
    std::sort(done.begin(), done.end(), [](const DemoJob *a, const DemoJob *b) { return a->endsAt < b->endsAt; });
    QStringList verbs;
    for (const DemoJob *job : done)
        verbs.append(job->verb);
    return verbs;
}
