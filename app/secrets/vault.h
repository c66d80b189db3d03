// The door to a store of secrets. One real implementation on the operating system's keychain, one on a file, one for a session.
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"

#include <QFuture>

enum class VaultState {
    Open,   ///< values can be read and written
    Locked, ///< it is there and refuses until it is unlocked; a value that was stored and is "not found" reads as this too
    Absent, ///< no such store on this machine
};

/// Reads may wait for a person (a keychain's prompt): every call gives a future, and no call blocks. A value that was never stored is an
/// empty Secret, not an error; "not found" after "stored" is an error that says locked or lost (contracts 4).
class Vault
{
public:
    virtual ~Vault() = default;

    virtual QString title() const = 0;
    virtual QFuture<VaultState> state() = 0;
    virtual QFuture<Result<Secret>> read(const SecretName &name) = 0;
    /// Written, then read back and compared before it counts as done.
    virtual QFuture<Result<void>> write(const SecretName &name, const Secret &value) = 0;
    virtual QFuture<Result<void>> erase(const SecretName &name) = 0;
};
