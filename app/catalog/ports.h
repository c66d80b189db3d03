// Port rules: from whom, to whom, protocol, range, when, why.
#pragma once

#include "app/catalog/releases.h"

#include <QString>
#include <QStringList>

/// Row of resources/catalog/ports.json; the data and its grammar come from the vendor's documents (each row names its source).
struct PortRule
{
    enum class Requirement { Required, Conditional, Recommended, Optional };

    QString id;
    QStringList kinds;       ///< deployment kinds
    ReleaseRange releases;
    QString targetRole;      ///< master, media, single, lb
    QString protocol;        ///< tcp, udp
    int portFrom = 0;
    int portTo = 0;
    QStringList sourceRoles; ///< master, media, lb, any, manager, backupHost, externalProxy
    QString service;
    QString description;
    Requirement requirement = Requirement::Required;
    Condition when;
    struct Probe
    {
        QString kind;        ///< tcp-connect, http-get, udp-not-directly-probeable
        QString path;
        int expectStatus = 0;
        QString expectBody; ///< empty: any
    } probe;
    QString basis;           ///< documented, cloud-template, inferred
    QStringList source;
    QString note;

    QString portText() const; ///< 7880, 7000-7001
};

/// `required`, `conditional`, `recommended`, `optional`: the words of the table.
QString requirementText(PortRule::Requirement requirement);

/// A port that is used inside a node only and must be free there. Row of resources/catalog/local_ports.json.
struct LocalPort
{
    QString id;
    QString role;     ///< master, media, single
    QString protocol; ///< tcp, udp
    int port = 0;
    QString what;
    QStringList source;
};

/// What a load balancer listens on and whom it asks. Row of resources/catalog/balancer_listeners.json.
struct BalancerListener
{
    QString id;
    QStringList kinds;
    ReleaseRange releases;
    Condition when;
    int listen = 0;
    QString tls;        ///< terminate, passthrough, none
    QString name;       ///< domain, turn-domain: told apart by the name in the TLS greeting; empty: any
    QString action;     ///< redirect-https: answers by itself and has no target
    QString targetRole; ///< master, media
    int targetPort = 0;
    QString healthPath;
    int healthPort = 0;
    bool isHealthProven = true;
    QString note;
    QStringList source;
};
