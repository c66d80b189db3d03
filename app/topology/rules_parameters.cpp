#include "app/topology/rule_subject.h"
#include "app/topology/selectors.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("Rules", text);
}

bool isMissing(const RuleSubject &subject, const InstallOption &option)
{
    return subject.secrets && option.isSecret && option.isRequired && !subject.secrets->contains(option.name());
}

/// A required secret that no program can make up.
QList<Found> missingLicence(const RuleSubject &subject)
{
    QList<Found> found;
    for (const InstallOption *option : subject.options) {
        const bool isGiven = option->generation.alphabet.isEmpty() && option->kind == InstallOption::Kind::Text;
        const Found missing{{}, {}, {option->name()}};
        const auto isSame = [&missing](const Found &other) { return other.words == missing.words; };
        if (isGiven && isMissing(subject, *option) && std::none_of(found.cbegin(), found.cend(), isSame))
            found.append(missing);
    }
    return found;
}

/// Users that were blanked, and passwords known to be absent, of options that a module brings along.
QList<Found> moduleLogins(const RuleSubject &subject)
{
    QList<Found> found;
    for (const InstallOption *option : subject.options) {
        for (const QString &selector : option->when.selectors) {
            if (!selector.startsWith(QLatin1String("module:")))
                continue;
            const bool isBlank = option->value == QLatin1String("user") && userOf(subject.topology, *option).trimmed().isEmpty();
            if (isBlank || isMissing(subject, *option))
                found.append({{}, isBlank ? QStringLiteral("users") : QString(), {selector.mid(7), option->name()}});
        }
    }
    return found;
}

bool asksFor(const Condition &condition, const QString &selector)
{
    return condition.selectors.contains(selector) || condition.unless.contains(selector);
}

/// Features that are a flag in some release, but in none that holds here.
QList<Found> unavailableFeatures(const RuleSubject &subject)
{
    if (!subject.release)
        return {};
    QList<Found> found;
    for (const QString &feature : subject.topology.features) {
        const QString selector = QStringLiteral("feature:") + feature;
        bool isFlag = false, holds = false;
        for (const InstallOption &option : subject.catalog.options) {
            if (!asksFor(option.when, selector))
                continue;
            isFlag = true;
            holds = holds || ((option.kinds.isEmpty() || option.kinds.contains(subject.topology.kind)) &&
                              subject.catalog.holds(option.releases, subject.release->id));
        }
        if (isFlag && !holds)
            found.append({{}, QStringLiteral("features"), {feature, subject.release->id}});
    }
    return found;
}

bool isKnownFeature(const Catalog &catalog, const QString &feature)
{
    const QString selector = feature.contains(u':') ? feature : QStringLiteral("feature:") + feature;
    const auto names = [&feature, &selector](const auto &row) { return asksFor(row.when, selector) || asksFor(row.when, feature); };
    const auto isIn = [&names](const auto &rows) { return std::any_of(rows.cbegin(), rows.cend(), names); };
    return selector == QLatin1String("mode:lanOnly") || isIn(catalog.ports) || isIn(catalog.options) || isIn(catalog.services) ||
           isIn(catalog.health) || isIn(catalog.urls) || isIn(catalog.balancerListeners) || isIn(catalog.outbound);
}

QList<Found> unknownFeatures(const RuleSubject &subject)
{
    QList<Found> found;
    for (const QString &feature : subject.topology.features) {
        // A choice of certificate is read by its flag, a row asks for only some of them.
        if (!feature.startsWith(QLatin1String("certificate:")) && !isKnownFeature(subject.catalog, feature))
            found.append({{}, QStringLiteral("features"), {feature}});
    }
    return found;
}

QList<Found> imageNames(const RuleSubject &subject)
{
    static const QRegularExpression variable(QStringLiteral("\\A[A-Z][A-Z0-9_]*\\z"));
    QList<Found> found;
    const QMap<QString, QString> &images = subject.topology.installer.images;
    for (auto image = images.cbegin(); image != images.cend(); ++image) {
        if (!variable.match(image.key()).hasMatch() || image.value().trimmed().isEmpty())
            found.append({{}, QStringLiteral("installer"), {image.key(), image.value()}});
    }
    return found;
}

bool isPlainWebAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isWeb = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    return url.isValid() && isWeb && !url.host().isEmpty() && url.userInfo().isEmpty() && !text.contains(u' ');
}

QList<Found> installerAddresses(const RuleSubject &subject)
{
    QList<Found> found;
    const InstallerSource &installer = subject.topology.installer;
    if (!installer.baseUrl.isEmpty() && !isPlainWebAddress(installer.baseUrl))
        found.append({{}, QStringLiteral("installer"), {QStringLiteral("base-url")}});
    if (!installer.proxy.isEmpty() && !isPlainWebAddress(installer.proxy))
        found.append({{}, QStringLiteral("installer"), {QStringLiteral("proxy")}});
    return found;
}

/// Logins that the installer would split or misread: it passes its arguments on without quotes.
QList<Found> userValues(const RuleSubject &subject)
{
    QList<Found> found;
    for (const InstallOption *option : subject.options) {
        const QString value = userOf(subject.topology, *option);
        if (option->value != QLatin1String("user") || option->pattern.isEmpty() || value.trimmed().isEmpty())
            continue;
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(option->pattern));
        const Found wrong{{}, QStringLiteral("users"), {userKey(*option), value}};
        const auto isSame = [&wrong](const Found &other) { return other.words == wrong.words; };
        if (!pattern.match(value).hasMatch() && std::none_of(found.cbegin(), found.cend(), isSame))
            found.append(wrong);
    }
    return found;
}

QList<Found> unusedUsers(const RuleSubject &subject)
{
    if (!subject.release || !subject.kind)
        return {};
    QStringList used;
    for (const InstallOption *option : subject.options) {
        if (option->value == QLatin1String("user"))
            used += {userKey(*option), option->name()};
    }
    QList<Found> found;
    for (const QString &key : subject.topology.users.keys()) {
        if (!used.contains(key))
            found.append({{}, QStringLiteral("users"), {key, subject.release->id}});
    }
    return found;
}

QList<Found> deadWaivers(const RuleSubject &subject)
{
    QList<Found> found;
    for (const Waiver &waiver : subject.topology.waivers) {
        const Rule *rule = ruleOf(waiver.rule);
        // Waivers of checks, which are no rules, begin otherwise and are judged elsewhere.
        if (waiver.rule.startsWith(QLatin1String("V-")) && rule && !rule->isWaivable)
            found.append({waiver.object, QStringLiteral("waivers"), {waiver.rule, tr("cannot be waived")}});
        else if (waiver.reason.trimmed().isEmpty())
            found.append({waiver.object, QStringLiteral("waivers"), {waiver.rule, tr("is waived without a reason")}});
    }
    return found;
}

// clang-format off
constexpr Rule rows[] = {
    {"V-LIC-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "There is a licence."),
     QT_TRANSLATE_NOOP("Rules", "High availability is part of OpenVidu PRO; the installer does not go on without a key, and nobody but the vendor can make one."), "seed (notes), AWS",
     QT_TRANSLATE_NOOP("Rules", "The secret %1 has no value."),
     QT_TRANSLATE_NOOP("Rules", "Enter your key; an OpenVidu account gives a trial of 15 days."), missingLicence},
    {"V-MOD-3", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "A module's user and password are set."),
     QT_TRANSLATE_NOOP("Rules", "Grafana and the default application are reached from the internet and need a login."), "seed (commands), NLB-3.9",
     QT_TRANSLATE_NOOP("Rules", "The module %1 needs %2, which has no value."),
     QT_TRANSLATE_NOOP("Rules", "Set it or let it be generated, or switch the module off."), moduleLogins},
    {"V-FLG-1", Severity::Error, true, QT_TRANSLATE_NOOP("Rules", "Every feature that is a flag is a flag of the release."),
     QT_TRANSLATE_NOOP("Rules", "An installer that does not know the flag cannot switch the feature on."), "NLB-3.2.0 to NLB-3.9",
     QT_TRANSLATE_NOOP("Rules", "Release %2 has no flag for the feature %1."),
     QT_TRANSLATE_NOOP("Rules", "Remove the feature, or choose a release that has it."), unavailableFeatures},
    {"V-FLG-2", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "Every feature is known."),
     QT_TRANSLATE_NOOP("Rules", "A feature that no row of the catalog asks for has no effect; often it is a spelling mistake."), "catalog",
     QT_TRANSLATE_NOOP("Rules", "The feature %1 is not known and has no effect."), QT_TRANSLATE_NOOP("Rules", "Correct its spelling or remove it."), unknownFeatures},
    {"V-FLG-3", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "Images are given by the installer's variables."),
     QT_TRANSLATE_NOOP("Rules", "The installer takes other images from environment variables, which have names in capital letters."), "INST",
     QT_TRANSLATE_NOOP("Rules", "The entry %1 under `images` is no variable with an image."),
     QT_TRANSLATE_NOOP("Rules", "Use names such as INSTALLER_IMAGE, each with an image."), imageNames},
    {"V-FLG-4", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The installer's addresses are plain web addresses."),
     QT_TRANSLATE_NOOP("Rules", "They are given to curl and Docker on every node, and the document holds no secrets: a user or password has no place in them."), "INST, this program",
     QT_TRANSLATE_NOOP("Rules", "The value of `%1` is not a plain http or https address."),
     QT_TRANSLATE_NOOP("Rules", "Enter an address such as http://mirror.example.io:3128, without user and password."), installerAddresses},
    {"V-FLG-5", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "Names of users have only characters that the installer can pass on."),
     QT_TRANSLATE_NOOP("Rules", "The installer hands its arguments on without quotes: blanks and wildcards would change them."), "INST",
     QT_TRANSLATE_NOOP("Rules", "The user %1 has the name %2, which the installer would misread."),
     QT_TRANSLATE_NOOP("Rules", "Use letters, digits, dots, hyphens and underscores."), userValues},
    {"V-FLG-6", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "Every user is one that the release asks for."),
     QT_TRANSLATE_NOOP("Rules", "A name under `users` that no flag of this release and these modules takes has no effect."), "facts 1.3",
     QT_TRANSLATE_NOOP("Rules", "The user %1 has no effect with release %2 and these modules."),
     QT_TRANSLATE_NOOP("Rules", "Remove it, correct its spelling, or switch its module on."), unusedUsers},
    {"V-WVR-1", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "Every waiver has an effect."),
     QT_TRANSLATE_NOOP("Rules", "A waiver needs a reason, and what makes a deployment impossible cannot be waived."), "this program",
     QT_TRANSLATE_NOOP("Rules", "The rule %1 %2."), QT_TRANSLATE_NOOP("Rules", "Give a reason, or remove the waiver and correct what the rule finds."), deadWaivers},
};
// clang-format on
} // namespace

std::span<const Rule> parameterRules()
{
    return rows;
}
