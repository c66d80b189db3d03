// Secrets as text, a line each: redis-password=value. For import and export.
#pragma once

#include "app/base/result.h"
#include "app/secrets/secret.h"

#include <QByteArrayView>

/// Reads lines `NAME=value`. The name is a secret's (redis-password, ssh-password@master-1), a flag (--redis-password) or a variable
/// (REDIS_PASSWORD, OVDEPLOY_SECRET_REDIS_PASSWORD), with or without `export`. The value is a word, or stands in single or double quotes,
/// over several lines if need be; in double quotes a backslash guards " \ $ and `. Lines that are blank or begin with # and empty values
/// are passed over. Invalid with the line's number, and never with a value, for anything else; also for a name given twice and for more
/// than a megabyte.
Result<SecretSet> secretsInLines(QByteArrayView text);

/// The same as text, sorted by name, in double quotes.
Secret linesOf(const SecretSet &secrets);
