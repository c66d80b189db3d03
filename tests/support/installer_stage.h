// A stage on which an installation's scripts run: a curl and an installer that do what files of the stage say.
#pragma once

#include "tests/support/shell_stage.h"

#include <memory>

/// Where the scripts of the source document's cluster keep a master's installer.
extern const QString installerPath;
/// What curl gives unless the file `answer` is another one.
extern const QByteArray downloadedInstaller;
/// The installer that lies at installerPath: counts its calls in `calls`, writes `words` and `environment`, ends as `trouble` says.
extern const QByteArray stubInstaller;

std::unique_ptr<ShellStage> installerStage();
