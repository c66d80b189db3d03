#include "app/topology/rules.h"

#include "app/topology/rule_subject.h"
#include "app/topology/selectors.h"

#include <QCoreApplication>

#include <algorithm>

namespace {
/// %1 … %9 replaced in one pass: a value that contains a % is not read again.
QString filled(const QString &text, const QStringList &words)
{
    QString result;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const int number = text[at] == u'%' && at + 1 < text.size() ? text[at + 1].digitValue() : -1;
        if (number < 1 || number > words.size()) {
            result += text[at];
            continue;
        }
        result += words[number - 1];
        ++at;
    }
    return result;
}

QString waiverOf(const Topology &topology, const Rule &rule, const Found &found)
{
    if (!rule.isWaivable)
        return {};
    for (const Waiver &waiver : topology.waivers) {
        if (waiver.rule == QLatin1String(rule.id) && waiver.object == found.object)
            return waiver.reason;
    }
    return {};
}

Finding findingOf(const Topology &topology, const Rule &rule, const Found &found)
{
    Finding finding;
    finding.rule = QLatin1String(rule.id);
    finding.severity = rule.severity;
    finding.object = found.object;
    finding.field = found.field;
    finding.message = filled(ruleText(rule.message), found.words);
    finding.advice = filled(ruleText(rule.advice), found.words);
    finding.waiver = waiverOf(topology, rule, found);
    return finding;
}

QList<const InstallOption *> optionsOf(const Topology &topology, const Catalog &catalog, const QSet<QString> &active)
{
    QList<const InstallOption *> found;
    const DeploymentKind *kind = catalog.kind(topology.kind);
    for (const DeploymentKind::Count &count : kind ? kind->counts : QList<DeploymentKind::Count>()) {
        const CommandLine *line = catalog.commandLine(topology.kind, count.role, topology.release);
        for (const QString &flag : line ? line->order : QStringList()) {
            const InstallOption *option = catalog.option(flag, count.role, topology.kind, topology.release);
            if (option && option->when.holds(active) && !found.contains(option))
                found.append(option);
        }
    }
    return found;
}
} // namespace

QList<Finding> findingsOf(const Topology &topology, const Catalog &catalog, const PresentSecrets &secrets)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    const RuleSubject subject{topology,
                              catalog,
                              secrets,
                              catalog.kind(topology.kind),
                              catalog.release(topology.release),
                              active,
                              optionsOf(topology, catalog, active)};
    QList<Finding> findings;
    for (const Rule *rule : allRules()) {
        for (const Found &found : rule->judge(subject))
            findings.append(findingOf(topology, *rule, found));
    }
    return findings;
}

bool blocksDeployment(const Finding &finding)
{
    return finding.severity == Severity::Error && finding.waiver.isEmpty();
}

bool blocksDeployment(const QList<Finding> &findings)
{
    return std::any_of(findings.cbegin(), findings.cend(), [](const Finding &finding) { return blocksDeployment(finding); });
}

const Rule *ruleOf(const QString &id)
{
    for (const Rule *rule : allRules()) {
        if (id.compare(QLatin1String(rule->id), Qt::CaseInsensitive) == 0)
            return rule;
    }
    return nullptr;
}

QList<const Rule *> allRules()
{
    static const QList<const Rule *> rules = [] {
        QList<const Rule *> rows;
        for (const std::span<const Rule> group : {topologyRules(), addressRules(), nameRules(), releaseRules(), parameterRules()}) {
            for (const Rule &rule : group)
                rows.append(&rule);
        }
        return rows;
    }();
    return rules;
}

QString ruleText(const char *text)
{
    return QCoreApplication::translate("Rules", text);
}
