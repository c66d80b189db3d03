// The vendor's installer: its flags and in which order they are written.
#pragma once

#include "app/catalog/releases.h"
#include "app/catalog/roles.h"

#include <QList>
#include <QString>
#include <QStringList>

/// How a secret is made: prefix plus `length` characters of an alphabet (facts 1.5).
struct GenerationRule
{
    QString alphabet; ///< the characters themselves; empty: never generated (a licence)
    int length = 0;
    QString prefix;
};

/// Row of resources/catalog/install_options.json.
struct InstallOption
{
    enum class Kind { Switch, Text, Addresses, Address, Host, List, Choice, Pem };

    QString flag;        ///< --redis-password
    Kind kind = Kind::Text;
    QList<Role> roles;
    QStringList kinds;   ///< deployment kinds; empty: all
    ReleaseRange releases;
    Condition when;      ///< emitted only if it holds
    bool isRequired = false;
    bool isSecret = false;
    QString value;       ///< where the value comes from: a row of plan/derived_flags, `secret`, or `user` (Topology::users)
    QString fallback;    ///< default value of a `user`
    QStringList choices;
    QString pattern;     ///< regular expression the value must match; empty: any
    GenerationRule generation; ///< of a secret
    QStringList forms;   ///< in which texts it stands: example (the document's non-interactive form), guide, run
    QString help;
    QStringList source;

    QString name() const; ///< the flag without dashes in front: the secret's or user's name
};

/// The order of flags on a role's command line, for some releases. Row of resources/catalog/command_lines.json.
struct CommandLine
{
    Role role = Role::Master;
    QStringList kinds;
    ReleaseRange releases;
    QString script;     ///< install_ov_master_node.sh
    QString path;       ///< pro/ha/%1/install_ov_master_node.sh, %1 the release
    QString banner;     ///< ASCII text of a successful end (facts 3.6)
    QStringList order;  ///< flags
    QStringList source;
};
