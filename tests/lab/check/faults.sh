# faults.sh - firewall, switch, cable, processes and power, each seen by a client; the balancer's programs. Sourced by lab_check.sh.
# shellcheck shell=bash

check_network() {
  lab block media-2 tcp 7880 drop
  lab block media-2 udp 443 drop
  expect Timeout 'block: drop' probe 10.5.0.12 7880 tcp
  expect Timeout 'block: drop, UDP' probe 10.5.0.12 443 udp
  lab open media-2
  lab block media-2 tcp 7880 reject
  expect Refused 'block: reject' probe 10.5.0.12 7880 tcp
  lab open media-2
  lab block media-2 tcp 7880 reset
  expect Refused 'block: reset' probe 10.5.0.12 7880 tcp
  lab open media-2
  lab block media-2 tcp 7880-7881 prohibit
  expect 'No route' 'block: prohibit' probe 10.5.0.12 7880 tcp
  lab open media-2
  expect answer 'open' probe 10.5.0.12 7880 tcp
  lab group media-2 tcp 7880 master-1
  expect answer 'security group: others pass' probe 10.5.0.12 7880 tcp
  expect 'timed out' 'security group' on master-1 curl -sS -m1 http://10.5.0.12:7880/
  lab heal
  lab cut media-2 master-1
  expect 'timed out' 'cut' on media-2 curl -sS -m1 http://10.5.0.1:7880/
  expect 'master-2' 'cut: others pass' on media-2 curl -sS -m2 http://10.5.0.2:7880/
  lab heal
  expect 'master-1' 'heal' on media-2 curl -sS -m2 http://10.5.0.1:7880/
  lab loss media-2 100
  expect Timeout 'loss' probe 10.5.0.12 7880 tcp
  lab open media-2
  check_lag
  check_sessions
}

# milliseconds ADDRESS: how long a connection takes.
milliseconds() {
  lab ops /usr/bin/python3 -c '
import socket, sys, time
start = time.monotonic()
socket.create_connection((sys.argv[1], 22), 3)
print(int((time.monotonic() - start) * 1000))' "$1"
}
check_lag() {
  [ -c /dev/net/tun ] || return 0
  milliseconds 10.5.0.12 >/dev/null        # the neighbours know each other from here on
  lab lag media-2 150
  if [ "$(milliseconds 10.5.0.12)" -ge 300 ]; then pass; else fail 'lag'; fi
  lab lag media-2 0
  if [ "$(milliseconds 10.5.0.12)" -lt 300 ]; then pass; else fail 'no lag'; fi
}

# held WHAT CMD…: a running ssh command ends with 255 once the fault has struck.
held() {
  local what=$1 end
  shift
  { on media-2 'echo go; sleep 20'; echo "status $?"; } >"$scratch/held" 2>&1 </dev/null &
  end=$((SECONDS + 10))
  until grep -q go "$scratch/held" || [ $SECONDS -gt $end ]; do sleep 0.1; done
  "$@"
  wait $!
  expect 'status 255' "$what" cat "$scratch/held"
}
check_sessions() {
  held 'killed sessions' lab killssh media-2
  expect uid=0 'the listener stays' on media-2 id
  held 'cable out' lab link media-2 down
  lab link media-2 up
  lab hang media-2
  expect 'timed out' 'hang' on media-2 true
  expect answer 'hang: services go on' probe 10.5.0.12 7880 tcp
  lab wake media-2
  lab freeze media-2
  expect Timeout 'freeze: connects, and then silence' probe 10.5.0.12 7880 tcp
  lab thaw media-2
  soon 15 uid=0 'thaw' on media-2 id
}

check_power() {
  local before
  before=$(on media-1 cat /proc/sys/kernel/random/boot_id)
  on media-1 systemctl reboot </dev/null >/dev/null 2>&1
  lab reboot media-2
  soon 30 OK200 'service after a reboot' on media-1 "$ready"
  if [ "$before" != "$(on media-1 cat /proc/sys/kernel/random/boot_id)" ]; then pass; else fail 'a new boot id'; fi
  if [ "$(on media-1 cut -d. -f1 /proc/uptime)" -lt 60 ]; then pass; else fail 'uptime of its own'; fi
  soon 30 OK200 'reboot from outside' on media-2 "$ready"
  lab off master-3
  fails 'power off' on master-3 true
  soon 15 200 'three masters of four are healthy' on master-1 "$health"
  lab off master-4 soft
  soon 20 503 'two are not' on master-1 "$health"
  lab on master-3
  lab on master-4
  soon 30 200 'power on' on master-4 "$health"
  expect 'version: 3.8.0' 'the disk outlives it' on master-3 cat /opt/openvidu/deployment-info.yaml
}

check_balancer() {
  on lb 'cat >/etc/nginx/nginx.conf' <<'N'
include /etc/nginx/modules-enabled/*.conf;
events { }
stream {
  upstream masters { zone masters 64k; server 10.5.0.1:7880; server 10.5.0.2:7880; }
  server { listen 80; proxy_pass masters; }
}
N
  succeeds 'nginx with its stream module' on lb 'nginx -t && systemctl start nginx'
  same 'it balances' 'master-1:7880 master-2:7880' "$(for _ in 1 2 3 4; do lab ops curl -s -m 3 http://10.5.0.5/; done | sort -u | xargs)"
  on lb systemctl stop nginx </dev/null
  printf 'defaults\n mode tcp\n timeout connect 2s\n timeout client 9s\n timeout server 9s\nlisten masters\n bind :80\n server m 10.5.0.3:7880 check\n' |
    on lb 'cat >/etc/haproxy/haproxy.cfg'
  succeeds 'haproxy' on lb 'haproxy -c -q -f /etc/haproxy/haproxy.cfg && systemctl start haproxy'
  expect 'master-3:7880' 'it balances too' lab ops curl -s -m 3 http://10.5.0.5/
  succeeds 'openssl' on lb openssl version
  fails 'no nginx on a master' on master-1 'command -v nginx'
}
