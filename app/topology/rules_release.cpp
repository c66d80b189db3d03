#include "app/topology/rule_subject.h"

#include <QCoreApplication>

namespace {
const QLatin1String movingRelease("latest");

QList<Found> unknownRelease(const RuleSubject &subject)
{
    if (subject.release || subject.topology.release == movingRelease)
        return {};
    return {{{},
             QStringLiteral("release"),
             {subject.topology.release, subject.catalog.releases.isEmpty() ? QString() : subject.catalog.newestRelease().id}}};
}

QList<Found> unpinnedRelease(const RuleSubject &subject)
{
    if (subject.release || subject.topology.release != movingRelease)
        return {};
    return {{{}, QStringLiteral("release"), {subject.catalog.releases.isEmpty() ? QString() : subject.catalog.newestRelease().id}}};
}

QList<Found> discontinuedRelease(const RuleSubject &subject)
{
    if (!subject.release || !subject.release->isDiscontinued)
        return {};
    return {{{}, QStringLiteral("release"), {subject.release->id, subject.catalog.newestRelease().id}}};
}

/// A kind whose load balancer listens on nothing in this release is one that the release does not know.
QList<Found> kindOfRelease(const RuleSubject &subject)
{
    if (!subject.kind || !subject.release || !subject.kind->hasLoadBalancer)
        return {};
    for (const BalancerListener &listener : subject.catalog.balancerListeners) {
        if (listener.kinds.contains(subject.kind->id) && subject.catalog.holds(listener.releases, subject.release->id))
            return {};
    }
    return {{{}, QStringLiteral("kind"), {subject.kind->id, subject.release->id}}};
}

QList<Found> unknownEngine(const RuleSubject &subject)
{
    if (!subject.release || subject.topology.engine.isEmpty())
        return {};
    QStringList choices;
    for (const InstallOption *option : subject.options) {
        if (option->value == QLatin1String("engine"))
            choices = option->choices;
    }
    if (choices.isEmpty() || choices.contains(subject.topology.engine))
        return {};
    return {{{}, QStringLiteral("engine"), {subject.topology.engine, choices.join(QStringLiteral(", "))}}};
}

/// The catalog's cautions for a rule that hold for this cluster.
QList<Found> cautionsOf(const RuleSubject &subject, const char *rule, const QString &field)
{
    QList<Found> found;
    for (const Caution &row : subject.catalog.cautions) {
        const bool isMeant = row.rule == QLatin1String(rule) && (row.kinds.isEmpty() || row.kinds.contains(subject.topology.kind));
        if (isMeant && subject.catalog.holds(row.releases, subject.topology.release) && row.when.holds(subject.active))
            found.append({{}, field, {subject.topology.release, row.text}});
    }
    return found;
}

QList<Found> engineCautions(const RuleSubject &subject)
{
    return cautionsOf(subject, "V-ENG-2", QStringLiteral("engine"));
}

QList<Found> turnCautions(const RuleSubject &subject)
{
    return cautionsOf(subject, "V-DNS-5", QStringLiteral("turn-domain"));
}

QList<Found> unknownModules(const RuleSubject &subject)
{
    if (!subject.release)
        return {};
    QList<Found> found;
    for (const QString &module : subject.topology.modules) {
        if (!subject.release->modules.contains(module))
            found.append(
                {{}, QStringLiteral("modules"), {module, subject.release->id, subject.release->modules.join(QStringLiteral(", "))}});
    }
    return found;
}

// clang-format off
constexpr Rule rows[] = {
    {"V-VER-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The release is known."),
     QT_TRANSLATE_NOOP("Rules", "Flags, files and ports differ between releases; for an unknown one none of them can be right."), "UPG",
     QT_TRANSLATE_NOOP("Rules", "The release %1 is not known."),
     QT_TRANSLATE_NOOP("Rules", "Choose a known one, such as %2, or add a catalog file that describes it."), unknownRelease},
    {"V-VER-2", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The release is pinned."),
     QT_TRANSLATE_NOOP("Rules", "`latest` is another installer every few months; its flags may not be the ones written here, and nodes added later would differ."), "facts 1.6, I-13",
     QT_TRANSLATE_NOOP("Rules", "The release is `latest`, which changes over time."),
     QT_TRANSLATE_NOOP("Rules", "Enter the release that is meant, today %1."), unpinnedRelease},
    {"V-VER-3", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "The release is maintained."),
     QT_TRANSLATE_NOOP("Rules", "Betas get no corrections and cannot be upgraded: a later release is a new installation."), "REL 3.0.0",
     QT_TRANSLATE_NOOP("Rules", "The release %1 is no longer maintained."),
     QT_TRANSLATE_NOOP("Rules", "For a new cluster choose a current release, such as %2."), discontinuedRelease},
    {"V-VER-4", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The release knows the kind of deployment."),
     QT_TRANSLATE_NOOP("Rules", "Some kinds came with later releases; an earlier installer has no flags for them."), "AWS v3.2.0, catalog",
     QT_TRANSLATE_NOOP("Rules", "The kind %1 does not exist in release %2."),
     QT_TRANSLATE_NOOP("Rules", "Choose a later release or another kind."), kindOfRelease},
    {"V-ENG-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The engine is one that the installer knows."),
     QT_TRANSLATE_NOOP("Rules", "All Media Nodes of a cluster run the same engine, which the installer sets up."), "seed (guided installation)",
     QT_TRANSLATE_NOOP("Rules", "The engine %1 is not known."), QT_TRANSLATE_NOOP("Rules", "Choose one of: %2."), unknownEngine},
    {"V-ENG-2", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "The engine is ready for production in this release."),
     QT_TRANSLATE_NOOP("Rules", "mediasoup began as an experiment and lacked functions for several releases."), "seed, REL",
     QT_TRANSLATE_NOOP("Rules", "In release %1 %2."), QT_TRANSLATE_NOOP("Rules", "Choose the engine pion, or a later release."), engineCautions},
    {"V-DNS-5", Severity::Hint, true, QT_TRANSLATE_NOOP("Rules", "There is a TURN domain."),
     QT_TRANSLATE_NOOP("Rules", "Users behind strict firewalls connect only by TURN with TLS, which has a domain of its own."), "NLB-3.9",
     QT_TRANSLATE_NOOP("Rules", "In release %1 %2."),
     QT_TRANSLATE_NOOP("Rules", "Add a TURN domain if users sit behind firewalls that allow nothing but HTTPS."), turnCautions},
    {"V-MOD-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "Every module exists in the release."),
     QT_TRANSLATE_NOOP("Rules", "The default application was replaced over time: its module has another name in later releases."), "NLB-3.2.0, NLB-3.4.1",
     QT_TRANSLATE_NOOP("Rules", "The module %1 does not exist in release %2."), QT_TRANSLATE_NOOP("Rules", "Choose from: %3."), unknownModules},
};
// clang-format on
} // namespace

std::span<const Rule> releaseRules()
{
    return rows;
}
