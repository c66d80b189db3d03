#include "tests/support/rule_cases.h"

namespace {
void setMedia(Topology &topology, const char *field, const char *value)
{
    Node &node = topology.nodes[5];
    (QLatin1String(field) == QLatin1String("private") ? node.privateIp : node.publicIp) = QLatin1String(value);
}

void addNode(Topology &topology, const char *name, Role role, const char *privateIp, const char *publicIp = "")
{
    Node node;
    node.name = QLatin1String(name);
    node.role = role;
    node.privateIp = QLatin1String(privateIp);
    node.publicIp = QLatin1String(publicIp);
    topology.nodes.append(node);
}

void addBalancer(Topology &topology, const char *name, const char *serves)
{
    LoadBalancer balancer;
    balancer.name = QLatin1String(name);
    balancer.serves = QString::fromLatin1(serves).split(u',');
    balancer.address = QStringLiteral("203.0.113.6");
    topology.loadBalancers.append(balancer);
}

// clang-format off
const RuleCase cases[] = {
    {"V-TOP-1", "four masters", false, "", [](Topology &) {}},
    {"V-TOP-1", "three masters", true, "", [](Topology &t) { t.nodes.removeAt(0); }},
    {"V-TOP-1", "five masters", true, "", [](Topology &t) { addNode(t, "master-5", Role::Master, "10.5.0.9"); }},
    {"V-TOP-2", "one media node", false, "", [](Topology &t) { t.nodes.removeLast(); }},
    {"V-TOP-2", "no media node", true, "", [](Topology &t) { t.nodes.resize(4); }},
    {"V-TOP-3", "two media nodes", false, "", [](Topology &) {}},
    {"V-TOP-3", "one media node", true, "", [](Topology &t) { t.nodes.removeLast(); }},
    {"V-TOP-3", "none is another rule's", false, "", [](Topology &t) { t.nodes.resize(4); }},
    {"V-TOP-4", "one load balancer", false, "", [](Topology &) {}},
    {"V-TOP-4", "none", true, "", [](Topology &t) { t.loadBalancers.clear(); }},
    {"V-TOP-4", "no address", true, "lb", [](Topology &t) { t.loadBalancers[0].address.clear(); }},
    {"V-TOP-4", "two for https", true, "lb-2", [](Topology &t) { addBalancer(t, "lb-2", "https"); }},
    {"V-TOP-4", "a second for RTMP and TURN", false, "", [](Topology &t) { t.loadBalancers[0].serves = QStringList{QStringLiteral("https")}; addBalancer(t, "lb-2", "turn,rtmp"); }},
    {"V-TOP-4", "nobody serves TURN", true, "", [](Topology &t) { t.loadBalancers[0].serves.removeAll(QStringLiteral("turn")); }},
    {"V-TOP-4", "nobody needs TURN", false, "", [](Topology &t) { t.loadBalancers[0].serves.removeAll(QStringLiteral("turn")); t.turnDomain.clear(); }},
    {"V-TOP-4", "DNS variant with one", true, "lb", [](Topology &t) { t.kind = QStringLiteral("ha-dlb"); }},
    {"V-TOP-4", "DNS variant without", false, "", [](Topology &t) { t.kind = QStringLiteral("ha-dlb"); t.loadBalancers.clear(); }},
    {"V-TOP-5", "own machines", false, "", [](Topology &) {}},
    {"V-TOP-5", "one address", true, "media-2", [](Topology &t) { setMedia(t, "private", "10.5.0.1"); }},
    {"V-TOP-5", "one login", true, "media-2", [](Topology &t) { t.nodes[5].ssh.host = QStringLiteral("10.5.0.1"); }},
    {"V-TOP-5", "one host, different ports", false, "", [](Topology &t) { t.ssh.host = QStringLiteral("gate"); for (int i = 0; i < 6; ++i) t.nodes[i].ssh.port = 2200 + i; }},
    {"V-TOP-6", "own machine", false, "", [](Topology &) {}},
    {"V-TOP-6", "on a master", true, "lb", [](Topology &t) { t.loadBalancers[0].address = QStringLiteral("10.5.0.2"); }},
    {"V-TOP-7", "no sites", false, "", [](Topology &) {}},
    {"V-TOP-7", "one rack each", false, "", [](Topology &t) { for (int i = 0; i < 4; ++i) t.nodes[i].site = QString::number(i); }},
    {"V-TOP-7", "two in a rack", true, "master-2", [](Topology &t) { t.nodes[0].site = t.nodes[1].site = QStringLiteral("rack-1"); }},
    {"V-TOP-7", "a media node beside", false, "", [](Topology &t) { t.nodes[0].site = t.nodes[5].site = QStringLiteral("rack-1"); }},
    {"V-TOP-8", "behind a load balancer", false, "", [](Topology &) {}},
    {"V-TOP-8", "elastic", true, "", [](Topology &t) { t.kind = QStringLiteral("elastic"); }},
    {"V-TOP-8", "unknown", true, "", [](Topology &t) { t.kind = QStringLiteral("nonsense"); }},
    {"V-TOP-9", "by hand", false, "", [](Topology &) {}},
    {"V-TOP-9", "managed", true, "lb", [](Topology &t) { t.loadBalancers[0].managed = true; }},
    {"V-IP-1", "sound", false, "", [](Topology &) {}},
    {"V-IP-1", "IPv6", false, "", [](Topology &t) { setMedia(t, "private", "fd00::12"); }},
    {"V-IP-1", "public addresses everywhere", false, "", [](Topology &t) { setMedia(t, "private", "198.51.100.7"); }},
    {"V-IP-1", "missing", true, "media-2", [](Topology &t) { setMedia(t, "private", ""); }},
    {"V-IP-1", "missing on a master", true, "master-1", [](Topology &t) { t.nodes[0].privateIp.clear(); }},
    {"V-IP-1", "no address", true, "media-2", [](Topology &t) { setMedia(t, "private", "10.5.0.256"); }},
    {"V-IP-1", "leading zero", true, "media-2", [](Topology &t) { setMedia(t, "private", "10.5.0.012"); }},
    {"V-IP-1", "loopback", true, "media-2", [](Topology &t) { setMedia(t, "private", "127.0.0.1"); }},
    {"V-IP-1", "link-local", true, "media-2", [](Topology &t) { setMedia(t, "private", "fe80::1"); }},
    {"V-IP-1", "multicast", true, "media-2", [](Topology &t) { setMedia(t, "private", "224.0.0.1"); }},
    {"V-IP-1", "twice", true, "media-2", [](Topology &t) { setMedia(t, "private", "10.5.0.11"); }},
    {"V-IP-3", "sound", false, "", [](Topology &) {}},
    {"V-IP-3", "twice", true, "master-4", [](Topology &t) { t.nodes[3].privateIp = QStringLiteral("10.5.0.1"); }},
    {"V-IP-3", "name", true, "master-4", [](Topology &t) { t.nodes[3].privateIp = QStringLiteral("master4.local"); }},
    {"V-IP-3", "list", true, "master-4", [](Topology &t) { t.nodes[3].privateIp = QStringLiteral("10.5.0.4, 10.5.0.5"); }},
    {"V-IP-3", "twice, written differently", true, "master-4", [](Topology &t) { t.nodes[2].privateIp = QStringLiteral("fd00::3"); t.nodes[3].privateIp = QStringLiteral("FD00:0::3"); }},
    {"V-IP-7", "documentation range", false, "", [](Topology &) {}},
    {"V-IP-7", "missing", true, "media-2", [](Topology &t) { setMedia(t, "public", ""); }},
    {"V-IP-7", "no address", true, "media-2", [](Topology &t) { setMedia(t, "public", "example.io"); }},
    {"V-IP-7", "only inside", false, "", [](Topology &t) { setMedia(t, "public", ""); t.features.append(QStringLiteral("mode:lanOnly")); }},
    {"V-IP-7", "all over TLS", false, "", [](Topology &t) { setMedia(t, "public", ""); t.features.append(QStringLiteral("mode:force443tls")); }},
    {"V-IP-7", "the node's own is public", false, "", [](Topology &t) { setMedia(t, "public", ""); setMedia(t, "private", "198.51.100.7"); }},
    {"V-IP-8", "documentation range", false, "", [](Topology &) {}},
    {"V-IP-8", "private", true, "media-2", [](Topology &t) { setMedia(t, "public", "192.168.1.4"); }},
    {"V-IP-8", "provider's NAT", true, "media-2", [](Topology &t) { setMedia(t, "public", "100.64.0.9"); }},
    {"V-IP-8", "just outside 172.16/12", false, "", [](Topology &t) { setMedia(t, "public", "172.32.0.1"); }},
    {"V-IP-9", "all have one", false, "", [](Topology &t) { t.features.append(QStringLiteral("announcePublicIp")); }},
    {"V-IP-9", "one is missing", true, "media-2", [](Topology &t) { setMedia(t, "public", ""); t.features.append(QStringLiteral("announcePublicIp")); }},
    {"V-IP-9", "not announced", false, "", [](Topology &t) { setMedia(t, "public", ""); }},
    {"V-IP-12", "own addresses", false, "", [](Topology &) {}},
    {"V-IP-12", "one address", true, "media-2", [](Topology &t) { setMedia(t, "public", "203.0.113.11"); }},
    {"V-DNS-1", "full name", false, "", [](Topology &) {}},
    {"V-DNS-1", "missing", true, "", [](Topology &t) { t.domain.clear(); }},
    {"V-DNS-1", "address", true, "", [](Topology &t) { t.domain = QStringLiteral("203.0.113.5"); }},
    {"V-DNS-1", "scheme", true, "", [](Topology &t) { t.domain = QStringLiteral("https://openvidu.example.io"); }},
    {"V-DNS-1", "port", true, "", [](Topology &t) { t.domain = QStringLiteral("openvidu.example.io:443"); }},
    {"V-DNS-1", "one label", true, "", [](Topology &t) { t.domain = QStringLiteral("openvidu"); }},
    {"V-DNS-1", "capitals", true, "", [](Topology &t) { t.domain = QStringLiteral("OpenVidu.example.io"); }},
    {"V-DNS-1", "TURN domain", true, "", [](Topology &t) { t.turnDomain = QStringLiteral("turn example"); }},
    {"V-DNS-1", "line feed behind", true, "", [](Topology &t) { t.domain += u'\n'; }},
    {"V-DNS-2", "two names", false, "", [](Topology &) {}},
    {"V-DNS-2", "one name", true, "", [](Topology &t) { t.turnDomain = QStringLiteral("OpenVidu.example.io"); }},
    {"V-DNS-2", "no TURN", false, "", [](Topology &t) { t.turnDomain.clear(); }},
    {"V-DNS-5", "early release", false, "", [](Topology &t) { t.turnDomain.clear(); }},
    {"V-DNS-5", "late release", true, "", [](Topology &t) { t.turnDomain.clear(); }, true},
    {"V-DNS-5", "late release with TURN", false, "", [](Topology &) {}, true},
    {"V-VER-1", "known", false, "", [](Topology &) {}},
    {"V-VER-1", "unknown", true, "", [](Topology &t) { t.release = QStringLiteral("2.31.0"); }},
    {"V-VER-1", "latest is another rule's", false, "", [](Topology &t) { t.release = QStringLiteral("latest"); }},
    {"V-VER-2", "pinned", false, "", [](Topology &) {}},
    {"V-VER-2", "latest", true, "", [](Topology &t) { t.release = QStringLiteral("latest"); }},
    {"V-VER-3", "maintained", false, "", [](Topology &) {}, true},
    {"V-VER-3", "beta", true, "", [](Topology &) {}},
    {"V-VER-4", "of all releases", false, "", [](Topology &) {}},
    {"V-VER-4", "too early", true, "", [](Topology &t) { t.kind = QStringLiteral("ha-nlb-passthrough"); }},
    {"V-VER-4", "late enough", false, "", [](Topology &t) { t.kind = QStringLiteral("ha-nlb-passthrough"); }, true},
    {"V-MOD-1", "all known", false, "", [](Topology &) {}},
    {"V-MOD-1", "none", false, "", [](Topology &t) { t.modules.clear(); }},
    {"V-MOD-1", "Meet too early", true, "", [](Topology &t) { t.modules.append(QStringLiteral("openviduMeet")); }},
    {"V-MOD-1", "Call too late", true, "", [](Topology &t) { t.modules.append(QStringLiteral("app")); }, true},
    {"V-MOD-3", "fallback user", false, "", [](Topology &) {}},
    {"V-MOD-3", "blank user", true, "", [](Topology &t) { t.users.insert(QStringLiteral("grafana-admin"), QStringLiteral(" ")); }},
    {"V-MOD-3", "blank user of a module that is off", false, "", [](Topology &t) { t.modules.clear(); t.users.insert(QStringLiteral("grafana-admin"), QString()); }},
    {"V-ENG-1", "known", false, "", [](Topology &) {}},
    {"V-ENG-1", "left to the release", false, "", [](Topology &t) { t.engine.clear(); }},
    {"V-ENG-1", "unknown", true, "", [](Topology &t) { t.engine = QStringLiteral("kurento"); }},
    {"V-ENG-2", "pion", false, "", [](Topology &) {}},
    {"V-ENG-2", "mediasoup early", true, "", [](Topology &t) { t.engine = QStringLiteral("mediasoup"); }},
    {"V-ENG-2", "mediasoup with limits", true, "", [](Topology &t) { t.engine = QStringLiteral("mediasoup"); t.release = QStringLiteral("3.7.0"); }, true},
    {"V-ENG-2", "mediasoup late", false, "", [](Topology &) {}, true},
    {"V-FLG-1", "not used", false, "", [](Topology &) {}},
    {"V-FLG-1", "no flag any more", true, "", [](Topology &t) { t.features.append(QStringLiteral("turnMainDomain")); }, true},
    {"V-FLG-1", "no flag yet", true, "", [](Topology &t) { t.features.append(QStringLiteral("forceUtc")); }},
    {"V-FLG-1", "a flag of the release", false, "", [](Topology &t) { t.features.append(QStringLiteral("forceUtc")); }, true},
    {"V-FLG-2", "known", false, "", [](Topology &t) { t.features += {QStringLiteral("externalS3"), QStringLiteral("mode:force443udp"), QStringLiteral("announcePublicIp"), QStringLiteral("certificate:selfsigned")}; }},
    {"V-FLG-2", "misspelt", true, "", [](Topology &t) { t.features.append(QStringLiteral("rmtp")); }},
    {"V-FLG-3", "variable", false, "", [](Topology &t) { t.installer.images.insert(QStringLiteral("INSTALLER_IMAGE"), QStringLiteral("r/i:1")); }},
    {"V-FLG-3", "no variable", true, "", [](Topology &t) { t.installer.images.insert(QStringLiteral("openvidu/openvidu-server"), QStringLiteral("r/i:1")); }},
    {"V-FLG-3", "no image", true, "", [](Topology &t) { t.installer.images.insert(QStringLiteral("CADDY_IMAGE"), QString()); }},
    {"V-FLG-4", "mirror and proxy", false, "", [](Topology &t) { t.installer.baseUrl = QStringLiteral("https://mirror.example.io/ov"); t.installer.proxy = QStringLiteral("http://10.5.0.250:3128"); }},
    {"V-FLG-4", "password in the proxy", true, "", [](Topology &t) { t.installer.proxy = QStringLiteral("http://me:pw@proxy:3128"); }},
    {"V-FLG-4", "file", true, "", [](Topology &t) { t.installer.baseUrl = QStringLiteral("file:///tmp"); }},
    {"V-FLG-5", "plain", false, "", [](Topology &t) { t.users.insert(QStringLiteral("mongo-admin"), QStringLiteral("ops_1.a-b")); }},
    {"V-FLG-5", "blank inside", true, "", [](Topology &t) { t.users.insert(QStringLiteral("mongo-admin"), QStringLiteral("ops team")); }},
    {"V-FLG-5", "line feed behind", true, "", [](Topology &t) { t.users.insert(QStringLiteral("mongo-admin"), QStringLiteral("ops\n")); }},
    {"V-FLG-6", "used", false, "", [](Topology &t) { t.users.insert(QStringLiteral("default-app-admin"), QStringLiteral("boss")); }},
    {"V-FLG-6", "no longer used", true, "", [](Topology &t) { t.users.insert(QStringLiteral("default-app-admin"), QStringLiteral("boss")); }, true},
    {"V-WVR-1", "waiver with a reason", false, "", [](Topology &t) { t.waivers.append({QStringLiteral("V-TOP-3"), {}, QStringLiteral("later"), {}}); }},
    {"V-WVR-1", "no reason", true, "media-1", [](Topology &t) { t.waivers.append({QStringLiteral("V-IP-7"), QStringLiteral("media-1"), {}, {}}); }},
    {"V-WVR-1", "not waivable", true, "", [](Topology &t) { t.waivers.append({QStringLiteral("V-TOP-1"), {}, QStringLiteral("we have three"), {}}); }},
};
// clang-format on
} // namespace

std::span<const RuleCase> ruleCases()
{
    return cases;
}
