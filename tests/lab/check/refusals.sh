# refusals.sh - how web site and installer say no. Sourced by lab_check.sh. Everything happens on media-2, which stays uninstalled.
# shellcheck shell=bash

masters=10.5.0.1,10.5.0.2,10.5.0.3,10.5.0.4
always="--no-tty --install --deployment-type=ha --master-node-private-ip-list=$masters"
media_flags="$always --node-role=media-node --redis-password=redispw"
master_flags="$always --node-role=master-node --openvidu-pro-license=licence --domain-name=openvidu.example.com
 --turn-domain-name=turn.example.com --enabled-modules=observability,v2compatibility,openviduMeet --rtc-engine=pion --livekit-api-key=APIkey
 --livekit-api-secret=apisecret --redis-password=redispw --grafana-admin-password=grafanapw --meet-initial-admin-password=meetpw --external-load-balancer"
master_flags=${master_flags//$'\n'/}

# install [USER@]NAME master|media RELEASE FLAGS [SUDO]: the form that downloads first and runs then.
install() {
  on "$1" "curl -fsSL -o /tmp/ov.sh http://get.openvidu.io/pro/ha/$3/install_ov_$2_node.sh && [ -s /tmp/ov.sh ] && ${5:-} bash /tmp/ov.sh $4"
}

check_refusals() {
  fails 'unknown release' install media-2 media 9.9.9 "$media_flags"
  expect 'Please run as root' 'not root' install ubuntu@media-2 media 3.8.0 "$media_flags"
  expect "Unknown argument: '--rtc-engine'" 'a flag of another era' install media-2 media 3.8.0 "$media_flags --rtc-engine=pion"
  expect '--openvidu-pro-license is mandatory' 'a missing flag' install media-2 media 3.0.0-beta2 "$media_flags"
  expect "Unknown argument: 'blank'" 'values are spliced unquoted' install media-2 media 3.8.0 "$media_flags '--public-ip=a blank'"
  expect "'other-node' is not a valid value" 'the wrong role' install media-2 media 3.8.0 "${media_flags/media-node/other-node}"
  expect '/dev/tty' 'a terminal is needed without --no-tty' install media-2 media 3.8.0 "${media_flags/--no-tty/}"
  check_docker_versions
  check_site
  check_installer_faults
  fails 'nothing is left of it' on media-2 test -e /opt/openvidu/deployment-info.yaml
}

check_docker_versions() {
  lab docker media-2 24.0.7 2.21.0
  expect 'Docker version 24.0.7 is older than required version 29.5.3.' 'an old Docker' install media-2 media 3.8.0 "$media_flags"
  lab docker media-2 none
  lab site registry
  expect "Can't install Docker automatically" 'no Docker, and none to be had' install media-2 media 3.8.0 "$media_flags"
  lab docker media-2 29.5.3 2.21.0
  expect 'Error downloading docker-compose' 'an old Compose' install media-2 media 3.8.0 "$media_flags"
  lab docker media-2 29.5.3 5.1.4
  expect '503' 'the registry is ill' install media-2 media 3.8.0 "$media_flags"
  lab site ok
  on media-2 systemctl stop docker
  expect 'Is the docker daemon running' 'a stopped daemon' on media-2 docker ps
  on media-2 systemctl start docker
}

check_site() {
  local get='curl -sS -m 5 -w %{http_code} -o /dev/null http://get.openvidu.io/pro/ha/latest/install_ov_master_node.sh'
  local sum='curl -fsS http://get.openvidu.io/pro/ha/3.8.0/install_ov_master_node.sh | sha256sum'
  expect 200 'latest' on media-2 "$get"
  lab site 404
  expect 404 'site: 404' on media-2 "$get"
  lab site truncated
  expect 'transfer closed' 'site: truncated' on media-2 "$get"
  lab site slow 2
  if [ "$(on media-2 "${get/http_code/time_total}" | cut -d. -f1)" -ge 2 ]; then pass; else fail 'site: slow'; fi
  lab site off
  expect 'from server' 'site: off' on media-2 "$get"
  lab site ok
  same 'every host gets the same' "$(on media-1 "$sum")" "$(on media-2 "$sum")"
  lab site differ media-2
  if [ "$(on media-1 "$sum")" != "$(on media-2 "$sum")" ]; then pass; else fail 'site: differ'; fi
  lab site ok
}

check_installer_faults() {
  lab fault media-2 fail 'disk is on strike'
  expect 'disk is on strike' 'fault: fail' install media-2 media 3.8.0 "$media_flags"
  fails 'fault: fail, exit status' install media-2 media 3.8.0 "$media_flags"
  lab fault media-2 none
  lab fault media-2 spam 3M
  lab fault media-2 transient 1
  expect 'Could not get lock' 'fault: transient' install media-2 media 3.8.0 "$media_flags"
  lab fault media-2 none
  lab fault media-2 spam 3M
  lab fault media-2 hang
  install media-2 media 3.8.0 "$media_flags" >"$scratch/hung" 2>&1 &
  soon 20 openvidu-installer 'fault: hang' on media-2 docker ps
  expect '--redis-password=redispw' 'everybody sees the arguments' on limited@media-2 ps -eo args
  on media-2 "pkill -9 -f '[d]ocker run'" </dev/null
  wait $!
  expect openvidu-installer 'the container outlives its client' on media-2 docker ps
  # shellcheck disable=SC2016
  on media-2 'docker kill $(docker ps -q --filter ancestor=docker.io/openvidu/openvidu-installer)' >/dev/null </dev/null
  expect_not openvidu-installer 'until it is killed' on media-2 docker ps -a
  if [ "$(wc -c <"$scratch/hung")" -ge 3145728 ]; then pass; else fail 'fault: spam'; fi
  lab fault media-2 none
}
