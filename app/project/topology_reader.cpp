#include "app/project/topology_reader.h"

#include <QCoreApplication>
#include <QUuid>

namespace {
using Reading = DocumentReading;

QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectFile", text);
}

constexpr int farthest = 1'000'000; ///< places on the canvas

// clang-format off
constexpr DocumentField<SshAccess> sshFields[] = {
    {"host",      [](Reading &r, const YamlEntry &e, SshAccess &s) { s.host = r.word(e, ValueKind::Host); }},
    {"user",      [](Reading &r, const YamlEntry &e, SshAccess &s) { s.user = r.word(e, ValueKind::User); }},
    {"port",      [](Reading &r, const YamlEntry &e, SshAccess &s) { s.port = r.number(e, 1, 65535); }},
    {"key",       [](Reading &r, const YamlEntry &e, SshAccess &s) { s.key = r.word(e, ValueKind::KeyPath); }},
    {"privilege", [](Reading &r, const YamlEntry &e, SshAccess &s) {
        s.privilege = Privilege(r.choice(e, {QStringLiteral("root"), QStringLiteral("sudo"), QStringLiteral("doas")})); }},
    {"jump",      [](Reading &r, const YamlEntry &e, SshAccess &s) { s.jump = r.words(e, ValueKind::Jump); }},
};

void readSsh(Reading &r, const YamlEntry &e, SshAccess &ssh)
{
    if (r.isMap(e))
        readFields(r, e.value, sshFields, ssh);
}

constexpr DocumentField<Node> nodeFields[] = {
    {"name",       [](Reading &r, const YamlEntry &e, Node &n) { n.name = r.word(e, ValueKind::NodeName); }},
    {"role",       [](Reading &r, const YamlEntry &e, Node &n) {
        n.role = Role(r.choice(e, {roleId(Role::Master), roleId(Role::Media), roleId(Role::Single)})); }},
    {"private-ip", [](Reading &r, const YamlEntry &e, Node &n) { n.privateIp = r.word(e, ValueKind::Host); }},
    {"public-ip",  [](Reading &r, const YamlEntry &e, Node &n) { n.publicIp = r.word(e, ValueKind::Host); }},
    {"site",       [](Reading &r, const YamlEntry &e, Node &n) { n.site = r.word(e, ValueKind::Line); }},
    {"ssh",        [](Reading &r, const YamlEntry &e, Node &n) { readSsh(r, e, n.ssh); }},
};

using Certificate = QMap<QString, QString>;
void readPath(Reading &r, const YamlEntry &e, Certificate &paths) { paths.insert(e.key, r.word(e, ValueKind::ServerPath)); }
constexpr DocumentField<Certificate> certificateFields[] = {
    {"certificate", readPath}, {"key", readPath}, {"turn-certificate", readPath}, {"turn-key", readPath},
};

void readServed(Reading &r, const YamlEntry &e, LoadBalancer &balancer)
{
    if (!r.isList(e))
        return;
    const QStringList served{QStringLiteral("https"), QStringLiteral("turn"), QStringLiteral("rtmp")};
    for (const YamlNode &item : e.value.items)
        balancer.serves.append(served.value(r.choice({e.key, item, item.start, item.end}, served)));
}

constexpr DocumentField<LoadBalancer> balancerFields[] = {
    {"name",        [](Reading &r, const YamlEntry &e, LoadBalancer &b) { b.name = r.word(e, ValueKind::NodeName); }},
    {"serves",      readServed},
    {"flavour",     [](Reading &r, const YamlEntry &e, LoadBalancer &b) { b.flavour = r.word(e, ValueKind::Word); }},
    {"managed",     [](Reading &r, const YamlEntry &e, LoadBalancer &b) { b.managed = r.yesOrNo(e); }},
    {"address",     [](Reading &r, const YamlEntry &e, LoadBalancer &b) { b.address = r.word(e, ValueKind::Host); }},
    {"certificate", [](Reading &r, const YamlEntry &e, LoadBalancer &b) {
        if (r.isMap(e)) readFields(r, e.value, certificateFields, b.certificate); }},
    {"ssh",         [](Reading &r, const YamlEntry &e, LoadBalancer &b) { readSsh(r, e, b.ssh); }},
};

void readDigest(Reading &r, const YamlEntry &e, InstallerSource &source)
{
    if (!r.isMap(e))
        return;
    for (const YamlEntry &inner : e.value.entries) {
        Role role = Role::Master;
        if (!roleFromId(inner.key, &role))
            r.noteUnknown(inner);
        else
            source.sha256.insert(role, r.word(inner, ValueKind::Digest));
    }
}

constexpr DocumentField<InstallerSource> installerFields[] = {
    {"base-url", [](Reading &r, const YamlEntry &e, InstallerSource &s) { s.baseUrl = r.word(e, ValueKind::Url); }},
    {"sha256",   readDigest},
    {"images",   [](Reading &r, const YamlEntry &e, InstallerSource &s) { s.images = r.wordMap(e, ValueKind::Image, ValueKind::Image); }},
    {"proxy",    [](Reading &r, const YamlEntry &e, InstallerSource &s) { s.proxy = r.word(e, ValueKind::Url); }},
};

constexpr DocumentField<Waiver> waiverFields[] = {
    {"rule",   [](Reading &r, const YamlEntry &e, Waiver &w) { w.rule = r.word(e, ValueKind::RuleId); }},
    {"object", [](Reading &r, const YamlEntry &e, Waiver &w) { w.object = r.word(e, ValueKind::NodeName); }},
    {"reason", [](Reading &r, const YamlEntry &e, Waiver &w) { w.reason = r.word(e, ValueKind::Line); }},
    {"by",     [](Reading &r, const YamlEntry &e, Waiver &w) { w.by = r.word(e, ValueKind::Line); }},
};
// clang-format on

bool hasKeys(Reading &r, const YamlNode &map, const QStringList &needed)
{
    for (const QString &key : needed) {
        if (!map.find(key))
            r.refuse(map.start, tr("`%1` is missing").arg(key), tr("Add `%1:` with its value there.").arg(key));
    }
    return !r.hasFailed();
}

/// A list of objects, each a map with the needed keys.
template <typename Object, size_t Size>
void readObjects(Reading &r, const YamlEntry &e, const DocumentField<Object> (&fields)[Size], const QStringList &needed,
                 QList<Object> &objects)
{
    if (!r.isList(e))
        return;
    for (const YamlNode &item : e.value.items) {
        if (item.isNull())
            r.refuse(item.start, tr("an item of `%1` is empty, a group of keys was expected").arg(e.key));
        if (!r.isMap({e.key, item, item.start, item.end}) || !hasKeys(r, item, needed))
            return;
        Object object;
        readFields(r, item, fields, object);
        objects.append(object);
    }
}

bool isName(Reading &r, const YamlEntry &e)
{
    if (!holds(ValueKind::NodeName, e.key))
        r.refuse(e.keyStart, tr("the key is not %1").arg(expectedText(ValueKind::NodeName)));
    return !r.hasFailed();
}

void readHostKeys(Reading &r, const YamlEntry &e, Topology &t)
{
    if (!r.isMap(e))
        return;
    for (const YamlEntry &inner : e.value.entries) {
        if (isName(r, inner))
            t.hostKeys.insert(inner.key, r.words(inner, ValueKind::HostKey));
    }
}

void readLayout(Reading &r, const YamlEntry &e, Topology &t)
{
    if (!r.isMap(e))
        return;
    for (const YamlEntry &inner : e.value.entries) {
        if (!isName(r, inner) || !r.isList(inner))
            return;
        if (inner.value.items.size() != 2)
            return r.refuse(inner.value.start, tr("`%1` is no place, two numbers [x, y] were expected").arg(inner.key));
        const YamlNode &x = inner.value.items[0];
        const YamlNode &y = inner.value.items[1];
        t.layout.insert(inner.key, QPoint(r.number({inner.key, x, x.start, x.end}, -farthest, farthest),
                                          r.number({inner.key, y, y.start, y.end}, -farthest, farthest)));
    }
}

// clang-format off
constexpr DocumentField<Topology> clusterFields[] = {
    {"format",         [](Reading &, const YamlEntry &, Topology &) {}}, // judged before anything else is read
    {"id",             [](Reading &r, const YamlEntry &e, Topology &t) { t.id = r.word(e, ValueKind::ClusterId); }},
    {"name",           [](Reading &r, const YamlEntry &e, Topology &t) { t.name = r.word(e, ValueKind::ClusterName); }},
    {"release",        [](Reading &r, const YamlEntry &e, Topology &t) { t.release = r.word(e, ValueKind::Release); }},
    {"kind",           [](Reading &r, const YamlEntry &e, Topology &t) { t.kind = r.word(e, ValueKind::Word); }},
    {"domain",         [](Reading &r, const YamlEntry &e, Topology &t) { t.domain = r.word(e, ValueKind::Domain); }},
    {"turn-domain",    [](Reading &r, const YamlEntry &e, Topology &t) { t.turnDomain = r.word(e, ValueKind::Domain); }},
    {"engine",         [](Reading &r, const YamlEntry &e, Topology &t) { t.engine = r.word(e, ValueKind::Word); }},
    {"modules",        [](Reading &r, const YamlEntry &e, Topology &t) { t.modules = r.words(e, ValueKind::Selector); }},
    {"features",       [](Reading &r, const YamlEntry &e, Topology &t) { t.features = r.words(e, ValueKind::Selector); }},
    {"users",          [](Reading &r, const YamlEntry &e, Topology &t) { t.users = r.wordMap(e, ValueKind::Word, ValueKind::User); }},
    {"installer",      [](Reading &r, const YamlEntry &e, Topology &t) { if (r.isMap(e)) readFields(r, e.value, installerFields, t.installer); }},
    {"ssh",            [](Reading &r, const YamlEntry &e, Topology &t) { readSsh(r, e, t.ssh); }},
    {"nodes",          [](Reading &r, const YamlEntry &e, Topology &t) { readObjects(r, e, nodeFields, {QStringLiteral("name"), QStringLiteral("role")}, t.nodes); }},
    {"load-balancers", [](Reading &r, const YamlEntry &e, Topology &t) { readObjects(r, e, balancerFields, {QStringLiteral("name")}, t.loadBalancers); }},
    {"waivers",        [](Reading &r, const YamlEntry &e, Topology &t) { readObjects(r, e, waiverFields, {QStringLiteral("rule"), QStringLiteral("reason")}, t.waivers); }},
    {"host-keys",      readHostKeys},
    {"layout",         readLayout},
};
// clang-format on

/// Names lead to machines, pins and secrets: two of the same would be mixed up.
void refuseDoubledNames(Reading &r, const YamlNode &root)
{
    QSet<QString> known;
    for (const QString &list : {QStringLiteral("nodes"), QStringLiteral("load-balancers")}) {
        const YamlNode *objects = root.find(list);
        for (const YamlNode &object : objects ? objects->items : QList<YamlNode>()) {
            const YamlNode *name = object.find(QStringLiteral("name"));
            if (known.contains(name->text))
                return r.refuse(name->start, tr("the name `%1` is there for a second time, another one was expected").arg(name->text));
            known.insert(name->text);
        }
    }
}
} // namespace

Topology readTopology(DocumentReading &reading, const YamlNode &root)
{
    Topology topology;
    if (!root.find(QStringLiteral("id")))
        reading.refuse(root.start, tr("`id` is missing, the uuid of the cluster was expected"),
                       tr("For a new cluster add `id: %1`.").arg(QUuid::createUuid().toString(QUuid::WithoutBraces)));
    if (!reading.hasFailed() && hasKeys(reading, root, {QStringLiteral("name")}))
        readFields(reading, root, clusterFields, topology);
    if (!reading.hasFailed())
        refuseDoubledNames(reading, root);
    return topology;
}

QMap<QString, QStringList> documentKeys()
{
    return {
        {QStringLiteral("cluster"), keysOf(clusterFields)},
        {QStringLiteral("node"), keysOf(nodeFields)},
        {QStringLiteral("load-balancer"), keysOf(balancerFields)},
        {QStringLiteral("installer"), keysOf(installerFields)},
        {QStringLiteral("ssh"), keysOf(sshFields)},
        {QStringLiteral("waiver"), keysOf(waiverFields)},
        {QStringLiteral("certificate"), keysOf(certificateFields)},
    };
}
