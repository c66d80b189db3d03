#include "app/base/ip_address.h"
#include "app/topology/rule_subject.h"

#include <QCoreApplication>
#include <QHash>

namespace {
QString tr(const char *text)
{
    return QCoreApplication::translate("Rules", text);
}

/// What is wrong with an address that peers use, as the end of "The private address of X …"; empty: nothing.
QString troubleWith(const QString &text)
{
    if (text.trimmed().isEmpty())
        return tr("is missing");
    const std::optional<IpAddress> address = parsedAddress(text);
    if (!address)
        return tr("is not an IPv4 or IPv6 address: %1").arg(text);
    switch (address->scope()) {
    case AddressScope::Loopback:
        return tr("leads back to the node itself: %1").arg(text);
    case AddressScope::LinkLocal:
        return tr("is valid on one network segment only: %1").arg(text);
    case AddressScope::Multicast:
        return tr("is a multicast address: %1").arg(text);
    case AddressScope::Unspecified:
        return tr("belongs to no machine: %1").arg(text);
    default:
        return {};
    }
}

/// Two texts of one address are equal: 10.5.0.1, fd00::1 and fd00:0::1.
QString addressKey(const QString &text)
{
    const std::optional<IpAddress> address = parsedAddress(text);
    return address ? QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(address->bytes.data()), 16).toHex()) : QString();
}

/// Names and lists are reported by the rule of the masters' list.
bool isNameOrList(const QString &text)
{
    if (text.trimmed().isEmpty() || parsedAddress(text))
        return false;
    for (const QChar c : text) {
        if (c.isSpace() || c == u',' || (c.isLetter() && !text.contains(u':')))
            return true;
    }
    return false;
}

QList<Found> privateAddresses(const RuleSubject &subject)
{
    QList<Found> found;
    QHash<QString, const Node *> seen;
    for (const Node &node : subject.topology.nodes) {
        QString trouble = node.role == Role::Master && isNameOrList(node.privateIp) ? QString() : troubleWith(node.privateIp);
        const QString key = addressKey(node.privateIp);
        // A master's second use stands in the masters' list, another role's is the rule of shared machines.
        if (const Node *other = seen.value(key); other && trouble.isEmpty() && other->role == node.role && node.role != Role::Master)
            trouble = tr("is also that of %1: %2").arg(other->name, node.privateIp);
        if (!key.isEmpty() && !seen.contains(key))
            seen.insert(key, &node);
        if (!trouble.isEmpty())
            found.append({node.name, QStringLiteral("private-ip"), {node.name, trouble}});
    }
    return found;
}

QList<Found> masterList(const RuleSubject &subject)
{
    QList<Found> found;
    QHash<QString, QString> seen;
    for (const Node &node : subject.topology.nodesOf(Role::Master)) {
        const QString key = addressKey(node.privateIp);
        if (isNameOrList(node.privateIp))
            found.append({node.name, QStringLiteral("private-ip"), {tr("%1 of %2 is no single address").arg(node.privateIp, node.name)}});
        else if (!key.isEmpty() && seen.contains(key))
            found.append({node.name,
                          QStringLiteral("private-ip"),
                          {tr("%1 stands for %2 and for %3").arg(node.privateIp, seen.value(key), node.name)}});
        else if (!key.isEmpty())
            seen.insert(key, node.name);
    }
    return found;
}

bool needsPublicAddresses(const RuleSubject &subject)
{
    return !subject.active.contains(QStringLiteral("mode:force443tls")) && !subject.active.contains(QStringLiteral("mode:lanOnly"));
}

QList<Found> publicAddresses(const RuleSubject &subject)
{
    QList<Found> found;
    for (const Node &node : subject.topology.nodesOf(Role::Media)) {
        const std::optional<IpAddress> own = parsedAddress(node.privateIp);
        const bool isPublicItself = own && own->scope() == AddressScope::Public;
        QString trouble;
        if (!node.publicIp.isEmpty())
            trouble = troubleWith(node.publicIp);
        else if (needsPublicAddresses(subject) && !isPublicItself)
            trouble = tr("is missing");
        if (!trouble.isEmpty())
            found.append({node.name, QStringLiteral("public-ip"), {node.name, trouble}});
    }
    return found;
}

QList<Found> privatePublicAddresses(const RuleSubject &subject)
{
    QList<Found> found;
    for (const Node &node : subject.topology.nodes) {
        const std::optional<IpAddress> address = parsedAddress(node.publicIp);
        if (!address || !needsPublicAddresses(subject))
            continue;
        if (address->scope() == AddressScope::Private)
            found.append({node.name, QStringLiteral("public-ip"), {node.name, node.publicIp, tr("a private range")}});
        else if (address->scope() == AddressScope::CarrierNat)
            found.append({node.name, QStringLiteral("public-ip"), {node.name, node.publicIp, tr("the range of providers' own NAT")}});
    }
    return found;
}

QList<Found> announcedAddresses(const RuleSubject &subject)
{
    QList<Found> found;
    for (const Node &node : subject.topology.nodesOf(Role::Media)) {
        if (subject.active.contains(QStringLiteral("feature:announcePublicIp")) && node.publicIp.isEmpty())
            found.append({node.name, QStringLiteral("public-ip"), {node.name}});
    }
    return found;
}

QList<Found> sharedPublicAddresses(const RuleSubject &subject)
{
    QList<Found> found;
    QHash<QString, QString> seen;
    for (const Node &node : subject.topology.nodesOf(Role::Media)) {
        const QString key = addressKey(node.publicIp);
        if (!key.isEmpty() && seen.contains(key))
            found.append({node.name, QStringLiteral("public-ip"), {node.name, seen.value(key), node.publicIp}});
        else if (!key.isEmpty())
            seen.insert(key, node.name);
    }
    return found;
}

// clang-format off
constexpr Rule rows[] = {
    {"V-IP-1", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "Every node has a private address of its own that its peers can reach."),
     QT_TRANSLATE_NOOP("Rules", "Nodes find each other by private addresses, which are written into the configuration of all of them."), "ADMIN-A",
     QT_TRANSLATE_NOOP("Rules", "The private address of %1 %2."),
     QT_TRANSLATE_NOOP("Rules", "Enter the address under which the other nodes of the cluster reach it."), privateAddresses},
    {"V-IP-3", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "The list of Master Nodes holds each address once, without names or blanks."),
     QT_TRANSLATE_NOOP("Rules", "The installer gets the list as one word, in the same order on every node; a blank would split it."), "INST, seed (notes)",
     QT_TRANSLATE_NOOP("Rules", "In the list of Master Nodes %1."),
     QT_TRANSLATE_NOOP("Rules", "Enter one address a node, each used once."), masterList},
    {"V-IP-7", Severity::Error, true, QT_TRANSLATE_NOOP("Rules", "Every Media Node has a public address."),
     QT_TRANSLATE_NOOP("Rules", "Audio and video go straight to the Media Nodes, not through the load balancer; the address may be the node's own or translated to it."), "seed (prerequisites)",
     QT_TRANSLATE_NOOP("Rules", "The public address of %1 %2."),
     QT_TRANSLATE_NOOP("Rules", "Enter the address that users reach; for a cluster inside one network add the feature mode:lanOnly, or waive this."), publicAddresses},
    {"V-IP-8", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "Public addresses are public."),
     QT_TRANSLATE_NOOP("Rules", "Users outside the network cannot send media to a private address."), "derived",
     QT_TRANSLATE_NOOP("Rules", "The public address %2 of %1 lies in %3."),
     QT_TRANSLATE_NOOP("Rules", "Enter the address that the internet sees, or waive this if all users are inside the network."), privatePublicAddresses},
    {"V-IP-9", Severity::Error, false, QT_TRANSLATE_NOOP("Rules", "If public addresses are announced, every Media Node has one."),
     QT_TRANSLATE_NOOP("Rules", "Announcing is switched on for the whole cluster; a Media Node without an address would announce nothing that works."), "NLB-3.0.0",
     QT_TRANSLATE_NOOP("Rules", "The feature announcePublicIp is on and %1 has no public address."),
     QT_TRANSLATE_NOOP("Rules", "Enter its public address, or remove the feature."), announcedAddresses},
    {"V-IP-12", Severity::Warning, true, QT_TRANSLATE_NOOP("Rules", "No two Media Nodes have the same public address."),
     QT_TRANSLATE_NOOP("Rules", "Every Media Node takes UDP 443 and the media range on its public address, and one address has each port once."), "derived from the port tables",
     QT_TRANSLATE_NOOP("Rules", "%1 and %2 have the same public address %3."),
     QT_TRANSLATE_NOOP("Rules", "Give each Media Node a public address of its own."), sharedPublicAddresses},
};
// clang-format on
} // namespace

std::span<const Rule> addressRules()
{
    return rows;
}
