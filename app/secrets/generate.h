// Random passwords and keys by rule, from the operating system's random source.
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"

/// Prefix plus `length` characters of an alphabet.
struct SecretRule
{
    QString alphabet; ///< 2 to 128 different ASCII characters
    int length = 0;   ///< 1 to 4096, without the prefix
    QString prefix;
};

/// A new value; every character of the alphabet is equally likely at every place. Invalid if the rule is not as said above.
Result<Secret> generatedSecret(const SecretRule &rule);

/// Bits of chance in a value made by this rule; 0 for a rule that makes none.
double entropyOf(const SecretRule &rule);
