# Which Debian packages ovdeploy needs, and how the missing ones are installed. Sourced by demo.sh and test.sh.

# to build and to run
build_packages="g++ cmake ninja-build pkgconf ccache qt6-base-dev libssh-dev libssl-dev libyaml-dev"
# what the tests talk to and check with
test_packages="librapidcheck-dev python3 python3-jsonschema python3-yaml openssh-server openssh-client sudo curl git procps util-linux"
# the laboratory of real hosts (tests/lab)
lab_packages="iproute2 nftables mmdebstrap uidmap openssl ca-certificates"
# the long checks of test.sh --all
check_packages="clang clang-tidy clang-format libclang-rt-14-dev"

# Refuses systems whose Qt, libssh and compiler were not tried.
check_system() {
    . /etc/os-release
    case "$ID" in
    debian) dpkg --compare-versions "${VERSION_ID:-99}" ge 12 && return ;;
    ubuntu) dpkg --compare-versions "${VERSION_ID:-0}" ge 24.04 && return ;;
    esac
    echo "ovdeploy is built on Debian 12, Ubuntu 24.04 or newer; this is ${PRETTY_NAME:-$ID}." >&2
    exit 2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "Root is needed for: $*. Run it as root, or install sudo, then try again." >&2
        exit 2
    fi
}

# Installs those of the given packages that are missing, and says which.
install_packages() {
    local package missing=""
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "Installing:$missing"
    as_root apt-get -qq update
    # shellcheck disable=SC2086 # a list of words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $missing >/dev/null
}

# Configures once, then builds: `build PRESET [TARGET…]`.
build() {
    local preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"build-$preset.log" 2>&1 || { cat "build-$preset.log"; rm -f "build-$preset.log"; exit 1; }
    rm -f "build-$preset.log"
    cmake --build --preset "$preset" ${1:+--target "$@"}
}
