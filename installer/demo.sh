#!/bin/bash
# Installs what is missing, builds ovdeploy and deploys the demo cluster: six simulated nodes on this machine, no root, no network.
set -euo pipefail
cd "$(dirname "$0")/.."
. installer/packages.sh

check_system
# shellcheck disable=SC2086 # lists of words
install_packages $build_packages
build release
exec build/release/ovdeploy-cli demo "$@"
