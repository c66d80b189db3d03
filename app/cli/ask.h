// Questions on the terminal; without one they are errors, never assumptions.
#pragma once

#include "app/cli/console.h"
#include "app/secrets/secret.h"

/// Asks yes or no on standard error; anything but yes is no. Without a terminal an Error of kind Invalid that names `option`, which answers.
Result<bool> askYes(const Console &console, const QString &question, const QString &option);

/// A secret typed without echo at the terminal.
Result<Secret> askSecret(const Console &console, const QString &prompt);

/// The first line of a file descriptor, wiped from our buffer.
Result<Secret> secretFromDescriptor(const QString &number);
