// A place where a node's script can run on this machine: its folders moved into a temporary one, its commands stood in for.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QTemporaryDir>

struct ShellOutcome
{
    int exitStatus = -1;
    QString out;
    QString err;
};

class ShellStage
{
public:
    ShellStage();

    /// A folder or file of the stage; `/opt/openvidu` becomes root() + "/opt/openvidu".
    QString path(const QString &absolute) const { return m_folder.path() + absolute; }
    /// Puts a command in front of the machine's own.
    void addCommand(const QString &name, const QByteArray &text);
    void addFile(const QString &absolute, const QByteArray &content);
    QByteArray content(const QString &absolute) const;
    bool exists(const QString &absolute) const;
    /// Runs a script by `sh -s` (or another shell), with the node's folders moved. Ends it after a minute.
    ShellOutcome run(const QString &script, const QMap<QString, QString> &environment = {},
                     const QString &shell = QStringLiteral("/bin/sh")) const;

private:
    QTemporaryDir m_folder;
};
