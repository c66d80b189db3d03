# base.sh - the file system that every host starts from: made once with mmdebstrap, cached in $LAB_DIR. Sourced by lab.sh.
# shellcheck shell=bash disable=SC2154

BASE_PACKAGES=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,curl,python3,iproute2,nftables,procps,ca-certificates,iputils-ping,netcat-openbsd,less
# Another recipe makes another base.
RECIPE=$(sha256sum "$HERE/lib/base.sh" | cut -c1-12)
BASE=$LAB_DIR/base-$RECIPE
LAYER=$LAB_DIR/layer-$RECIPE
LAYER_PACKAGES="nginx libnginx-mod-stream haproxy openssl"

# The machine's own Debian sources: the lab asks no other mirror.
apt_sources() {
  local file
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    [ ! -s "$file" ] || { echo "$file"; return; }
  done
  die "no apt sources of Debian found on this machine"
}

# root by key only; ubuntu like a cloud image; deploy's sudo asks; limited may not use sudo at all.
make_users() {
  local base=$1 user
  for user in ubuntu deploy limited; do chroot "$base" useradd -m -s /bin/bash $user; done
  printf 'ubuntu:ubuntupw\ndeploy:deploypw\nlimited:limitedpw\n' | chroot "$base" chpasswd
  echo 'ubuntu ALL=(ALL) NOPASSWD:ALL' >"$base/etc/sudoers.d/ubuntu"
  echo 'deploy ALL=(ALL) ALL' >"$base/etc/sudoers.d/deploy"
  chroot "$base" groupadd --system docker
  printf 'PermitRootLogin prohibit-password\nUseDNS no\n' >"$base/etc/ssh/sshd_config.d/lab.conf"
}

# Units that need a real machine, or that would wake up in the middle of a test.
mask_units() {
  local base=$1 unit
  for unit in console-getty.service getty@.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
    fstrim.timer sys-kernel-debug.mount sys-fs-fuse-connections.mount dev-hugepages.mount nftables.service; do
    ln -sf /dev/null "$base/etc/systemd/system/$unit"
  done
}

build_base() {
  local new=$LAB_DIR/base.new
  echo "lab: building the hosts' file system in $LAB_DIR (once, about a minute)" >&2
  rm -rf --one-file-system "$new"
  mmdebstrap --quiet --variant=minbase --dpkgopt=force-unsafe-io --aptopt='Acquire::Languages "none"' \
    --include=$BASE_PACKAGES bookworm "$new" "$(apt_sources)" >&2
  rm -f "$new"/etc/ssh/ssh_host_* "$new/etc/resolv.conf"
  : >"$new/etc/machine-id"
  : >"$new/etc/default/locale"
  make_users "$new"
  mask_units "$new"
  mv "$new" "$BASE"
}

# A thin layer over the base for hosts that balance load.
build_layer() {
  local new=$LAB_DIR/layer.new
  rm -rf --one-file-system "$new"
  mkdir -p "$new"/{up,work,m}
  # shellcheck disable=SC2016,SC2086
  unshare --mount --propagation private -- bash -eu -c '
    layer=$1 base=$2 m=$1/m; shift 2
    mount -t overlay layer -o "lowerdir=$base,upperdir=$layer/up,workdir=$layer/work" "$m"
    mount -t proc proc "$m/proc"; mount --bind /dev "$m/dev"; mount -t tmpfs tmp "$m/tmp"; mount -t tmpfs run "$m/run"
    cp /etc/resolv.conf "$m/etc/"
    printf "#!/bin/sh\nexit 101\n" >"$m/usr/sbin/policy-rc.d"; chmod +x "$m/usr/sbin/policy-rc.d"
    export DEBIAN_FRONTEND=noninteractive
    chroot "$m" apt-get -qq update
    chroot "$m" apt-get -qq install -y --no-install-recommends "$@"
    for service in nginx haproxy; do chroot "$m" systemctl disable $service; done
    chroot "$m" apt-get clean
    rm -rf "$m"/var/lib/apt/lists/* "$m/etc/resolv.conf" "$m/usr/sbin/policy-rc.d"
  ' _ "$new" "$BASE" $LAYER_PACKAGES >"$LAB_DIR/layer.log" 2>&1 || die "the load balancer's packages: see $LAB_DIR/layer.log"
  rm -rf --one-file-system "$new"/{work,m}
  mv "$new" "$LAYER"
}

# Bases of other recipes go, unless a lab that is up may stand on them.
remove_old() {
  [ -z "$(ls -A "$LAB_DIR/run" 2>/dev/null)" ] || return 0
  find "$LAB_DIR" -maxdepth 1 \( -name 'base-*' -o -name 'layer-*' \) ! -name "*-$RECIPE" -exec rm -rf --one-file-system {} +
}

# The base and the key, made if they are missing. Two labs may ask at the same time: one builds, the other waits.
ensure_base() {
  mkdir -p "$LAB_DIR"
  (
    flock 9
    remove_old
    [ -d "$BASE" ] || build_base
    [ -d "$LAYER" ] || build_layer
    [ -f "$LAB_DIR/id" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$LAB_DIR/id"
  ) 9>"$LAB_DIR/.lock"
}
