#include "app/project/topology_writer.h"

#include "app/project/project_file.h"

namespace {
/// A map in the making: entries are added in order, empty ones not at all.
class Entries
{
public:
    void add(const char *key, const YamlNode &value) { m_entries.append({QString::fromLatin1(key), value, {}, {}}); }
    void addWord(const char *key, const QString &text)
    {
        if (!text.isEmpty())
            add(key, YamlNode::word(text));
    }
    void addNumber(const char *key, int number) { add(key, YamlNode::scalar(QString::number(number))); }
    void addFilled(const char *key, const YamlNode &value)
    {
        if (!value.items.isEmpty() || !value.entries.isEmpty())
            add(key, value);
    }

    YamlNode inBraces() const { return YamlNode::map(m_entries, true); }
    YamlNode onLines() const { return YamlNode::map(m_entries); }

private:
    QList<YamlEntry> m_entries;
};

YamlNode wordMap(const QMap<QString, QString> &words)
{
    QList<YamlEntry> entries;
    for (auto word = words.cbegin(); word != words.cend(); ++word)
        entries.append({word.key(), YamlNode::word(word.value()), {}, {}});
    return YamlNode::map(entries, true);
}

QString privilegeId(Privilege privilege)
{
    const char *const ids[] = {"root", "sudo", "doas"};
    return QString::fromLatin1(ids[int(privilege)]);
}

YamlNode sshTree(const SshAccess &ssh)
{
    Entries entries;
    if (ssh.host)
        entries.addWord("host", *ssh.host);
    if (ssh.user)
        entries.addWord("user", *ssh.user);
    if (ssh.port)
        entries.addNumber("port", *ssh.port);
    if (ssh.key)
        entries.addWord("key", *ssh.key);
    if (ssh.privilege)
        entries.addWord("privilege", privilegeId(*ssh.privilege));
    if (ssh.jump)
        entries.add("jump", YamlNode::list(*ssh.jump));
    return entries.inBraces();
}

YamlNode nodeTree(const Node &node)
{
    Entries entries;
    entries.addWord("name", node.name);
    entries.addWord("role", roleId(node.role));
    entries.addWord("private-ip", node.privateIp);
    entries.addWord("public-ip", node.publicIp);
    entries.addWord("site", node.site);
    entries.addFilled("ssh", sshTree(node.ssh));
    return entries.inBraces();
}

YamlNode balancerTree(const LoadBalancer &balancer)
{
    Entries entries;
    entries.addWord("name", balancer.name);
    entries.addFilled("serves", YamlNode::list(balancer.serves));
    entries.addWord("flavour", balancer.flavour);
    entries.add("managed", YamlNode::scalar(balancer.managed ? QStringLiteral("true") : QStringLiteral("false")));
    entries.addWord("address", balancer.address);
    entries.addFilled("certificate", wordMap(balancer.certificate));
    entries.addFilled("ssh", sshTree(balancer.ssh));
    return entries.onLines();
}

YamlNode waiverTree(const Waiver &waiver)
{
    Entries entries;
    entries.addWord("rule", waiver.rule);
    entries.addWord("object", waiver.object);
    entries.addWord("reason", waiver.reason);
    entries.addWord("by", waiver.by);
    return entries.inBraces();
}

YamlNode installerTree(const InstallerSource &installer)
{
    Entries digests;
    for (auto digest = installer.sha256.cbegin(); digest != installer.sha256.cend(); ++digest)
        digests.addWord(qPrintable(roleId(digest.key())), digest.value());
    Entries entries;
    entries.addWord("base-url", installer.baseUrl);
    entries.addFilled("sha256", digests.inBraces());
    entries.addFilled("images", wordMap(installer.images));
    entries.addWord("proxy", installer.proxy);
    return entries.onLines();
}

template <typename Object>
YamlNode listOf(const QList<Object> &objects, YamlNode (*tree)(const Object &))
{
    QList<YamlNode> items;
    for (const Object &object : objects)
        items.append(tree(object));
    return YamlNode::list(items);
}

YamlNode hostKeysTree(const QMap<QString, QStringList> &hostKeys)
{
    QList<YamlEntry> entries;
    for (auto keys = hostKeys.cbegin(); keys != hostKeys.cend(); ++keys)
        entries.append({keys.key(), YamlNode::list(keys.value()), {}, {}});
    return YamlNode::map(entries);
}

YamlNode layoutTree(const QMap<QString, QPoint> &layout)
{
    QList<YamlEntry> entries;
    for (auto place = layout.cbegin(); place != layout.cend(); ++place) {
        const QList<YamlNode> point{YamlNode::scalar(QString::number(place->x())), YamlNode::scalar(QString::number(place->y()))};
        entries.append({place.key(), YamlNode::list(point, true), {}, {}});
    }
    return YamlNode::map(entries);
}
} // namespace

YamlNode topologyTree(const Topology &topology)
{
    Entries entries;
    entries.addNumber("format", documentFormat);
    entries.addWord("id", topology.id);
    entries.addWord("name", topology.name);
    entries.addWord("release", topology.release);
    entries.addWord("kind", topology.kind);
    entries.addWord("domain", topology.domain);
    entries.addWord("turn-domain", topology.turnDomain);
    entries.addWord("engine", topology.engine);
    entries.addFilled("modules", YamlNode::list(topology.modules));
    entries.addFilled("features", YamlNode::list(topology.features));
    entries.addFilled("users", wordMap(topology.users));
    entries.addFilled("installer", installerTree(topology.installer));
    entries.addFilled("ssh", sshTree(topology.ssh));
    entries.addFilled("nodes", listOf(topology.nodes, nodeTree));
    entries.addFilled("load-balancers", listOf(topology.loadBalancers, balancerTree));
    entries.addFilled("waivers", listOf(topology.waivers, waiverTree));
    entries.addFilled("host-keys", hostKeysTree(topology.hostKeys));
    entries.addFilled("layout", layoutTree(topology.layout));
    return entries.onLines();
}
