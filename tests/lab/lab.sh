#!/bin/bash
# lab.sh - real hosts on one machine: network namespaces with a file system, systemd, sshd, firewall and power switch each.
# Needs root and: iproute2 nftables mmdebstrap openssh-client procps util-linux python3 (gcc for lag).
# Nothing here reaches the real network: no host has a default route, and the switch hangs in a namespace of its own.
#
#   lab.sh up [4+2+lb | NAME=ADDRESS[,ADDRESS…][:lb]…]   masters + media nodes + load balancer, or hosts as listed
#   lab.sh add NAME=ADDRESS[,ADDRESS…][:lb]…   more hosts in a running lab
#   lab.sh down                 end and remove everything; also what an earlier run left
#   lab.sh base                 only build the cached file system
#   lab.sh list                 hosts: name, address, on or off
#   lab.sh repo                 serve the stand-in of http://get.openvidu.io to the hosts
#   lab.sh ops CMD…             run CMD on the workstation (.250): the only place that reaches the hosts
#   lab.sh ssh [USER@]NAME [CMD…]   ssh from the workstation with the lab's key (default root)
#   lab.sh sh NAME [CMD…]       run CMD inside a host, from outside, without ssh and without dangerous capabilities
#  What a host is:
#   lab.sh size NAME [memory MIB] [cpus N] [disk SIZE]   what it seems to have (8192, 4, 100G); disk is /opt
#   lab.sh clock NAME SECONDS   its `date` is wrong by SECONDS (0: right)
#   lab.sh docker NAME none|VERSION COMPOSE   its Docker
#  Installer and web site:
#   lab.sh fault NAME none|slow S|fail TEXT|failafter TEXT|hang|spam SIZE|nobanner|transient N   (adds up; none clears)
#   lab.sh crash NAME CONTAINER [loop|drain S|ok]   kill a container; at every start; graceful end takes S seconds; as before
#   lab.sh site ok|off|404|slow S|truncated|registry|differ NAME   how the web site misbehaves
#  Network:
#   lab.sh block NAME tcp|udp PORT[-PORT] [drop|reject|reset|prohibit] [FROM]   the host's own firewall
#   lab.sh group NAME tcp|udp PORT[-PORT] [FROM]   drop on the switch, like a cloud's security group
#   lab.sh loss NAME PERCENT    lose packets into the host
#   lab.sh open NAME            undo block and loss
#   lab.sh cut A [B|ops]        drop everything between A and B (or everyone) on the switch
#   lab.sh heal                 undo cut and group
#   lab.sh link NAME up|down    pull the cable
#   lab.sh lag NAME MS          delay each way (0: none)
#  Power and processes:
#   lab.sh hang|wake NAME       stop and continue every sshd of the host
#   lab.sh freeze|thaw NAME     stop and continue the whole host
#   lab.sh killssh NAME         kill its ssh sessions; the listener stays
#   lab.sh off NAME [soft] | on NAME | reboot NAME
#
# LAB_DIR holds the cache and the key `id`; LAB=name (letters and digits) is a lab of its own beside others.
set -eu
HERE=$(cd "$(dirname "$0")" && pwd)
LAB_DIR=${LAB_DIR:-${XDG_CACHE_HOME:-/var/tmp}/ovdeploy-lab}
LAB=${LAB:-ovd}
NET=${LAB_NET:-10.5.0}
CATALOG=${CATALOG:-$(cd "$HERE/../.." && pwd)/resources/catalog}
STATE=$LAB_DIR/run/$LAB
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH

die() { echo "lab: $*" >&2; exit 1; }
# shellcheck disable=SC1090
for part in base network host power faults; do . "$HERE/lib/$part.sh"; done
[[ $LAB =~ ^[a-z][a-z0-9]{0,9}$ ]] || die "LAB must be up to ten small letters and digits"

usage() { sed -n '2,/^set -eu/p' "$0" | sed '$d;s/^# \{0,1\}//'; }

# Names and addresses: "4+2+lb" is the cluster of the shipped example, with as many nodes as asked for.
expanded() {
  local word masters media
  for word in "${@:-4+2+lb}"; do
    if [[ $word =~ ^([0-9]+)\+([0-9]+)(\+lb)?$ ]]; then
      masters=${BASH_REMATCH[1]} media=${BASH_REMATCH[2]}
      ((masters <= 4 && media <= 200)) || die "at most 4+200: name other hosts one by one"
      for ((i = 1; i <= masters; i++)); do echo "master-$i=$NET.$i"; done
      for ((i = 1; i <= media; i++)); do echo "media-$i=$NET.$((10 + i))"; done
      [ -z "${BASH_REMATCH[3]}" ] || echo "lb=$NET.5:lb"
    else echo "$word"; fi
  done
}

# Makes and starts the hosts of a list and waits until each answers.
verb_add() {
  local specs spec
  specs=$(expanded "$@")
  ensure_base
  switch_up
  for spec in $specs; do make_host "$spec"; done
  for spec in $specs; do power_on "${spec%%=*}"; done
  for spec in $specs; do wait_ssh "${spec%%=*}"; done
}
verb_up() {
  [ ! -d "$STATE" ] || die "lab $LAB is up, or was left: lab.sh down"
  verb_add "$@"
}

verb_down() {
  local namespace mount
  kill_group "$(group)"
  for namespace in $(ip netns list | awk -v lab="$LAB-" 'index($1, lab) == 1 {print $1}'); do ip netns del "$namespace"; done
  # shellcheck disable=SC2013
  for mount in $(awk -v top="$STATE/" 'index($2, top) == 1 {print $2}' /proc/self/mounts); do umount -l "$mount"; done
  rm -rf --one-file-system "$STATE"
  restore_limit
}

verb_base() { ensure_base; }
verb_list() {
  local name
  for name in $(host_names); do
    printf '%-12s %-12s %s\n' "$name" "$(address "$name")" "$(is_on "$name" && echo on || echo off)"
  done
}
verb_ops() { exec ip netns exec "$LAB-ops" "$@"; }
verb_ssh() {
  local target=$1 user=root
  shift
  [[ $target != *@* ]] || { user=${target%%@*} target=${target#*@}; }
  # shellcheck disable=SC2086
  exec ip netns exec "$LAB-ops" ssh -F none -i "$LAB_DIR/id" -o BatchMode=yes -o IdentitiesOnly=yes -o ConnectTimeout=3 \
    -o ServerAliveInterval=1 -o ServerAliveCountMax=2 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    ${LAB_SSH:-} -l "$user" -- "$(address "$target")" "$@"
}
verb_sh() {
  local name=$1
  shift
  inside "$name" "${@:-/bin/bash}"
}
verb_repo() {
  [ -f "$STATE/.switch" ] || die "no lab"
  mkdir -p "$STATE/.site"
  in_group site ip netns exec "$LAB-ops" /usr/bin/python3 "$HERE/site/site.py" "$NET.250" "$CATALOG" "$STATE/.site" >"$STATE/.site/log" 2>&1
  until_true 10 ops bash -c "exec 3<>/dev/tcp/$NET.250/80" || die "the web site does not answer: $STATE/.site/log"
}

[ "$(id -u)" = 0 ] || [ $# = 0 ] || die "needs root"
if [ $# -gt 0 ] && declare -F "verb_$1" >/dev/null; then "verb_$1" "${@:2}"; else usage; [ $# = 0 ]; fi
