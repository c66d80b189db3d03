# hosts.sh - what a host is: users, numbers, clock, no way out. Sourced by lab_check.sh.
# shellcheck shell=bash disable=SC2016

check_hosts() {
  same 'hosts' 'lb master-1 master-2 master-3 master-4 media-1 media-2' "$(lab list | awk '$3 == "on" {print $1}' | xargs)"
  check_users
  check_numbers
  soon 20 running 'systemd' on master-1 systemctl is-system-running
  expect 'unreachable' 'no way out of a host' on master-1 ip route get 9.9.9.9
  expect 'unreachable' 'no way out of the workstation' lab ops ip route get 9.9.9.9
  expect 'not permitted' 'the clock is not for those who come from outside' lab sh master-1 date -s 2001-01-01
  expect 'not permitted' 'nor for root inside' on master-1 date -s 2001-01-01
  lab clock master-2 90
  if (($(ahead master-2) >= 88 && $(ahead master-2) <= 90)); then pass; else fail 'a wrong clock'; fi
  lab clock master-2 0
  if (($(ahead master-2) >= -2 && $(ahead master-2) <= 0)); then pass; else fail 'a right clock'; fi
  succeeds 'outside names' on media-1 'for name in accounts.openvidu.io docker.io github.com; do nc -zw2 $name 443 || exit 1; done'
}

# ahead NAME: by how many seconds its clock is ahead; asking takes a moment.
ahead() { echo $(($(on "$1" date +%s) - $(date +%s))); }

check_users() {
  expect 'uid=0' 'root by key' on master-1 id
  expect 'Permission denied' 'root not by password' lab ops ssh -F none -o BatchMode=no -o NumberOfPasswordPrompts=0 -o PubkeyAuthentication=no \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@10.5.0.1 true
  expect 'uid=0' 'sudo without password' on ubuntu@master-1 sudo -n id
  expect 'password is required' 'sudo asks' on deploy@master-1 sudo -n id
  expect 'uid=0' 'sudo takes the password' on deploy@master-1 'echo deploypw | sudo -S -p "" id'
  expect 'not in the sudoers' 'no sudo' on limited@master-1 'echo limitedpw | sudo -S -p "" id'
  expect 'permission denied' 'Docker is for root and its group' on ubuntu@master-1 docker ps
}

check_numbers() {
  expect '8388608 kB' 'memory' on master-1 grep MemTotal /proc/meminfo
  same 'processors' '4 4 4' "$(on master-1 'grep -c ^processor /proc/cpuinfo; nproc; getconf _NPROCESSORS_ONLN' | xargs)"
  same 'disk' 104857600 "$(on master-1 'df -Pk /opt | awk "NR == 2 {print \$2}"')"
  lab size media-2 memory 2048 cpus 2 disk 40G
  same 'other numbers, at once' '2097152 2 41943040' "$(on media-2 'awk "/MemTotal/ {print \$2}" /proc/meminfo; nproc; df -Pk /opt | awk "NR == 2 {print \$2}"' | xargs)"
  lab size media-2 memory 8192 cpus 4 disk 100G
}
