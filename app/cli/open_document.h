// What most commands begin with: the document, its vault, its folder of runs.
#pragma once

#include "app/cli/commands.h"
#include "app/deployment/places.h"
#include "app/project/project_file.h"
#include "app/secrets/vault.h"

#include <memory>

/// Reads FILE, the first argument; notes about it go to standard error, its cluster's name to the envelope.
Result<Project> openDocument(Invocation &invocation);

Places placesOf(const Invocation &invocation, const Project &project);

/// The vault file that `--vault` names, or else NAME.ovdeploy.d/secrets.vault beside the document.
QString vaultPathOf(const Invocation &invocation, const Project &project);

/// The environment's secrets before those of the vault file, whose passphrase is asked for (`--vault-passphrase-fd`, else the terminal); the
/// environment alone if there is no file and none was named. With `mayCreate` a new one is begun, its passphrase asked twice.
Result<std::unique_ptr<Vault>> openVault(Invocation &invocation, const Project &project, bool mayCreate);

/// The values of those names that the vault has; the others are left out.
Result<SecretSet> readSecrets(Vault &vault, const QList<SecretName> &names);

/// Every access secret that the document's nodes may want: ssh-password, sudo-password, key-passphrase, each also per node.
QList<SecretName> accessSecretNames(const Topology &topology);

/// Values of the access secrets that are known without a question: the environment's, and the vault's if its passphrase can be had.
Result<SecretSet> accessSecrets(Invocation &invocation, const Project &project);
