// new, validate, explain: the document and its findings.
#include "app/cli/open_document.h"
#include "app/topology/rules.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

namespace {
QString nameFrom(const QString &path)
{
    QString name = QFileInfo(path).fileName().section(u'.', 0, 0).toLower();
    return name.replace(QRegularExpression(QStringLiteral("[^a-z0-9-]+")), QStringLiteral("-"));
}

void addNodes(Topology &topology, Role role, const QStringList &addresses)
{
    int number = 0;
    for (const QString &address : addresses) {
        Node node;
        node.name = QStringLiteral("%1-%2").arg(roleId(role)).arg(++number);
        node.role = role;
        node.privateIp = address.section(u'/', 0, 0);
        node.publicIp = address.section(u'/', 1, 1);
        topology.nodes.append(node);
    }
}

Topology newTopology(const Invocation &invocation, const Release &release)
{
    Topology topology;
    topology.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    topology.name = invocation.isSet("name") ? invocation.value("name") : nameFrom(invocation.arguments.first());
    topology.release = release.id;
    topology.domain = invocation.value("domain");
    topology.turnDomain = invocation.value("turn-domain");
    topology.engine = invocation.isSet("rtc-engine") ? invocation.value("rtc-engine") : release.defaultEngine;
    topology.modules = invocation.isSet("modules") ? invocation.list("modules") : release.modules;
    topology.features = invocation.list("features");
    if (invocation.isSet("ssh-user"))
        topology.ssh.user = invocation.value("ssh-user");
    if (invocation.isSet("ssh-key"))
        topology.ssh.key = invocation.value("ssh-key");
    addNodes(topology, Role::Master, invocation.list("masters"));
    addNodes(topology, Role::Media, invocation.list("media"));
    if (invocation.isSet("load-balancer")) {
        LoadBalancer balancer;
        balancer.name = QStringLiteral("lb");
        balancer.flavour = QStringLiteral("other");
        balancer.address = invocation.value("load-balancer");
        balancer.serves = {QStringLiteral("https")};
        if (!topology.turnDomain.isEmpty())
            balancer.serves.append(QStringLiteral("turn"));
        if (topology.features.contains(QStringLiteral("rtmp")))
            balancer.serves.append(QStringLiteral("rtmp"));
        topology.loadBalancers.append(balancer);
    }
    return topology;
}

/// Prints the findings and how many of each there are; the last part of `new` and `validate`.
int finishWithFindings(Console &console, const QList<Finding> &findings, const QJsonValue &result)
{
    console.found += findings;
    console.findings(findings);
    const auto count = [&findings](Severity severity) {
        return std::count_if(findings.cbegin(), findings.cend(), [severity](const Finding &finding) { return finding.severity == severity && finding.waiver.isEmpty(); });
    };
    console.line(QStringLiteral("%1 errors, %2 warnings, %3 hints").arg(count(Severity::Error)).arg(count(Severity::Warning)).arg(count(Severity::Hint)));
    return console.finish(blocksDeployment(findings) ? Red : Fine, result);
}
} // namespace

int newCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    const QString path = invocation.arguments.first();
    if (QFileInfo::exists(path))
        return console.fail({ErrorKind::Invalid, QStringLiteral("%1 exists already.").arg(path), QStringLiteral("Choose another name; nothing was changed.")});
    const Release *release = invocation.isSet("release") ? invocation.catalog.release(invocation.value("release")) : &invocation.catalog.newestRelease();
    if (!release)
        return console.fail({ErrorKind::Invalid, QStringLiteral("There is no release %1 in the catalog.").arg(invocation.value("release")),
                             QStringLiteral("The newest is %1.").arg(invocation.catalog.newestRelease().id)});
    Project project;
    project.topology = newTopology(invocation, *release);
    // What was written must be readable: a hostile name is refused here, not at the next command.
    const Result<Project> check = parseProject(projectText(project.topology), path);
    if (!check)
        return console.fail(check.error());
    project.path = path;
    if (const Result<void> saved = saveProject(project); !saved)
        return console.fail(saved.error());
    console.cluster = project.topology.name;
    console.line(QStringLiteral("Wrote %1: %2 on OpenVidu %3, %4 nodes.").arg(path, project.topology.name, release->id).arg(project.topology.nodes.size()));
    const QList<Finding> findings = findingsOf(project.topology, invocation.catalog);
    console.found = findings;
    console.findings(findings);
    return console.finish(Fine, QJsonObject{{QStringLiteral("path"), path}, {QStringLiteral("id"), project.topology.id}});
}

int validateCommand(Invocation &invocation)
{
    const Result<Project> project = openDocument(invocation);
    if (!project)
        return invocation.console.fail(project.error());
    const QList<Finding> findings = findingsOf(project->topology, invocation.catalog);
    return finishWithFindings(invocation.console, findings, QJsonObject{{QStringLiteral("release"), project->topology.release}});
}

int explainCommand(Invocation &invocation)
{
    Console &console = invocation.console;
    const Rule *rule = ruleOf(invocation.arguments.first().toUpper());
    if (!rule)
        return console.fail({ErrorKind::Invalid, QStringLiteral("There is no rule %1.").arg(invocation.arguments.first()),
                             QStringLiteral("Rules are named like V-TOP-1; `validate` prints those that apply.")});
    const QString explanation = ruleText(rule->title) + QStringLiteral("\n\n") + ruleText(rule->why);
    const QString id = QLatin1String(rule->id), source = QString::fromUtf8(rule->source);
    console.line(QStringLiteral("%1 (%2)\n\n%3").arg(id, severityWord(rule->severity), explanation));
    console.line(QStringLiteral("\nSource: %1").arg(source));
    return console.finish(Fine, QJsonObject{{QStringLiteral("rule"), id},
                                            {QStringLiteral("severity"), severityWord(rule->severity)},
                                            {QStringLiteral("explanation"), explanation},
                                            {QStringLiteral("source"), source}});
}
