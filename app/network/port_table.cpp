#include "app/network/port_table.h"

#include "app/network/flows.h"

#include <QCoreApplication>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("PortTable", text);
}

struct SourceRow
{
    const char *role;
    const char *title;
};

// clang-format off
constexpr SourceRow sourceRows[] = {
    {"lb",            QT_TRANSLATE_NOOP("PortTable", "Load Balancer")},
    {"master",        QT_TRANSLATE_NOOP("PortTable", "Master Nodes")},
    {"media",         QT_TRANSLATE_NOOP("PortTable", "Media Nodes")},
    {"any",           "0.0.0.0/0, ::/0"},
    {"manager",       QT_TRANSLATE_NOOP("PortTable", "Workstation")},
    {"backupHost",    QT_TRANSLATE_NOOP("PortTable", "Backup host")},
    {"externalProxy", QT_TRANSLATE_NOOP("PortTable", "Reverse proxy")},
};
// clang-format on

QString sourceTitle(const QString &role)
{
    for (const SourceRow &row : sourceRows) {
        if (role == QLatin1String(row.role))
            return tr(row.title);
    }
    return role;
}

PortTableRow rowOf(const PortRule &rule)
{
    PortTableRow row;
    row.rules = QStringList{rule.id};
    row.protocol = rule.protocol.toUpper();
    row.ports = rule.portText();
    for (const QString &role : rule.sourceRoles)
        row.sources.append(sourceTitle(role));
    row.isOptional = rule.requirement != PortRule::Requirement::Required;
    row.isRecommended = rule.requirement == PortRule::Requirement::Recommended;
    row.description = rule.description;
    return row;
}

PortTableRow *sameRow(QList<PortTableRow> &rows, const PortTableRow &wanted)
{
    for (PortTableRow &row : rows) {
        if (row.protocol == wanted.protocol && row.ports == wanted.ports && row.isRecommended == wanted.isRecommended)
            return &row;
    }
    return nullptr;
}

QString line(const QString &protocol, const QString &ports, const QString &sources, const QString &description)
{
    return QStringLiteral("%1 %2 %3 %4\n").arg(protocol, -8).arg(ports, -12).arg(sources, -25).arg(description);
}
} // namespace

QList<PortTableRow> portTable(const Topology &topology, const Catalog &catalog, const QString &targetRole)
{
    QList<PortTableRow> rows;
    for (const PortRule &rule : activeRules(topology, catalog)) {
        if (rule.targetRole != targetRole || rule.sourceRoles.contains(QLatin1String("manager")))
            continue;
        const PortTableRow row = rowOf(rule);
        PortTableRow *same = sameRow(rows, row);
        if (!same) {
            rows.append(row);
            continue;
        }
        same->rules += row.rules;
        same->isOptional = same->isOptional && row.isOptional;
        for (const QString &source : row.sources) {
            if (!same->sources.contains(source))
                same->sources.append(source);
        }
    }
    return rows;
}

QString portTableText(const QList<PortTableRow> &rows)
{
    QString text = line(tr("Protocol"), tr("Ports"), tr("Source"), tr("Description"));
    for (const PortTableRow &row : rows) {
        const QString mark = row.isRecommended ? tr("(Recommended) ") : row.isOptional ? tr("(Optional) ") : QString();
        text += line(row.protocol, row.ports, row.sources.join(QStringLiteral(", ")), mark + row.description);
    }
    return text;
}
