#include "app/catalog/catalog_rows.h"

#include <QRegularExpression>

namespace {
constexpr auto Optional = RowReader::Need::Optional;

int port(RowReader &row, const char *key, RowReader::Need need = RowReader::Need::Required)
{
    const int number = row.number(key, need);
    if (row.has(key) && (number < 1 || number > 65535))
        row.setFault(QStringLiteral("`%1` is %2, expected 1 to 65535").arg(QLatin1String(key)).arg(number));
    return number;
}

QString protocol(RowReader &row)
{
    static const QStringList words{QStringLiteral("tcp"), QStringLiteral("udp")};
    return words[row.word("protocol", words)];
}

void takeFaults(RowReader &row, const RowReader &inner)
{
    if (const QString wrong = inner.fault(); !wrong.isEmpty())
        row.setFault(wrong);
}
} // namespace

Era eraOf(RowReader &row)
{
    return {row.text("id"), row.text("title"), row.text("differs"), row.text("configRoot"), row.text("wizardCommand", Optional), row.source()};
}

Release releaseOf(RowReader &row)
{
    Release release;
    release.id = row.text("id");
    release.era = row.text("era");
    release.isDiscontinued = row.flag("isDiscontinued");
    release.dockerMinimum = row.text("dockerMinimum", Optional);
    release.composeMinimum = row.text("composeMinimum", Optional);
    release.defaultEngine = row.text("defaultEngine");
    release.modules = row.texts("modules");
    release.note = row.text("note");
    release.source = row.source();
    return release;
}

DeploymentKind kindOf(RowReader &row)
{
    DeploymentKind kind;
    kind.id = row.text("id");
    kind.title = row.text("title");
    kind.installerType = row.text("installerType");
    for (RowReader &inner : row.parts("counts")) {
        kind.counts.append({inner.role("role"), inner.number("least"), inner.number("most", Optional), inner.number("recommended")});
        takeFaults(row, inner);
    }
    kind.hasLoadBalancer = row.flag("hasLoadBalancer");
    kind.isDeployable = row.flag("isDeployable");
    kind.source = row.source();
    return kind;
}

PortRule portRuleOf(RowReader &row)
{
    static const QStringList requirements{QStringLiteral("required"), QStringLiteral("conditional"), QStringLiteral("recommended"), QStringLiteral("optional")};
    static const QStringList bases{QStringLiteral("documented"), QStringLiteral("cloud-template"), QStringLiteral("inferred")};
    static const QStringList probes{QStringLiteral("tcp-connect"), QStringLiteral("http-get"), QStringLiteral("udp-not-directly-probeable")};
    PortRule rule;
    rule.id = row.text("id");
    rule.kinds = row.texts("kinds");
    rule.releases = row.range();
    rule.targetRole = row.text("targetRole");
    rule.protocol = protocol(row);
    rule.portFrom = port(row, "portFrom");
    rule.portTo = port(row, "portTo");
    if (rule.portTo < rule.portFrom)
        row.setFault(QStringLiteral("`portTo` is smaller than `portFrom`"));
    rule.sourceRoles = row.texts("sourceRoles");
    rule.service = row.text("service");
    rule.description = row.text("description");
    rule.requirement = PortRule::Requirement(row.word("requirement", requirements));
    rule.when = row.condition();
    RowReader probe = row.part("probe");
    rule.probe = {probes[probe.word("kind", probes)], probe.text("path", Optional), probe.number("expectStatus", Optional), probe.text("expectBody", Optional)};
    takeFaults(row, probe);
    rule.basis = bases[row.word("basis", bases)];
    rule.source = row.source();
    rule.note = row.text("note", Optional);
    return rule;
}

InstallOption installOptionOf(RowReader &row)
{
    static const QStringList kindWords{QStringLiteral("Switch"), QStringLiteral("Text"), QStringLiteral("Addresses"), QStringLiteral("Address"),
                                       QStringLiteral("Host"), QStringLiteral("List"), QStringLiteral("Choice"), QStringLiteral("Pem")};
    InstallOption option;
    option.flag = row.text("flag");
    option.kind = InstallOption::Kind(row.word("kind", kindWords));
    option.roles = row.roles("roles");
    option.kinds = row.texts("kinds", Optional);
    option.releases = row.range();
    option.when = row.condition();
    option.isRequired = row.flag("isRequired");
    option.isSecret = row.flag("isSecret");
    option.value = row.text("value");
    option.fallback = row.text("fallback", Optional);
    option.choices = row.texts("choices", Optional);
    option.pattern = row.text("pattern", Optional);
    if (!QRegularExpression(option.pattern).isValid())
        row.setFault(QStringLiteral("`pattern` is no regular expression: %1").arg(option.pattern));
    RowReader rule = row.part("generation");
    if (row.has("generation"))
        option.generation = {rule.text("alphabet"), rule.number("length"), rule.text("prefix", Optional)};
    takeFaults(row, rule);
    option.forms = row.texts("forms");
    option.help = row.text("help");
    option.source = row.source();
    return option;
}

CommandLine commandLineOf(RowReader &row)
{
    return {row.role("role"), row.texts("kinds"), row.range(), row.text("script"), row.text("path"), row.text("banner"), row.texts("order"), row.source()};
}

Service serviceOf(RowReader &row)
{
    static const QStringList kindWords{QStringLiteral("unit"), QStringLiteral("container")};
    Service service;
    service.id = row.text("id");
    service.name = row.text("name");
    service.kind = Service::Kind(row.word("kind", kindWords));
    service.roles = row.roles("roles");
    service.releases = row.range();
    service.when = row.condition();
    service.isTransient = row.flag("isTransient");
    service.help = row.text("help");
    service.source = row.source();
    return service;
}

HealthProbe healthProbeOf(RowReader &row)
{
    HealthProbe probe;
    probe.id = row.text("id");
    probe.roles = row.roles("roles");
    probe.releases = row.range();
    probe.when = row.condition();
    probe.service = row.text("service");
    probe.port = port(row, "port");
    probe.path = row.text("path");
    probe.expectStatus = row.number("expectStatus");
    probe.isProven = row.flag("isProven");
    probe.source = row.source();
    return probe;
}

ServiceUrl serviceUrlOf(RowReader &row)
{
    return {row.text("id"),   row.text("title"), row.range(), row.condition(), row.text("url"), row.text("user", Optional), row.text("secret", Optional),
            row.source()};
}

OutboundHost outboundHostOf(RowReader &row)
{
    OutboundHost host;
    host.id = row.text("id");
    host.host = row.text("host");
    host.protocol = protocol(row);
    host.phase = row.text("phase");
    host.why = row.text("why");
    host.requirement = row.text("requirement");
    host.fromRoles = row.texts("fromRoles");
    host.port = row.has("portFrom") ? port(row, "portFrom") : port(row, "port");
    host.portTo = row.has("portTo") ? port(row, "portTo") : host.port;
    host.localPortFrom = port(row, "localPortFrom", Optional);
    host.localPortTo = port(row, "localPortTo", Optional);
    host.versionFrom = row.range().from;
    host.when = row.condition();
    host.note = row.text("note", Optional);
    host.source = row.source();
    return host;
}

LocalPort localPortOf(RowReader &row)
{
    return {row.text("id"), row.text("role"), protocol(row), port(row, "port"), row.text("what"), row.source()};
}

BalancerListener balancerListenerOf(RowReader &row)
{
    static const QStringList tlsWords{QStringLiteral("terminate"), QStringLiteral("passthrough"), QStringLiteral("none")};
    BalancerListener listener;
    listener.id = row.text("id");
    listener.kinds = row.texts("kinds");
    listener.releases = row.range();
    listener.when = row.condition();
    listener.listen = port(row, "listen");
    listener.tls = tlsWords[row.word("tls", tlsWords)];
    listener.name = row.text("name", Optional);
    listener.action = row.text("action", Optional);
    listener.targetRole = row.text("targetRole", Optional);
    listener.targetPort = port(row, "targetPort", Optional);
    listener.healthPath = row.text("healthPath", Optional);
    listener.healthPort = port(row, "healthPort", Optional);
    listener.isHealthProven = row.flag("isHealthProven", true);
    listener.note = row.text("note", Optional);
    listener.source = row.source();
    if (listener.action.isEmpty() && listener.targetPort == 0)
        row.setFault(QStringLiteral("`targetPort` is missing"));
    return listener;
}

Caution cautionOf(RowReader &row)
{
    return {row.text("rule"), row.texts("kinds", Optional), row.range(), row.condition(), row.text("text"), row.source()};
}

Installation installationOf(RowReader &row)
{
    return {row.text("root"), row.text("unit"), row.text("infoFile"), row.text("baseUrl"), row.text("wizardCommand"), row.texts("transientErrors"), row.source()};
}
