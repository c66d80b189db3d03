# network.sh - the switch, the workstation and each host's cable. Sourced by lab.sh.
# shellcheck shell=bash disable=SC2154

ops() { ip netns exec "$LAB-ops" "$@"; }
# Interfaces are named by the address's last number: node names may be longer than the kernel allows.
cable() { local address; address=$(address "$1"); echo "v-${address##*.}"; }

# The bridge lives in the workstation's namespace: this machine's own network is never touched.
switch_up() {
  [ ! -f "$STATE/.switch" ] || return 0
  mkdir -p "$STATE/hosts"
  group >"$STATE/.group"
  mkdir -p "$(group)"
  ip netns add "$LAB-ops"
  ip -n "$LAB-ops" -batch - <<L
link set lo up
link add br0 type bridge
addr add $NET.250/24 dev br0
link set br0 up
L
  ops nft -f - <<L
table bridge lab {
  chain forwarded { type filter hook forward priority 0; }
  chain incoming { type filter hook input priority 0; }
  chain outgoing { type filter hook output priority 0; }
}
L
  raise_limit
  touch "$STATE/.switch"
}

# About fifteen systemds use up the usual 128 inotify instances; the old value is put back by the last lab that goes down.
raise_limit() {
  local now saved=$LAB_DIR/inotify
  now=$(sysctl -n fs.inotify.max_user_instances)
  [ "$now" -lt 8192 ] || return 0
  [ -f "$saved" ] || echo "$now" >"$saved"
  sysctl -qw fs.inotify.max_user_instances=8192 || rm -f "$saved"
}
restore_limit() {
  local saved=$LAB_DIR/inotify
  [ -f "$saved" ] || return 0
  ! ip netns list | grep -q -- '-ops\b' || return 0
  sysctl -qw "fs.inotify.max_user_instances=$(cat "$saved")"
  rm -f "$saved"
}

# A host's namespace and cable; no default route, so nothing leaves the lab.
plug_in() {
  local name=$1 first cable address rest
  shift
  first=$1 cable=$(cable "$name")
  ip netns add "$LAB-$name"
  ip -n "$LAB-ops" link add "$cable" type veth peer name eth0 netns "$LAB-$name"
  printf 'link set %s master br0\nlink set %s up\n' "$cable" "$cable" | ip -n "$LAB-ops" -batch -
  printf 'link set lo up\naddr add %s/24 dev eth0\nlink set eth0 up\n' "$first" | ip -n "$LAB-$name" -batch -
  for address in "${@:2}"; do                      # a public address beside the private one: the workstation gets one of that net
    rest=${address%.*}
    ip -n "$LAB-$name" addr add "$address/24" dev eth0
    ip -n "$LAB-ops" addr replace "$rest.250/24" dev br0
  done
}

host_rule() {
  local name=$1
  shift
  ip netns exec "$LAB-$name" nft add table inet lab
  ip netns exec "$LAB-$name" nft add chain inet lab incoming '{ type filter hook input priority 0; }'
  ip netns exec "$LAB-$name" nft add rule inet lab incoming "$@"
}
verb_block() {
  local name=$1 protocol=$2 ports=$3 from=${5:-} action
  case ${4:-drop} in
    drop) action=drop ;;
    reject) action=reject ;;
    reset) action='reject with tcp reset' ;;
    prohibit) action='reject with icmpx type admin-prohibited' ;;
    *) die "block: drop, reject, reset or prohibit" ;;
  esac
  # shellcheck disable=SC2086
  host_rule "$name" ${from:+ip saddr $(address_of "$from")} "$protocol" dport "$ports" $action
}
verb_loss() { if [ "$2" = 100 ]; then host_rule "$1" drop; else host_rule "$1" numgen random mod 100 '<' "$2" drop; fi; }
verb_open() { ip netns exec "$LAB-$1" nft delete table inet lab 2>/dev/null || true; }

switch_rule() { local chain=$1; shift; ops nft add rule bridge lab "$chain" "$@" drop; }
verb_group() {
  local name=$1 protocol=$2 ports=$3 from=${4:-} chain
  for chain in forwarded outgoing; do
    # shellcheck disable=SC2046
    switch_rule $chain ${from:+ip saddr $(address_of "$from")} ip daddr "$(address "$name")" "$protocol" dport "$ports"
  done
}
verb_cut() {
  local a b='' chain
  a=$(address "$1")
  [ -z "${2:-}" ] || b=$(address_of "$2")
  for chain in forwarded incoming outgoing; do
    # shellcheck disable=SC2086
    switch_rule $chain ip saddr "$a" ${b:+ip daddr $b}
    # shellcheck disable=SC2086
    switch_rule $chain ${b:+ip saddr $b} ip daddr "$a"
  done
}
verb_heal() { local chain; for chain in forwarded incoming outgoing; do ops nft flush chain bridge lab $chain; done; }
verb_link() { ip -n "$LAB-ops" link set "$(cable "$1")" "$2"; }

# This kernel may lack netem: a small program carries the frames, late.
verb_lag() {
  local name=$1 ms=$2 cable
  cable=$(cable "$name")
  [ -c /dev/net/tun ] || die "lag needs /dev/net/tun"
  kill_group "$(group)/lag-$cable"
  if [ "$ms" = 0 ]; then ip -n "$LAB-ops" link set "$cable" master br0; return; fi
  [ "$LAB_DIR/lag" -nt "$HERE/lag.c" ] || cc -O2 -o "$LAB_DIR/lag" "$HERE/lag.c"
  ops sysctl -qw "net.ipv4.conf.$cable.arp_ignore=8"   # or this end would answer for the bridge
  in_group "lag-$cable" ip netns exec "$LAB-ops" "$LAB_DIR/lag" "$cable" br0 "t-${cable#v-}" "$ms" >"$(home "$name")/lag.log" 2>&1
  until_true 5 ops test -e "/sys/class/net/br0/brif/t-${cable#v-}" || die "lag: $(cat "$(home "$name")/lag.log")"
}
