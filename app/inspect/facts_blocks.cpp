#include "app/inspect/facts_blocks.h"

#include "app/base/plain_text.h"

namespace {
constexpr qsizetype mostRows = 20000; // a machine that prints more is not one that we can show

/// `KEY=value` with the quotes of os-release taken off.
QByteArray unquoted(QByteArray value)
{
    value = value.trimmed();
    if (value.size() >= 2 && (value.startsWith('"') || value.startsWith('\'')) && value.endsWith(value.at(0)))
        value = value.mid(1, value.size() - 2);
    return value;
}

QString firstWord(const QByteArray &text)
{
    return plainLine(text.trimmed(), 200);
}
} // namespace

QList<QByteArray> wordsOf(const QByteArray &line)
{
    const QByteArray plain = line.simplified();
    return plain.isEmpty() ? QList<QByteArray>() : plain.split(' ');
}

QList<QByteArray> linesOf(const QByteArray &block)
{
    QList<QByteArray> lines;
    for (qsizetype at = 0; at < block.size() && lines.size() < mostRows;) {
        qsizetype end = block.indexOf('\n', at);
        if (end < 0)
            end = block.size();
        if (end > at)
            lines.append(block.mid(at, end - at));
        at = end + 1;
    }
    return lines;
}

QList<ContainerFacts> readContainers(const QByteArray &block)
{
    QList<ContainerFacts> containers;
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> cells = line.split('\t');
        if (cells.size() < 2)
            continue;
        ContainerFacts container;
        container.name = firstWord(cells[0]);
        if (container.name.startsWith(u'/'))
            container.name.remove(0, 1);
        container.state = firstWord(cells[1]).toLower();
        bool isNumber = false;
        const int restarts = cells.value(2).trimmed().toInt(&isNumber);
        container.restarts = isNumber && restarts >= 0 ? restarts : -1;
        container.exitStatus = cells.value(3).trimmed().toInt();
        container.since = firstWord(cells.value(4));
        if (!container.name.isEmpty())
            containers.append(container);
    }
    return containers;
}

QStringList readAddresses(const QByteArray &block)
{
    QStringList addresses;
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> words = wordsOf(line);
        for (qsizetype at = 0; at + 1 < words.size(); ++at) {
            if (words[at] != "inet" && words[at] != "inet6")
                continue;
            const QString address = firstWord(words[at + 1].left(words[at + 1].indexOf('/')));
            const bool isLocal = address.startsWith(QLatin1String("127.")) || address == QLatin1String("::1")
                || address.startsWith(QLatin1String("fe80:"), Qt::CaseInsensitive);
            if (!address.isEmpty() && !isLocal && !addresses.contains(address))
                addresses.append(address);
            break;
        }
    }
    return addresses;
}

QList<MachineFacts::Disk> readDisks(const QByteArray &block)
{
    QList<MachineFacts::Disk> disks;
    for (const QByteArray &line : linesOf(block)) {
        const QList<QByteArray> words = wordsOf(line);
        // A device's name may hold blanks, and so may a mount point: the figures are found by the percentage behind them.
        qsizetype percent = -1;
        for (qsizetype at = words.size() - 1; at >= 4 && percent < 0; --at) {
            if (words[at].endsWith('%') || words[at] == "-")
                percent = at;
        }
        if (percent < 0 || percent + 1 >= words.size())
            continue;
        bool hasSize = false, hasFree = false;
        const qint64 size = words[percent - 3].toLongLong(&hasSize), free = words[percent - 1].toLongLong(&hasFree);
        const QString path = firstWord(QByteArrayList(words.mid(percent + 1)).join(' '));
        const bool isKnown = std::any_of(disks.cbegin(), disks.cend(), [&path](const MachineFacts::Disk &disk) { return disk.path == path; });
        if (hasSize && hasFree && size >= 0 && path.startsWith(u'/') && !isKnown)
            disks.append({path, size, free});
    }
    return disks;
}

void readUnit(const QByteArray &block, MachineFacts &facts)
{
    QHash<QByteArray, QByteArray> properties;
    for (const QByteArray &line : linesOf(block)) {
        const qsizetype equals = line.indexOf('=');
        if (equals > 0)
            properties.insert(line.left(equals), line.mid(equals + 1).trimmed());
    }
    const QByteArray loaded = properties.value("LoadState");
    if (loaded.isEmpty() || loaded == "not-found")
        return;
    facts.unitState = firstWord(properties.value("ActiveState"));
    facts.unitSince = firstWord(properties.value("ActiveEnterTimestamp"));
    bool isNumber = false;
    const qint64 entered = properties.value("ActiveEnterTimestampMonotonic").toLongLong(&isNumber) / 1000000;
    if (facts.unitState == QLatin1String("active") && isNumber && entered >= 0 && facts.uptimeSeconds >= 0)
        facts.unitActiveSeconds = std::max<qint64>(0, facts.uptimeSeconds - entered);
}

void readSystem(const QByteArray &block, MachineFacts &facts)
{
    for (const QByteArray &line : linesOf(block)) {
        const QString value = plainLine(unquoted(line.mid(line.indexOf('=') + 1)), 200);
        if (line.startsWith("ID="))
            facts.osId = value;
        else if (line.startsWith("VERSION_ID="))
            facts.osVersion = value;
        else if (line.startsWith("PRETTY_NAME="))
            facts.osName = value;
    }
}

QString readVersion(const QByteArray &block)
{
    for (const QByteArray &line : linesOf(block)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && unquoted(line.left(colon)).toLower() == "version")
            return plainLine(unquoted(line.mid(colon + 1)), 100);
    }
    return {};
}
