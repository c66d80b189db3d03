// Readers of the blocks that the facts script prints; each takes raw bytes and fills its part of MachineFacts.
#pragma once

#include "app/inspect/facts.h"

/// Listeners as `ss -Hlntup` prints them, or `proc-tcp …` lines of /proc/net.
QList<Listener> readListeners(const QByteArray &block);

/// Tab-separated lines: name, state, restarts, exit status, since.
QList<ContainerFacts> readContainers(const QByteArray &block);

/// Lines of `ip -o addr`; loopback and link-local addresses are left out.
QStringList readAddresses(const QByteArray &block);

/// Lines of `df -Pk`, each mount point once.
QList<MachineFacts::Disk> readDisks(const QByteArray &block);

/// Properties of `systemctl show`.
void readUnit(const QByteArray &block, MachineFacts &facts);

/// /etc/os-release.
void readSystem(const QByteArray &block, MachineFacts &facts);

/// The value of `version:` in deployment-info.yaml.
QString readVersion(const QByteArray &block);

/// Blanks and tabs between words, however many.
QList<QByteArray> wordsOf(const QByteArray &line);

/// The block's lines as plain text, empty ones left out.
QList<QByteArray> linesOf(const QByteArray &block);
