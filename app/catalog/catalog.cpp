#include "app/catalog/catalog.h"

#include "app/catalog/catalog_rows.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace {
constexpr int tableFormat = 1;

Error tableError(const QString &message)
{
    return {ErrorKind::Invalid, QCoreApplication::translate("Catalog", "The catalog cannot be used: %1.").arg(message),
            QCoreApplication::translate("Catalog", "Repair the file, or remove it if it is an addition of yours.")};
}

/// Reads tables and their additions into one catalog; the first fault stops it.
class TableReader
{
public:
    TableReader(const QString &folder, const QString &additions) : m_folder(folder), m_additions(additions) {}

    template<typename Row>
    void read(const char *name, QList<Row> &rows, Row (*rowOf)(RowReader &))
    {
        readFile(m_folder, name, true, rows, rowOf);
        if (!m_additions.isEmpty())
            readFile(m_additions, name, false, rows, rowOf);
    }
    const QString &fault() const { return m_fault; }
    QString hash() const { return QString::fromLatin1(m_hash.result().toHex()); }

private:
    template<typename Row>
    void readFile(const QString &folder, const char *name, bool isNeeded, QList<Row> &rows, Row (*rowOf)(RowReader &))
    {
        int number = 0;
        for (const QJsonValue &value : rowsIn(folder + QLatin1Char('/') + QLatin1String(name), isNeeded)) {
            const QString place = QStringLiteral("%1, row %2").arg(QLatin1String(name)).arg(++number);
            RowReader reader(value.toObject(), place);
            rows.append(rowOf(reader));
            if (!value.isObject())
                reader.setFault(QStringLiteral("an object was expected"));
            if (m_fault.isEmpty())
                m_fault = reader.fault();
        }
    }

    QJsonArray rowsIn(const QString &path, bool isNeeded)
    {
        if (!m_fault.isEmpty() || (!isNeeded && !QFileInfo::exists(path)))
            return {};
        const QString name = QFileInfo(path).fileName();
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            m_fault = QStringLiteral("%1 cannot be read (%2)").arg(name, file.errorString());
            return {};
        }
        const QByteArray text = file.readAll();
        m_hash.addData(text);
        QJsonParseError parsed;
        const QJsonDocument document = QJsonDocument::fromJson(text, &parsed);
        if (parsed.error != QJsonParseError::NoError) {
            m_fault = QStringLiteral("%1, line %2: %3").arg(name).arg(text.left(parsed.offset).count('\n') + 1).arg(parsed.errorString());
            return {};
        }
        const QJsonObject object = document.object();
        if (object[QStringLiteral("format")].toInt() != tableFormat || !object[QStringLiteral("rows")].isArray()) {
            m_fault = QStringLiteral("%1 should hold `format` %2 and a list of `rows`").arg(name).arg(tableFormat);
            return {};
        }
        return object[QStringLiteral("rows")].toArray();
    }

    QString m_folder, m_additions, m_fault;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

template<typename Row>
const Row *rowById(const QList<Row> &rows, const QString &id)
{
    const auto found = std::find_if(rows.cbegin(), rows.cend(), [&id](const Row &row) { return row.id == id; });
    return found == rows.cend() ? nullptr : &*found;
}
} // namespace

Result<Catalog> readCatalog(const QString &folder, const QString &additions)
{
    Catalog catalog;
    QList<Installation> installations;
    TableReader tables(folder, additions);
    tables.read("eras.json", catalog.eras, eraOf);
    tables.read("releases.json", catalog.releases, releaseOf);
    tables.read("kinds.json", catalog.kinds, kindOf);
    tables.read("ports.json", catalog.ports, portRuleOf);
    tables.read("install_options.json", catalog.options, installOptionOf);
    tables.read("command_lines.json", catalog.commandLines, commandLineOf);
    tables.read("services.json", catalog.services, serviceOf);
    tables.read("health.json", catalog.health, healthProbeOf);
    tables.read("urls.json", catalog.urls, serviceUrlOf);
    tables.read("outbound.json", catalog.outbound, outboundHostOf);
    tables.read("local_ports.json", catalog.localPorts, localPortOf);
    tables.read("balancer_listeners.json", catalog.balancerListeners, balancerListenerOf);
    tables.read("cautions.json", catalog.cautions, cautionOf);
    tables.read("installation.json", installations, installationOf);
    if (!tables.fault().isEmpty())
        return tableError(tables.fault());
    if (installations.size() != 1 || catalog.releases.isEmpty())
        return tableError(QStringLiteral("installation.json should hold one row, releases.json at least one"));
    catalog.installation = installations.first();
    for (qsizetype index = 0; index < catalog.releases.size(); ++index)
        catalog.releases[index].index = int(index);
    if (const QString dangling = danglingName(catalog); !dangling.isEmpty())
        return tableError(dangling);
    catalog.hash = tables.hash();
    return catalog;
}

const Catalog &builtInCatalog()
{
    static const Catalog catalog = [] {
        Result<Catalog> read = readCatalog(QStringLiteral(":/catalog"));
        if (!read)
            qFatal("%s", qPrintable(read.error().message));
        return *read;
    }();
    return catalog;
}

const Release *Catalog::release(const QString &id) const
{
    return rowById(releases, id);
}

const Release &Catalog::newestRelease() const
{
    return releases.last();
}

const Era *Catalog::era(const QString &id) const
{
    return rowById(eras, id);
}

const DeploymentKind *Catalog::kind(const QString &id) const
{
    return rowById(kinds, id);
}

bool Catalog::holds(const ReleaseRange &range, const QString &wanted) const
{
    const Release *row = release(wanted);
    if (!row || (!range.eras.isEmpty() && !range.eras.contains(row->era)))
        return false;
    const Release *from = release(range.from);
    const Release *to = release(range.to);
    return (!from || row->index >= from->index) && (!to || row->index <= to->index);
}

const CommandLine *Catalog::commandLine(const QString &kindId, Role role, const QString &releaseId) const
{
    for (const CommandLine &line : commandLines) {
        if (line.role == role && line.kinds.contains(kindId) && holds(line.releases, releaseId))
            return &line;
    }
    return nullptr;
}

const InstallOption *Catalog::option(const QString &flag, Role role, const QString &kindId, const QString &releaseId) const
{
    for (const InstallOption &row : options) {
        if (row.flag == flag && row.roles.contains(role) && (row.kinds.isEmpty() || row.kinds.contains(kindId)) && holds(row.releases, releaseId))
            return &row;
    }
    return nullptr;
}

QString Catalog::wizardCommand(const QString &kindId, const QString &releaseId) const
{
    const Release *row = release(releaseId);
    const DeploymentKind *type = kind(kindId);
    if (!row || !type)
        return {};
    const Era *ofRelease = era(row->era);
    const QString form = ofRelease && !ofRelease->wizardCommand.isEmpty() ? ofRelease->wizardCommand : installation.wizardCommand;
    return form.arg(releaseId, type->installerType);
}

QString InstallOption::name() const
{
    return flag.mid(2);
}

QString PortRule::portText() const
{
    return portFrom == portTo ? QString::number(portFrom) : QStringLiteral("%1-%2").arg(portFrom).arg(portTo);
}

QString requirementText(PortRule::Requirement requirement)
{
    static const char *const words[] = {"required", "conditional", "recommended", "optional"};
    return QString::fromLatin1(words[int(requirement)]);
}
