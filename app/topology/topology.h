// What the user has drawn: plain values, compared with ==.
#pragma once

#include "app/catalog/roles.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QPoint>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

/// A node's name, unique in its cluster: ^[a-z][a-z0-9-]{0,30}$.
using NodeId = QString;

enum class Privilege { Root, Sudo, Doas };

/// How to log in. In the document's `ssh` the defaults of all nodes, in a node's own `ssh` what differs there.
struct SshAccess
{
    std::optional<QString> host; ///< default: the node's private address
    std::optional<QString> user;
    std::optional<int> port;
    std::optional<QString> key;  ///< path of a private key; absent: agent and password only
    std::optional<Privilege> privilege;
    std::optional<QStringList> jump;

    bool operator==(const SshAccess &other) const = default;
};

struct Node
{
    NodeId name;
    Role role = Role::Master;
    QString privateIp;
    QString publicIp;
    QString site; ///< rack, room or hypervisor: what fails together
    SshAccess ssh;

    bool operator==(const Node &other) const = default;
};

struct LoadBalancer
{
    QString name;
    QStringList serves; ///< https, turn, rtmp
    QString flavour;    ///< nginx, haproxy, aws, other
    bool managed = false;
    QString address;    ///< address or name
    QMap<QString, QString> certificate; ///< paths: certificate, key, turn-certificate, turn-key
    SshAccess ssh;

    bool operator==(const LoadBalancer &other) const = default;
};

/// Where the installer comes from, if not from the catalog's address.
struct InstallerSource
{
    QString baseUrl;
    QMap<Role, QString> sha256; ///< pinned digest of the script a role gets
    QMap<QString, QString> images;
    QString proxy;

    bool operator==(const InstallerSource &other) const = default;
};

struct Waiver
{
    QString rule, object, reason, by;
    bool operator==(const Waiver &other) const = default;
};

struct Topology
{
    QString id;   ///< uuid of the cluster, kept for its life
    QString name; ///< what is typed to confirm dangerous things
    QString release;
    QString kind = QStringLiteral("ha-nlb");
    QString domain;
    QString turnDomain; ///< empty: TURN with TLS is off
    QString engine;     ///< empty: the release's default
    QStringList modules;
    QStringList features;
    QMap<QString, QString> users; ///< names that are no secrets: dashboard-admin -> dashboardadmin
    InstallerSource installer;
    SshAccess ssh;
    QList<Node> nodes;
    QList<LoadBalancer> loadBalancers;
    QList<Waiver> waivers;
    QMap<QString, QStringList> hostKeys; ///< node or load balancer -> "ssh-ed25519 AAAA…"
    QMap<QString, QPoint> layout;

    bool operator==(const Topology &other) const = default;

    const Node *node(const NodeId &wanted) const;
    QList<Node> nodesOf(Role role) const;
    QStringList privateIpsOf(Role role) const; ///< in the document's order, which is the cluster's
};

/// Names, for findings, commands and lists: all nodes, then all load balancers.
QStringList objectNames(const Topology &topology);

/// What the catalog's conditions may ask of a cluster: `module:app`, `feature:rtmp`, `engine:pion`, `feature:turnTls` … (port-rules grammar).
QSet<QString> selectorsOf(const Topology &topology);

/// A node's access with the document's defaults and the built-in ones (port 22, user root, privilege by user) filled in.
struct SshTarget
{
    QString host, user, key;
    int port = 22;
    Privilege privilege = Privilege::Root;
    QStringList jump;
    QStringList pins;
};
SshTarget sshTargetOf(const Topology &topology, const NodeId &name);
/// Of every node and load balancer.
QHash<NodeId, SshTarget> sshTargetsOf(const Topology &topology);
