// Files of a simulated host: what a `put` script carries, and what an installation leaves behind.
#pragma once

#include "app/topology/topology.h"

#include <QByteArray>

#include <optional>

/// The content of the here-document of base64 in a script whose SHA-256 (hex) is the one given; nothing if there is none.
std::optional<QByteArray> filePutBy(const QByteArray &script, const QByteArray &sha256);

/// cluster.json: whose node this is.
QByteArray recordOf(const Topology &topology);
