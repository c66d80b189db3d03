// What is wrong with a topology: a table of rules, and what they find.
#pragma once

#include "app/catalog/catalog.h"
#include "app/secrets/secret.h"
#include "app/topology/finding.h"
#include "app/topology/topology.h"

#include <QList>
#include <QSet>
#include <QString>

#include <optional>

struct RuleSubject;
struct Found;

/// Row of the table of rules. Texts are source texts for translation (`ruleText`); %1 … in message and advice are what was found.
struct Rule
{
    const char *id; ///< V-TOP-1
    Severity severity;
    bool isWaivable;   ///< false: the deployment cannot work, whatever is said about it
    const char *title; ///< what must hold, a sentence
    const char *why;
    const char *source; ///< where the fact comes from
    const char *message;
    const char *advice;
    QList<Found> (*judge)(const RuleSubject &subject);
};

/// Names of the secrets that have a value; none given: not known, and what depends on them is not judged.
using PresentSecrets = std::optional<QSet<SecretName>>;

/// Everything the rules find, in the table's order, waivers applied: a waived finding has the reason in `waiver`.
QList<Finding> findingsOf(const Topology &topology, const Catalog &catalog, const PresentSecrets &secrets = {});

/// An error that is not waived: it must not be deployed.
bool blocksDeployment(const Finding &finding);
bool blocksDeployment(const QList<Finding> &findings);

/// The row of an id, or nullptr.
const Rule *ruleOf(const QString &id);

/// Every row.
QList<const Rule *> allRules();

/// A text of a row in the user's language.
QString ruleText(const char *text);
