#!/bin/bash
# host.sh NAME HOME LOWER NAMESPACE - become one host; started by lab.sh in a fresh mount namespace and control group.
# Ends when the host is switched off; a reboot starts the loop again.
set -eu
name=$1 home=$2 lower=$3 namespace=$4
mount -t overlay "$name" -o "lowerdir=$lower,upperdir=$home/up,workdir=$home/work" "$home/m"
mount --bind "$home/opt" "$home/m/opt"

# What the first process finds: its own file systems and devices, and numbers of a machine that is not this one.
furnish() {
  local home=$1 node
  cd "$home/m"
  mount -t proc proc proc
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
  mount --bind proc/sys/net dev; mount --bind -o ro proc/sys proc/sys; mount --move dev proc/sys/net
  mount -t tmpfs -o mode=755 dev dev
  for node in null zero full random urandom tty; do touch dev/$node; mount --bind /dev/$node dev/$node; done
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts; ln -s pts/ptmx dev/ptmx
  cat proc/sys/kernel/random/uuid >dev/.boot_id; mount --bind dev/.boot_id proc/sys/kernel/random/boot_id
  mount --bind "$home/meminfo" proc/meminfo; mount --bind "$home/cpuinfo" proc/cpuinfo
  mount --bind "$home/online" sys/devices/system/cpu/online
  ln -s /proc/self/fd dev/fd; ln -s fd/0 dev/stdin; ln -s fd/1 dev/stdout; ln -s fd/2 dev/stderr
  mount -t tmpfs -o mode=1777 tmp dev/shm; mount -t tmpfs -o mode=755 run run; mount -t tmpfs -o mode=1777 tmp tmp
  mount -t cgroup2 cgroup sys/fs/cgroup 2>/dev/null || { mount -t tmpfs cgroup sys/fs/cgroup; mount -t cgroup2 cgroup sys/fs/cgroup; }
}

# The first process itself. What it may not do: set this machine's clock, load modules, make devices.
start() {
  set -eu
  hostname "$1"
  furnish "$2"
  mkdir -p .old
  pivot_root . .old
  umount -l /.old
  exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    setpriv --bounding-set -sys_time,-sys_module,-sys_rawio,-syslog,-mknod,-mac_admin,-wake_alarm,-audit_control /lib/systemd/systemd
}
export -f furnish start

# Own process, name, IPC, control group and time namespaces; the boot clock starts at 0. A reboot ends with 129, switching off with 130.
boot() {
  # shellcheck disable=SC2016
  nsenter --net="/run/netns/$namespace" \
    unshare --mount --propagation private --pid --uts --ipc --cgroup --time --boottime "-$(cut -d. -f1 /proc/uptime)" --fork --kill-child -- \
    bash -c 'start "$@"' host "$name" "$home"
}
while rc=0; boot || rc=$?; [ $rc = 129 ]; do :; done
exit $rc
