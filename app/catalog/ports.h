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
    } probe;
    QString basis;           ///< documented, cloud-template, inferred
    QStringList source;
    QString note;

    QString portText() const; ///< 7880, 7000-7001
};

QString requirementText(PortRule::Requirement requirement);
