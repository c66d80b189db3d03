# power.sh - control groups: what runs where, how it is ended, frozen and found again. Sourced by lab.sh.
# shellcheck shell=bash disable=SC2154

# Everything of a lab runs in one control group, so `down` finds it whatever happened to the run that started it.
group() {
  [ ! -s "$STATE/.group" ] || { cat "$STATE/.group"; return; }
  local top=/sys/fs/cgroup/unified
  [ -d $top ] || top=/sys/fs/cgroup
  echo "$top$(sed -n 's/^0:://p' /proc/self/cgroup | sed 's,/$,,')/lab-$LAB"
}
populated() { grep -qs '^populated 1' "$1/cgroup.events"; }

until_true() {
  local seconds=$1 end
  shift
  end=$((SECONDS + seconds))
  until "$@" 2>/dev/null; do [ $SECONDS -le $end ] || return 1; sleep 0.05; done
}
is_empty() { ! populated "$1"; }

# Ends every process of a group at once and removes the group.
kill_group() {
  local group=$1
  [ -d "$group" ] || return 0
  echo 1 >"$group/cgroup.kill"
  until_true 20 is_empty "$group" || die "processes in $group do not end"
  find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
}

# Starts a program in the background, in a group of its own.
in_group() {
  local group
  group=$(group)/$1
  shift
  mkdir -p "$group"
  # shellcheck disable=SC2016
  setsid bash -c 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"' _ "$group" "$@" </dev/null &
}

power_on() {
  local name=$1 home lower=$BASE
  home=$(home "$name")
  [ ! -f "$home/balances" ] || lower=$LAYER/up:$lower
  ! is_on "$name" || die "$name is on"
  ip -n "$LAB-ops" link set "$(cable "$name")" up
  in_group "$name" unshare --mount --propagation private -- "$HERE/host.sh" "$name" "$home" "$lower" "$LAB-$name" >>"$home/console.log" 2>&1
}
is_on() { populated "$(group)/$1"; }

# First the cable: a machine that loses power says no goodbye.
power_off() {
  ip -n "$LAB-ops" link set "$(cable "$1")" down
  kill_group "$(group)/$1"
}
verb_off() {
  if [ "${2:-}" = soft ]; then
    kill -RTMIN+4 "$(leader "$1")"
    until_true 30 is_empty "$(group)/$1" || die "$1 does not switch off"
  fi
  power_off "$1"
}
verb_on() { power_on "$1"; wait_ssh "$1"; }
verb_reboot() { kill -RTMIN+5 "$(leader "$1")"; }
verb_freeze() { echo 1 >"$(group)/$1/cgroup.freeze"; }
verb_thaw() { echo 0 >"$(group)/$1/cgroup.freeze"; }

# Processes of a host, by name; numbers as this machine sees them.
processes() {
  local pid
  find "$(group)/$1" -name cgroup.procs -exec cat {} + | while read -r pid; do
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != "$2" ] || echo "$pid"
  done
}
# The host's process number 1.
leader() {
  local pid
  for pid in $(processes "$1" systemd); do
    [ "$(awk '/^NSpid:/ {print $NF}' "/proc/$pid/status" 2>/dev/null)" != 1 ] || { echo "$pid"; return; }
  done
  die "$1 is off"
}
# shellcheck disable=SC2046
verb_hang() { kill -STOP $(processes "$1" sshd); }
# shellcheck disable=SC2046
verb_wake() { kill -CONT $(processes "$1" sshd); }
verb_killssh() {
  local pid
  for pid in $(processes "$1" sshd); do
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q '\[listener\]' || kill -9 "$pid"
  done
}

# A host's root could set this machine's clock; whoever comes from outside must not be able to either.
LESS="--bounding-set -sys_time,-sys_module,-sys_rawio,-syslog,-mknod,-mac_admin,-wake_alarm,-audit_control"
inside() {
  local name=$1
  shift
  # shellcheck disable=SC2086
  nsenter -t "$(leader "$name")" -m -u -i -n -p -C -r -w -- env -i HOME=/root TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    setpriv $LESS "$@"
}

answers_ssh() { ops timeout 2 bash -c "exec 3<>/dev/tcp/$(address "$1")/22 && head -c4 <&3" 2>/dev/null | grep -q SSH-; }
wait_ssh() { until_true 60 answers_ssh "$1" || die "$1: no sshd after a minute, see $(home "$1")/console.log"; }
