// What a word of the document may look like, so that no hostile one gets further than its first reader.
// Shared by reader, forms and commands.
#pragma once

#include <QString>
#include <QStringList>

enum class ValueKind {
    ClusterId,
    ClusterName,
    NodeName, ///< of nodes and load balancers
    Release,
    Word,     ///< kind, engine, flavour, rule of a feature …: lower-case words with dashes
    Selector, ///< module or feature: v2compatibility, engine:pion
    Domain,
    Host, ///< name or address
    Jump, ///< user@host:port, all but the host optional
    User,
    KeyPath, ///< on this machine, may begin with ~/
    ServerPath,
    Url,
    Image,
    Digest,
    HostKey,
    RuleId,
    Line, ///< free text without control characters
};

/// Does the whole text match?
bool holds(ValueKind kind, const QString &text);

/// "a name of a-z, 0-9 and dashes that begins with a letter": what a message says was expected.
QString expectedText(ValueKind kind);

/// Id and regular expression (from ^ to $) of each kind, as the document's schema has them.
struct ValuePattern
{
    QString id, pattern;
};
QList<ValuePattern> valuePatterns();
