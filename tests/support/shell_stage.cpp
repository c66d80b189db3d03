#include "tests/support/shell_stage.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>

ShellStage::ShellStage()
{
    QDir().mkpath(path(QStringLiteral("/bin")));
    QDir().mkpath(path(QStringLiteral("/var/lib/ovdeploy/installer")));
    // Pauses are not what is tested.
    addCommand(QStringLiteral("sleep"), "#!/bin/sh\nexit 0\n");
}

void ShellStage::addCommand(const QString &name, const QByteArray &text)
{
    const QString file = QStringLiteral("/bin/") + name;
    addFile(file, text);
    QFile::setPermissions(path(file), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void ShellStage::addFile(const QString &absolute, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path(absolute)).path());
    QFile file(path(absolute));
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

QByteArray ShellStage::content(const QString &absolute) const
{
    QFile file(path(absolute));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool ShellStage::exists(const QString &absolute) const
{
    return QFile::exists(path(absolute));
}

ShellOutcome ShellStage::run(const QString &script, const QMap<QString, QString> &environment, const QString &shell) const
{
    QString moved = script;
    for (const char *folder : {"/var/lib/ovdeploy", "/opt/openvidu"})
        moved.replace(QLatin1String(folder), path(QLatin1String(folder)));
    QProcessEnvironment variables;
    variables.insert(QStringLiteral("PATH"), path(QStringLiteral("/bin")) + QStringLiteral(":/usr/bin:/bin"));
    variables.insert(QStringLiteral("STAGE"), m_folder.path());
    variables.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    for (auto variable = environment.cbegin(); variable != environment.cend(); ++variable)
        variables.insert(variable.key(), variable.value());
    QProcess process;
    process.setProcessEnvironment(variables);
    process.start(shell, {QStringLiteral("-s")});
    process.write(moved.toUtf8());
    process.closeWriteChannel();
    if (!process.waitForFinished(60000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}
