// Machine facts as JSON, for golden files: only what was found.
#pragma once

#include "app/inspect/facts.h"

#include <QByteArray>

QByteArray factsJson(const MachineFacts &facts);
