#include "app/cli/open_document.h"

#include "app/cli/ask.h"
#include "app/secrets/environment_vault.h"
#include "app/secrets/vault_file.h"

#include <QFileInfo>

namespace {
Result<Secret> passphraseOf(Invocation &invocation, const QString &path, bool isNew)
{
    if (invocation.isSet("vault-passphrase-fd"))
        return secretFromDescriptor(invocation.value("vault-passphrase-fd"));
    Result<Secret> first = askSecret(invocation.console, QStringLiteral("Passphrase of %1:").arg(path));
    if (!first || !isNew)
        return first;
    Result<Secret> second = askSecret(invocation.console, QStringLiteral("The same again:"));
    if (!second)
        return second;
    if (!(*first == *second) || first->isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("The two passphrases are not the same, or empty."), QStringLiteral("Nothing was written; try again.")};
    return first;
}
} // namespace

Result<Project> openDocument(Invocation &invocation)
{
    Result<Project> project = readProject(invocation.arguments.first());
    if (!project)
        return project;
    invocation.console.cluster = project->topology.name;
    invocation.console.found = project->notes;
    for (const Finding &note : project->notes)
        invocation.console.note(QStringLiteral("%1: %2").arg(invocation.arguments.first(), note.message));
    return project;
}

Places placesOf(const Invocation &invocation, const Project &project)
{
    return placesOf(project.topology.id, invocation.value("state"));
}

QString vaultPathOf(const Invocation &invocation, const Project &project)
{
    if (invocation.isSet("vault"))
        return invocation.value("vault");
    QString base = project.path;
    if (base.endsWith(QLatin1String(".yaml")))
        base.chop(5);
    return base + QStringLiteral(".d/secrets.vault");
}

Result<std::unique_ptr<Vault>> openVault(Invocation &invocation, const Project &project, bool mayCreate)
{
    const QString path = vaultPathOf(invocation, project);
    const bool isThere = QFileInfo::exists(path);
    if (!isThere && !mayCreate) {
        if (invocation.isSet("vault"))
            return Error{ErrorKind::Invalid, QStringLiteral("There is no vault file %1.").arg(path), QStringLiteral("Make it with `ovdeploy-cli secrets FILE generate --vault %1`.").arg(path)};
        return std::unique_ptr<Vault>(std::make_unique<EnvironmentVault>(invocation.environment));
    }
    const Result<Secret> passphrase = passphraseOf(invocation, path, !isThere);
    if (!passphrase)
        return passphrase.error();
    return std::unique_ptr<Vault>(std::make_unique<EnvironmentVault>(invocation.environment, std::make_unique<VaultFile>(path, *passphrase)));
}

Result<SecretSet> readSecrets(Vault &vault, const QList<SecretName> &names)
{
    SecretSet found;
    for (const SecretName &name : names) {
        const Result<Secret> value = vault.read(name).result();
        if (!value)
            return value.error();
        if (!value->isEmpty())
            found.insert(name, *value);
    }
    return found;
}

QList<SecretName> accessSecretNames(const Topology &topology)
{
    QList<SecretName> names;
    for (const char *name : {"ssh-password", "sudo-password", "key-passphrase"}) {
        names.append(QLatin1String(name));
        for (const QString &object : objectNames(topology))
            names.append(QLatin1String(name) + u'@' + object);
    }
    return names;
}

Result<SecretSet> accessSecrets(Invocation &invocation, const Project &project)
{
    const QList<SecretName> names = accessSecretNames(project.topology);
    const bool canOpen = invocation.isSet("vault-passphrase-fd") || invocation.console.canAsk();
    if (!canOpen && !invocation.isSet("vault")) {
        EnvironmentVault environment(invocation.environment);
        return readSecrets(environment, names);
    }
    const Result<std::unique_ptr<Vault>> vault = openVault(invocation, project, false);
    if (!vault)
        return vault.error();
    return readSecrets(**vault, names);
}
