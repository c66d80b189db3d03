#include "app/base/ip_address.h"
#include "app/topology/rule_subject.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("Rules", text);
}

/// What keeps a text from being a full domain name, as the end of "The domain …"; empty: nothing.
QString troubleWith(const QString &name)
{
    static const QRegularExpression full(
        QStringLiteral("\\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]\\z"));
    if (name.isEmpty())
        return tr("is missing");
    if (parsedAddress(name))
        return tr("is an address, not a name: %1").arg(name);
    if (name.contains(QLatin1String("://")))
        return tr("has a scheme in front: %1").arg(name);
    if (name.contains(u'/') || name.contains(u':'))
        return tr("has a path or port behind it: %1").arg(name);
    if (full.match(name).hasMatch() && name.size() <= 253)
        return {};
    if (full.match(name.toLower()).hasMatch() && name.size() <= 253)
        return tr("has capital letters: %1").arg(name);
    return tr("is not a full domain name: %1").arg(name);
}

QList<Found> domainNames(const RuleSubject &subject)
{
    QList<Found> found;
    const Topology &topology = subject.topology;
    if (const QString trouble = troubleWith(topology.domain); !trouble.isEmpty())
        found.append({{}, QStringLiteral("domain"), {tr("domain"), trouble}});
    if (topology.turnDomain.isEmpty())
        return found;
    if (const QString trouble = troubleWith(topology.turnDomain); !trouble.isEmpty())
        found.append({{}, QStringLiteral("turn-domain"), {tr("TURN domain"), trouble}});
    return found;
}

QList<Found> sameDomain(const RuleSubject &subject)
{
    const Topology &topology = subject.topology;
    if (topology.turnDomain.isEmpty() || topology.turnDomain.compare(topology.domain, Qt::CaseInsensitive) != 0)
        return {};
    return {{{}, QStringLiteral("turn-domain"), {topology.turnDomain}}};
}

// clang-format off
constexpr Rule rows[] = {
    {"V-DNS-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The domain is a full name in small letters, without scheme, port or path."),
     QT_TRANSLATE_NOOP("Rules", "Certificates, addresses of services and the installer's own check all rest on a fully qualified name."), "seed (prerequisites), AWS",
     QT_TRANSLATE_NOOP("Rules", "The %1 %2."),
     QT_TRANSLATE_NOOP("Rules", "Enter a name such as openvidu.example.io that your DNS points to the load balancer."), domainNames},
    {"V-DNS-2", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "TURN has a domain of its own."),
     QT_TRANSLATE_NOOP("Rules", "Both arrive at port 443 of the load balancer, which tells them apart by the name."), "seed (guided installation)",
     QT_TRANSLATE_NOOP("Rules", "The domain and the TURN domain are both %1."),
     QT_TRANSLATE_NOOP("Rules", "Enter a second name for TURN, or leave it out to switch TURN with TLS off."), sameDomain},
};
// clang-format on
} // namespace

std::span<const Rule> nameRules()
{
    return rows;
}
