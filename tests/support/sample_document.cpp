#include "tests/support/sample_document.h"

namespace {
SshAccess fullAccess()
{
    SshAccess ssh;
    ssh.host = QStringLiteral("fe80::1%eth0");
    ssh.user = QStringLiteral("deploy");
    ssh.port = 2222;
    ssh.key = QStringLiteral("~/.ssh/id_ed25519");
    ssh.privilege = Privilege::Doas;
    ssh.jump = QStringList{QStringLiteral("ops@gate.example.io:2200"), QStringLiteral("[fe80::2]:22")};
    return ssh;
}

void addMachines(Topology *topology)
{
    topology->nodes = {
        {QStringLiteral("master-1"), Role::Master, QStringLiteral("10.5.0.1"), {}, QStringLiteral("Köln, rack 1"), {}},
        {QStringLiteral("on"), Role::Media, QStringLiteral("10.5.0.11"), QStringLiteral("203.0.113.11"), {}, fullAccess()},
    };
    const QMap<QString, QString> certificate{{QStringLiteral("certificate"), QStringLiteral("/etc/ssl/a.pem")},
                                             {QStringLiteral("key"), QStringLiteral("/etc/ssl/a.key")},
                                             {QStringLiteral("turn-certificate"), QStringLiteral("/etc/ssl/t.pem")},
                                             {QStringLiteral("turn-key"), QStringLiteral("/etc/ssl/t.key")}};
    topology->loadBalancers = {{QStringLiteral("lb"),
                                {QStringLiteral("https"), QStringLiteral("turn")},
                                QStringLiteral("nginx"),
                                true,
                                QStringLiteral("203.0.113.5"),
                                certificate,
                                fullAccess()}};
}
} // namespace

Topology fullTopology()
{
    Topology topology;
    topology.id = QStringLiteral("6f0c1b1e-0000-4000-8000-0123456789ab");
    topology.name = QStringLiteral("prod-ha");
    topology.release = QStringLiteral("3.10");
    topology.kind = QStringLiteral("ha-nlb");
    topology.domain = QStringLiteral("openvidu.example.io");
    topology.turnDomain = QStringLiteral("turn.example.io");
    topology.engine = QStringLiteral("pion");
    topology.modules = {QStringLiteral("observability"), QStringLiteral("app")};
    topology.features = {QStringLiteral("rtmp"), QStringLiteral("engine:pion")};
    topology.users = {{QStringLiteral("dashboard-admin"), QStringLiteral("yes")}, {QStringLiteral("mongo-admin"), QStringLiteral("mongo")}};
    topology.installer = {QStringLiteral("https://mirror.example.io/ov"),
                          {{Role::Master, QString(64, u'a')}, {Role::Media, QString(64, u'1')}},
                          {{QStringLiteral("openvidu/ingress"), QStringLiteral("registry.example.io/ingress:3.0")}},
                          QStringLiteral("http://proxy.example.io:3128")};
    topology.ssh.user = QStringLiteral("ubuntu");
    topology.ssh.port = 22;
    topology.ssh.privilege = Privilege::Sudo;
    topology.ssh.jump = QStringList();
    addMachines(&topology);
    topology.waivers = {
        {QStringLiteral("V-TOP-3"), QStringLiteral("on"), QStringLiteral("second one arrives: \"in May\" <b> #1"), QStringLiteral("marek")},
        {QStringLiteral("V-VER-3"), {}, QStringLiteral("seed"), {}}};
    topology.hostKeys = {{QStringLiteral("master-1"), {QStringLiteral("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA+/=")}},
                         {QStringLiteral("on"), {}}};
    topology.layout = {{QStringLiteral("lb"), {0, -40}}, {QStringLiteral("master-1"), {120, 80}}};
    return topology;
}

QByteArray handWrittenDocument()
{
    return "# prod, see the wiki\r\n"
           "\r\n"
           "name:   'prod-ha'   # never rename\r\n"
           "format: 1\r\n"
           "id: \"6f0c1b1e-0000-4000-8000-0123456789ab\"\r\n"
           "owner: platform team      # ours, not ovdeploy's\r\n"
           "release: 3.9.0\r\n"
           "domain: openvidu.example.io\r\n"
           "modules:\r\n"
           "- observability   # grafana\r\n"
           "- app\r\n"
           "features:   # none yet\r\n"
           "ssh: { user: ubuntu,\r\n"
           "       port: 22 }   # everywhere\r\n"
           "\r\n"
           "nodes:\r\n"
           "    # the masters\r\n"
           "    - {name: master-1, role: master, private-ip: 10.5.0.1}   # old box\r\n"
           "    - name: master-2\r\n"
           "      role: master\r\n"
           "      private-ip: 10.5.0.2   # new box\r\n"
           "      colour: red\r\n"
           "    # the media nodes\r\n"
           "    - {name: media-1, role: media, private-ip: 10.5.0.11, public-ip: 203.0.113.11} # m1\r\n"
           "\r\n"
           "load-balancers: [{name: lb, serves: [https], managed: no, address: 10.5.0.5}]\r\n"
           "layout: {master-1: [120, 80], master-2: [240, 80]} # drag me\r\n"
           "# the end";
}
