#include "app/base/plain_text.h"
#include "app/inspect/facts_blocks.h"

#include <QCoreApplication>
#include <QMap>

#include <cmath>

namespace {
using Blocks = QMap<QByteArray, QByteArray>;

/// Parts by name. Parts of one name are joined: each health question prints a part of its own.
Blocks blocksOf(const QByteArray &output)
{
    Blocks blocks;
    QByteArray name;
    for (qsizetype at = 0; at < output.size();) {
        qsizetype end = output.indexOf('\n', at);
        if (end < 0)
            end = output.size();
        const QByteArrayView line(output.constData() + at, end - at);
        if (line.startsWith("== ") && line.size() < 40) {
            name = line.sliced(3).trimmed().toByteArray();
            blocks[name]; // a part may be empty, which differs from absent
        } else if (!name.isEmpty()) {
            blocks[name].append(line).append('\n');
        }
        at = end + 1;
    }
    return blocks;
}

void readTime(const QByteArray &block, MachineFacts &facts)
{
    const QList<QByteArray> parts = block.trimmed().split('.');
    bool isNumber = false;
    const qint64 seconds = parts[0].toLongLong(&isNumber);
    if (!isNumber || seconds < 0 || seconds > 253402300799) // the year 9999
        return;
    const QByteArray fraction = (parts.value(1) + "000").left(3);
    facts.time = QDateTime::fromMSecsSinceEpoch(seconds * 1000 + fraction.toInt(), Qt::UTC);
}

void readMemory(const QByteArray &block, MachineFacts &facts)
{
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> words = wordsOf(line);
        if (words.value(0) == "MemTotal:")
            facts.memoryKiB = words.value(1).toLongLong();
        else if (words.value(0) == "MemAvailable:")
            facts.memoryFreeKiB = words.value(1).toLongLong();
    }
}

void readKernel(const QByteArray &block, MachineFacts &facts)
{
    const QList<QByteArray> words = wordsOf(block);
    facts.kernel = plainLine(words.value(1), 100);
    facts.architecture = plainLine(words.value(2), 32);
}

void readTools(const QByteArray &block, MachineFacts &facts)
{
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> words = wordsOf(line);
        if (words.size() >= 2)
            facts.tools.insert(plainLine(words[0], 64), plainLine(words[1], 400));
    }
}

void readHealth(const QByteArray &block, MachineFacts &facts)
{
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> words = wordsOf(line);
        if (words.size() >= 2)
            facts.health.insert(plainLine(words[0], 100), words[1].toInt());
    }
}

double finite(double value)
{
    return std::isfinite(value) && value >= 0 ? value : 0;
}

qint64 secondsOf(const QByteArray &block)
{
    bool isNumber = false;
    const double seconds = wordsOf(block).value(0).toDouble(&isNumber);
    return isNumber && seconds >= 0 && seconds < 1e11 ? qint64(seconds) : -1;
}

int userOf(const QByteArray &block)
{
    bool isNumber = false;
    const int user = block.trimmed().toInt(&isNumber);
    return isNumber && user >= 0 ? user : -1;
}

struct Reader
{
    const char *block;
    bool isRequired;
    void (*read)(const QByteArray &block, MachineFacts &facts);
};

// The unit's age needs the uptime: order matters there.
// clang-format off
constexpr Reader readers[] = {
    {"time",       true,  readTime},
    {"user",       true,  [](const QByteArray &block, MachineFacts &facts) { facts.userId = userOf(block); }},
    {"boot",       true,  [](const QByteArray &block, MachineFacts &facts) { facts.bootId = plainLine(block, 64); }},
    {"uptime",     true,  [](const QByteArray &block, MachineFacts &facts) { facts.uptimeSeconds = secondsOf(block); }},
    {"os",         true,  readSystem},
    {"kernel",     true,  readKernel},
    {"cpus",       true,  [](const QByteArray &block, MachineFacts &facts) { facts.cpus = std::clamp(block.trimmed().toInt(), 0, 100000); }},
    {"memory",     true,  readMemory},
    {"load",       true,  [](const QByteArray &block, MachineFacts &facts) { facts.load1 = finite(wordsOf(block).value(0).toDouble()); }},
    {"disk",       true,  [](const QByteArray &block, MachineFacts &facts) { facts.disks = readDisks(block); }},
    {"addresses",  true,  [](const QByteArray &block, MachineFacts &facts) { facts.addresses = readAddresses(block); }},
    {"listeners",  true,  [](const QByteArray &block, MachineFacts &facts) { facts.listeners = readListeners(block); }},
    {"tools",      true,  readTools},
    {"docker",     false, [](const QByteArray &block, MachineFacts &facts) { facts.dockerVersion = plainLine(block, 64); }},
    {"compose",    false, [](const QByteArray &block, MachineFacts &facts) { facts.composeVersion = plainLine(block, 64); }},
    {"containers", false, [](const QByteArray &block, MachineFacts &facts) { facts.containers = readContainers(block); }},
    {"unit",       false, readUnit},
    {"installed",  true,  [](const QByteArray &block, MachineFacts &facts) { facts.hasInstallation = block.trimmed() == "yes"; }},
    {"info",       false, [](const QByteArray &block, MachineFacts &facts) { facts.installedVersion = readVersion(block); }},
    {"cluster",    false, [](const QByteArray &block, MachineFacts &facts) { facts.clusterRecord = plainText(block.trimmed()); }},
    {"health",     false, readHealth},
};
// clang-format on

QString told(const char *text)
{
    return QCoreApplication::translate("Facts", text);
}

void tellProblems(const Blocks &blocks, MachineFacts &facts)
{
    QStringList missing;
    for (const Reader &reader : readers) {
        if (reader.isRequired && !blocks.contains(reader.block))
            missing.append(QString::fromLatin1(reader.block));
    }
    if (!missing.isEmpty())
        facts.problems.append(told("The node's answer lacks these parts: %1.").arg(missing.join(QLatin1String(", "))));
    if (!blocks.contains("end"))
        facts.problems.append(told("The node's answer was cut off before its end."));
    if (blocks.contains("time") && !facts.time.isValid())
        facts.problems.append(told("The node's clock could not be read."));
    if (blocks.contains("listeners") && facts.listeners.isEmpty())
        facts.problems.append(told("The node's listening ports could not be read: neither ss nor /proc/net gave any."));
    if (facts.tools.contains(QStringLiteral("docker")) && facts.dockerVersion.isEmpty())
        facts.problems.append(told("Docker is installed and its daemon does not answer."));
}
} // namespace

MachineFacts parsedFacts(const QByteArray &output)
{
    const Blocks blocks = blocksOf(output);
    MachineFacts facts;
    for (const Reader &reader : readers) {
        const auto block = blocks.constFind(reader.block);
        if (block != blocks.constEnd())
            reader.read(*block, facts);
    }
    tellProblems(blocks, facts);
    return facts;
}
