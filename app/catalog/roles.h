// Roles of nodes and kinds of deployment.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

enum class Role { Master, Media, Single };

/// `master`, `media`, `single`: the words of document, catalog and commands.
QString roleId(Role role);
/// "Master Node", as OpenVidu's documentation says.
QString roleTitle(Role role);
bool roleFromId(const QString &id, Role *role);

/// How many of which role a kind of deployment has. Row of resources/catalog/kinds.json.
struct DeploymentKind
{
    struct Count
    {
        Role role = Role::Master;
        int least = 0;
        int most = 0;        ///< 0: no upper limit
        int recommended = 0;
    };

    QString id;    ///< ha-nlb, ha-nlb-passthrough, ha-dlb, elastic, single-node
    QString title;
    QString installerType; ///< value of --deployment-type
    QList<Count> counts;
    bool hasLoadBalancer = false;
    bool isDeployable = false; ///< this version of ovdeploy installs it
    QStringList source;

    const Count *count(Role role) const;
};
