// What is expected to run on a role, how its health shows, and where users find it.
#pragma once

#include "app/catalog/releases.h"
#include "app/catalog/roles.h"

#include <QString>
#include <QStringList>

/// A container or unit expected on a role. Row of resources/catalog/services.json.
struct Service
{
    enum class Kind { Unit, Container };

    QString id;   ///< unique
    QString name; ///< of the container or unit; two roles may have one of the same name
    Kind kind = Kind::Container;
    QList<Role> roles;
    ReleaseRange releases;
    Condition when;
    bool isTransient = false; ///< runs once and ends
    QString help;
    QStringList source;
};

/// A health endpoint of a role. Row of resources/catalog/health.json.
struct HealthProbe
{
    QString id;
    QList<Role> roles;
    ReleaseRange releases;
    Condition when;
    QString service; ///< id of a row of services.json
    int port = 0;
    QString path;
    int expectStatus = 200;
    bool isProven = true; ///< a failure means unhealthy; otherwise unknown (contracts 9)
    QStringList source;
};

/// An address of the running cluster. Row of resources/catalog/urls.json; %1 is the domain.
struct ServiceUrl
{
    QString id;
    QString title;
    ReleaseRange releases;
    Condition when;
    QString url;
    QString user;   ///< a fixed name, or `user:` + key of Topology::users, or `secret:` + name
    QString secret; ///< name of the secret that logs in
    QStringList source;
};

/// An addressee that nodes must reach. Row of resources/catalog/outbound.json.
struct OutboundHost
{
    QString id, host, protocol, phase, why, requirement;
    QStringList fromRoles;
    int port = 0;
    int portTo = 0; ///< end of a range; equal to port otherwise
    int localPortFrom = 0, localPortTo = 0; ///< the sender's range, if it is known
    ReleaseRange releases;
    Condition when;
    QString note;
    QStringList source;
};
