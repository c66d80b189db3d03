#include "tests/support/installer_stage.h"

const QString installerPath = QStringLiteral("/var/lib/ovdeploy/installer/3.0.0-beta2/install_ov_master_node.sh");
const QByteArray downloadedInstaller = "#!/bin/sh\necho hello\n";

const QByteArray stubInstaller = R"sh(#!/bin/sh
echo call >>"$STAGE/calls"
for word in "$@"; do printf '<%s>\n' "$word"; done >"$STAGE/words"
env >"$STAGE/environment"
[ ! -f "$STAGE/trouble" ] || { cat "$STAGE/trouble"; [ -f "$STAGE/lasting" ] || rm "$STAGE/trouble"; [ ! -f "$STAGE/half" ] || mkdir -p "$STAGE/opt/openvidu"; exit 1; }
mkdir -p "$STAGE/opt/openvidu"
[ -f "$STAGE/no-info" ] || echo 'version: 3.0.0-beta2' >"$STAGE/opt/openvidu/deployment-info.yaml"
[ -f "$STAGE/no-banner" ] || echo "> OpenVidu HA 'Master Node' Installation Finished Successfully! <"
)sh";

namespace {
/// A curl that gives the file `answer` of the stage, and fails as often as `failures` has lines.
const QByteArray stubCurl = R"sh(#!/bin/sh
printf '%s\n' "$*" >>"$STAGE/curl-calls"
if [ -s "$STAGE/failures" ]; then sed -i 1d "$STAGE/failures"; exit 22; fi
while [ "$1" != -o ]; do shift; done
cat "$STAGE/answer" >"$2"
)sh";
} // namespace

std::unique_ptr<ShellStage> installerStage()
{
    auto stage = std::make_unique<ShellStage>();
    stage->addFile(QStringLiteral("/answer"), downloadedInstaller);
    stage->addCommand(QStringLiteral("curl"), stubCurl);
    stage->addFile(installerPath, stubInstaller);
    return stage;
}
