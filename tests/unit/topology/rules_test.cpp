#include "app/topology/rules.h"

#include "app/project/project_file.h"
#include "tests/support/rule_cases.h"
#include "tests/support/sample_topologies.h"

#include <QTest>

namespace {
const PresentSecrets noSecrets = QSet<SecretName>();

QList<Finding> findingsFrom(const QList<Finding> &findings, const QString &rule)
{
    QList<Finding> found;
    for (const Finding &finding : findings) {
        if (finding.rule == rule)
            found.append(finding);
    }
    return found;
}
} // namespace

class RulesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void casesOfRules_data();
    void casesOfRules();
    void everyRuleHasCases();
    void everyRuleIsExplained();
    void secretsAreJudgedOnlyWhereKnown();
    void waiversApply();
    void examplesAreFreeOfErrors();
    void hostileValuesStayInTheirPlace();
    void manyNodesAreJudgedQuickly();
};

void RulesTest::casesOfRules_data()
{
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < ruleCases().size(); ++i)
        QTest::addRow("%s %s", ruleCases()[i].rule, ruleCases()[i].name) << int(i);
}

void RulesTest::casesOfRules()
{
    QFETCH(int, index);
    const RuleCase &row = ruleCases()[size_t(index)];
    Topology topology = row.isCurrent ? currentTopology() : seedTopology();
    row.change(topology);
    const QList<Finding> findings = findingsFrom(findingsOf(topology, builtInCatalog()), QLatin1String(row.rule));
    QCOMPARE(findings.size(), row.fires ? 1 : 0);
    if (!row.fires)
        return;
    QCOMPARE(findings.first().object, QLatin1String(row.object));
    QCOMPARE(findings.first().severity, ruleOf(QLatin1String(row.rule))->severity);
    QVERIFY2(!findings.first().message.contains(u'%') && findings.first().message.endsWith(u'.'), qPrintable(findings.first().message));
    QVERIFY2(!findings.first().advice.contains(u'%') && findings.first().advice.endsWith(u'.'), qPrintable(findings.first().advice));
}

void RulesTest::everyRuleHasCases()
{
    for (const Rule *rule : allRules()) {
        const bool isJudgedApart = QLatin1String(rule->id) == QLatin1String("V-LIC-1"); // secretsAreJudgedOnlyWhereKnown
        for (const bool fires : {true, false}) {
            const bool hasCase = std::any_of(ruleCases().begin(), ruleCases().end(),
                                             [&](const RuleCase &row) { return qstrcmp(row.rule, rule->id) == 0 && row.fires == fires; });
            QVERIFY2(hasCase || isJudgedApart, rule->id);
        }
    }
    for (const RuleCase &row : ruleCases())
        QVERIFY2(ruleOf(QLatin1String(row.rule)), row.rule);
}

void RulesTest::everyRuleIsExplained()
{
    QSet<QString> ids;
    for (const Rule *rule : allRules()) {
        ids.insert(QLatin1String(rule->id));
        for (const char *text : {rule->title, rule->why, rule->message, rule->advice})
            QVERIFY2(!ruleText(text).isEmpty() && (ruleText(text).endsWith(u'.') || ruleText(text) == QLatin1String("%1")), rule->id);
        QVERIFY2(*rule->source, rule->id);
        QCOMPARE(ruleOf(QLatin1String(rule->id)), rule);
    }
    QCOMPARE(ids.size(), allRules().size());
    QCOMPARE(ruleOf(QStringLiteral("v-top-1")), ruleOf(QStringLiteral("V-TOP-1")));
    QVERIFY(!ruleOf(QStringLiteral("V-TOP-99")));
}

void RulesTest::secretsAreJudgedOnlyWhereKnown()
{
    const QString licence = QStringLiteral("openvidu-pro-license");
    QVERIFY(findingsFrom(findingsOf(seedTopology(), builtInCatalog()), QStringLiteral("V-LIC-1")).isEmpty());
    const QList<Finding> missing = findingsOf(seedTopology(), builtInCatalog(), noSecrets);
    QCOMPARE(findingsFrom(missing, QStringLiteral("V-LIC-1")).size(), 1);
    QCOMPARE(findingsFrom(missing, QStringLiteral("V-LIC-1")).first().message,
             QStringLiteral("The secret openvidu-pro-license has no value."));
    QCOMPARE(findingsFrom(missing, QStringLiteral("V-MOD-3")).size(), 3);
    QVERIFY(findingsFrom(findingsOf(seedTopology(), builtInCatalog(), QSet<SecretName>{licence}), QStringLiteral("V-LIC-1")).isEmpty());
}

void RulesTest::waiversApply()
{
    Topology topology = seedTopology();
    topology.nodes.removeLast();
    topology.nodes[4].publicIp.clear();
    topology.nodes.removeFirst();
    const QString reason = QStringLiteral("arrives in May");
    topology.waivers = {{QStringLiteral("V-TOP-3"), {}, reason, {}},
                        {QStringLiteral("V-TOP-1"), {}, reason, {}},
                        {QStringLiteral("V-IP-7"), QStringLiteral("media-2"), reason, {}}};
    QList<Finding> findings = findingsOf(topology, builtInCatalog());
    QCOMPARE(findingsFrom(findings, QStringLiteral("V-TOP-3")).first().waiver, reason);
    QCOMPARE(findingsFrom(findings, QStringLiteral("V-TOP-1")).first().waiver, QString());
    QCOMPARE(findingsFrom(findings, QStringLiteral("V-IP-7")).first().waiver, QString());
    QVERIFY(blocksDeployment(findings));
    topology.nodes.prepend(seedTopology().nodes.first());
    topology.waivers[2].object = QStringLiteral("media-1");
    findings = findingsOf(topology, builtInCatalog());
    QCOMPARE(findingsFrom(findings, QStringLiteral("V-IP-7")).first().waiver, reason);
    QVERIFY(!blocksDeployment(findings));
}

void RulesTest::examplesAreFreeOfErrors()
{
    for (const char *name : {"seed-cluster", "newest-cluster"}) {
        const Result<Project> project = readProject(QStringLiteral(":/examples/%1.ovdeploy.yaml").arg(QLatin1String(name)));
        QVERIFY2(bool(project), name);
        for (const Finding &finding : findingsOf(project->topology, builtInCatalog()))
            QVERIFY2(finding.severity != Severity::Error, qPrintable(finding.rule + u' ' + finding.message));
    }
}

void RulesTest::hostileValuesStayInTheirPlace()
{
    Topology topology = seedTopology();
    topology.nodes[5].privateIp = QStringLiteral("%1 %2 %9");
    topology.features.append(QStringLiteral("%1"));
    const QList<Finding> findings = findingsOf(topology, builtInCatalog());
    QCOMPARE(findingsFrom(findings, QStringLiteral("V-IP-1")).first().message,
             QStringLiteral("The private address of media-2 is not an IPv4 or IPv6 address: %1 %2 %9."));
    QCOMPARE(findingsFrom(findings, QStringLiteral("V-FLG-2")).first().message,
             QStringLiteral("The feature %1 is not known and has no effect."));
}

void RulesTest::manyNodesAreJudgedQuickly()
{
    Topology topology = currentTopology();
    for (int i = 0; i < 494; ++i) {
        Node node;
        node.name = QStringLiteral("media-%1").arg(i + 3);
        node.role = Role::Media;
        node.privateIp = QStringLiteral("10.6.%1.%2").arg(i / 200).arg(i % 200 + 1);
        node.publicIp = QStringLiteral("198.51.%1.%2").arg(100 + i / 200).arg(i % 200 + 1);
        topology.nodes.append(node);
    }
    QVERIFY(!blocksDeployment(findingsOf(topology, builtInCatalog())));
    QBENCHMARK
    {
        findingsOf(topology, builtInCatalog());
    }
}

QTEST_GUILESS_MAIN(RulesTest)
#include "rules_test.moc"
