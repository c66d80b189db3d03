#include "app/demo/demo_host.h"

#include "app/demo/demo_files.h"

#include <QMutexLocker>
#include <QUuid>

namespace {
constexpr qsizetype mostVerbs = 10000;
constexpr qint64 startMs = 500; ///< from the service's start to its listening ports
constexpr int absentStatus = 66;
constexpr qint64 threeDaysMs = 259200000; ///< how long a host has been up when it is made

DemoAnswer failed(const QByteArray &sentence, int status = 1)
{
    DemoAnswer answer;
    answer.err = sentence + '\n';
    answer.status = status;
    return answer;
}

QString recordPath()
{
    return QStringLiteral("/var/lib/ovdeploy/cluster.json");
}
} // namespace

DemoHost::DemoHost(const DemoSetup &setup)
    : m_setup(setup)
    , m_bootId(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_bootedAt(demoNow() - threeDaysMs)
{
    if (!m_setup.world)
        m_setup.world = std::make_shared<DemoWorld>();
    const Topology &topology = m_setup.topology;
    if (const Node *node = topology.node(setup.name)) {
        m_role = node->role;
        m_address = node->privateIp;
        m_expected = {expectedPorts(topology, node->role, *setup.catalog), expectedContainers(topology, node->role, *setup.catalog),
                      expectedHealth(topology, node->role, *setup.catalog)};
        if (node->role != Role::Media)
            m_setup.world->addMaster(node->name);
        return;
    }
    for (const LoadBalancer &balancer : topology.loadBalancers) {
        if (balancer.name == setup.name)
            m_address = balancer.address;
    }
}

DemoAnswer DemoHost::answer(const QString &verb, const QByteArray &script)
{
    const QMutexLocker lock(&m_mutex);
    if (m_verbs.size() < mostVerbs)
        m_verbs.append(verb);
    settle();
    const QStringList words = verb.split(u' ', Qt::SkipEmptyParts);
    const QString first = words.value(0);
    if (first == QLatin1String("facts")) {
        DemoAnswer answer;
        answer.out = facts();
        return answer;
    }
    if (first.startsWith(QLatin1String("job-")))
        return answerJob(words);
    if (first == QLatin1String("put") || first == QLatin1String("get"))
        return answerFile(words, script);
    if (first == QLatin1String("exec"))
        return answerExec(words, script);
    return failed("This simulated node does not know the verb " + first.toUtf8().left(40) + '.', 127);
}

DemoAnswer DemoHost::answerJob(const QStringList &words)
{
    const QString id = words.value(1);
    DemoAnswer answer;
    if (words[0] == QLatin1String("job-start")) {
        const DemoJobSubject subject{&m_setup.topology, m_setup.catalog, m_role.value_or(Role::Master), m_expected.containers, m_setup.pace};
        answer.out = m_jobs.started(id, words.mid(2), subject, m_faults.jobs).stateLine(demoNow());
        return answer;
    }
    const DemoJob *job = m_jobs.job(id);
    if (words[0] == QLatin1String("job-follow")) {
        answer.followed = id;
        answer.offset = words.value(2).toLongLong();
        return answer;
    }
    if (words[0] == QLatin1String("job-clean")) {
        m_jobs.remove(id);
        return answer;
    }
    m_jobs.stop(id, demoNow());
    answer.out = job ? job->stateLine(demoNow()) : QByteArray("state absent\n");
    return answer;
}

DemoLogPiece DemoHost::logFrom(const QString &id, qint64 offset)
{
    const QMutexLocker lock(&m_mutex);
    settle();
    const qint64 now = demoNow();
    const DemoJob *job = m_jobs.job(id);
    if (!job)
        return {{}, true, "state absent\n"};
    return {job->log(now).mid(std::max<qint64>(offset, 0)), job->isOver(now), job->stateLine(now)};
}

DemoAnswer DemoHost::answerFile(const QStringList &words, const QByteArray &script)
{
    const QString path = words.value(1);
    DemoAnswer answer;
    if (words[0] == QLatin1String("get")) {
        const auto found = m_files.constFind(path);
        if (found == m_files.constEnd())
            return failed("There is no such file.", absentStatus);
        answer.out = *found;
        return answer;
    }
    const std::optional<QByteArray> content = filePutBy(script, words.value(3).toLatin1());
    if (!content)
        return failed("The file did not arrive whole.");
    m_files.insert(path, *content);
    return answer;
}

DemoAnswer DemoHost::answerExec(const QStringList &words, const QByteArray &script)
{
    const QString name = words.value(1);
    DemoAnswer answer;
    if (name == QLatin1String("start-service"))
        answer = startService();
    else if (name == QLatin1String("stop-service"))
        answer = stopService();
    else if (name.startsWith(QLatin1String("restart")) || name.startsWith(QLatin1String("recover")))
        answer = m_installedRelease.isEmpty() ? startService() : (stopService(), startService());
    else if (name == QLatin1String("health"))
        answer = health();
    else if (name == QLatin1String("record-cluster"))
        m_files.insert(recordPath(), recordOf(m_setup.topology));
    else if (name == QLatin1String("done"))
        answer.status = isDone(words.value(2)) ? 0 : 1;
    else
        answer.out = "simulated: " + words.mid(1).join(u' ').toUtf8() + " (" + QByteArray::number(script.size()) + " bytes)\n";
    answer.flood = m_faults.floodBytes;
    return answer;
}

DemoAnswer DemoHost::startService()
{
    const QByteArray unit = m_setup.catalog->installation.unit.toUtf8();
    if (m_installedRelease.isEmpty())
        return failed("Failed to start " + unit + ".service: Unit " + unit + ".service not found.", 5);
    if (m_serviceAt < 0)
        m_serviceAt = demoNow();
    m_setup.world->setStarted(m_setup.name, true);
    return {};
}

DemoAnswer DemoHost::stopService()
{
    m_serviceAt = -1;
    m_setup.world->setStarted(m_setup.name, false);
    return {};
}

bool DemoHost::isListening() const
{
    return m_serviceAt >= 0 && demoNow() - m_serviceAt >= qint64(double(startMs) * m_setup.pace);
}

/// What the health endpoints answer: 0 if nothing listens, 503 while the masters have not found each other.
int DemoHost::healthStatus() const
{
    if (!isListening())
        return 0;
    const qint64 formed = m_setup.world->formedAt();
    const bool isAlone = !m_setup.world->hasMasters();
    const bool isFormed = formed >= 0 && demoNow() - formed >= qint64(double(startMs) * m_setup.pace);
    return (isAlone || isFormed) && !m_faults.staysUnhealthy ? 200 : 503;
}

DemoAnswer DemoHost::health() const
{
    const int status = healthStatus();
    DemoAnswer answer;
    answer.status = status == 200 ? 0 : 1;
    answer.out = status == 200 ? QByteArray("healthy\n") : "not healthy yet: status " + QByteArray::number(status) + '\n';
    return answer;
}

bool DemoHost::isDone(const QString &step) const
{
    const QString what = step.section(u'@', 0, 0);
    if (what == QLatin1String("install"))
        return !m_installedRelease.isEmpty();
    if (what == QLatin1String("start"))
        return m_serviceAt >= 0;
    if (what == QLatin1String("health"))
        return healthStatus() == 200;
    return false;
}

/// Takes the effects of jobs that have ended meanwhile.
void DemoHost::settle()
{
    const Installation &installation = m_setup.catalog->installation;
    for (const QString &verb : m_jobs.takeDone(demoNow())) {
        const QString info = installation.root + u'/' + installation.infoFile;
        if (verb.startsWith(QLatin1String("install "))) {
            m_installedRelease = m_setup.topology.release;
            m_files.insert(info, "environment: \"on_premises\"\nversion: \"" + m_installedRelease.toUtf8() + "\"\n");
            m_files.insert(recordPath(), recordOf(m_setup.topology));
        } else if (verb.startsWith(QLatin1String("uninstall"))) {
            stopService();
            m_installedRelease.clear();
            m_files.remove(info);
            m_files.remove(recordPath());
        }
    }
}

DemoFaults DemoHost::faults() const
{
    const QMutexLocker lock(&m_mutex);
    return m_faults;
}

void DemoHost::setFaults(const DemoFaults &faults)
{
    const QMutexLocker lock(&m_mutex);
    m_faults = faults;
    if (faults.isOff)
        ++m_epoch;
}

bool DemoHost::takeCut(qint64 bytesWritten)
{
    const QMutexLocker lock(&m_mutex);
    if (m_faults.cutAfterBytes < 0 || bytesWritten < m_faults.cutAfterBytes)
        return false;
    m_faults.cutAfterBytes = -1;
    return true;
}

void DemoHost::reboot()
{
    const QMutexLocker lock(&m_mutex);
    settle();
    m_jobs.lose(demoNow());
    m_bootId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_bootedAt = demoNow();
    if (m_serviceAt >= 0)
        m_serviceAt = demoNow();
    ++m_epoch;
}

void DemoHost::dropConnections()
{
    const QMutexLocker lock(&m_mutex);
    ++m_epoch;
}

int DemoHost::epoch() const
{
    const QMutexLocker lock(&m_mutex);
    return m_epoch;
}

QStringList DemoHost::verbs() const
{
    const QMutexLocker lock(&m_mutex);
    return m_verbs;
}

std::optional<QByteArray> DemoHost::file(const QString &path) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_files.constFind(path);
    return found == m_files.constEnd() ? std::nullopt : std::optional<QByteArray>(*found);
}
