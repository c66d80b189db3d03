#!/bin/bash
# Installs what is missing, builds with address and undefined-behaviour sanitizers and passes all tests.
# --all adds the thread sanitizer over the engine, clang-tidy, and 60 seconds of each fuzz target.
set -euo pipefail
cd "$(dirname "$0")/.."
. installer/packages.sh

check_system
# shellcheck disable=SC2086 # lists of words
install_packages $build_packages $test_packages $lab_packages
build asan
ctest --preset asan --parallel 2
[ "${1:-}" = --all ] || exit 0

# shellcheck disable=SC2086
install_packages $check_packages
# the engine's tests are those of tests/unit/run; their targets are called after their paths
engine_tests=$(find tests/unit/run -name '*_test.cpp' | sed 's,^tests/,,; s,\.cpp$,,; s,/,-,g')
# shellcheck disable=SC2086
build tsan $engine_tests
ctest --preset tsan --label-regex "^run$"
. installer/checks.sh
