# eras.sh - the installer of the other eras; a second lab; what is left at the end. Sourced by lab_check.sh.
# shellcheck shell=bash disable=SC2016

early="--openvidu-pro-license=licence --domain-name-or-ip=openvidu.example.com --enabled-modules=observability,v2compatibility,app --turn-domain-name=turn.example.com
 --livekit-api-key=APIkey --livekit-api-secret=apisecret --redis-password=redispw --minio-access-key=minio --minio-secret-key=miniosecret
 --mongo-admin-user=mongo --mongo-admin-password=mongopw"
early="$always ${early//$'\n'/}"
early_master="$early --node-role=master-node --grafana-admin-password=grafanapw --default-app-password=callpw --default-app-admin-password=adminpw --external-load-balancer"

wiped() { on "$1" 'systemctl stop openvidu; find /opt/openvidu -mindepth 1 -delete' </dev/null; }
check_eras() {
  wiped master-1
  wiped media-1
  expect 'Finished Successfully' 'era A, master' install master-1 master 3.0.0-beta2 "$early_master"
  expect 'Finished Successfully' 'era A, media' install media-1 media 3.0.0-beta2 "$early --node-role=media-node --rtc-engine=pion"
  expect 'DOMAIN_OR_PUBLIC_IP=openvidu.example.com' 'era A: settings on every node' on master-1 cat /opt/openvidu/.env
  expect 'COMPOSE_PROFILES=observability,v2compatibility,app' 'era A: modules' on media-1 cat /opt/openvidu/config/../.env
  start master-1
  start media-1
  soon 20 6080 'era A: ports of a master' on master-1 "ss -Hltn 'sport = 6080'"
  expect 8080 'era A: Dashboard' on master-1 "ss -Hltn 'sport = 8080'"
  same 'era A: no RTMP on masters' '' "$(on master-1 "ss -Hltn 'sport = 1945'")"
  expect promtail 'era A: containers' on master-1 docker ps
  soon 20 ingress 'era A: a media node knows everything itself' on media-1 docker ps
  wiped master-1
  expect "'app' is not a valid value" 'era D: modules' install master-1 master 3.9.0 "${master_flags/openviduMeet/app}"
  expect 'Finished Successfully' 'era B' install master-1 master 3.1.0 "$(era_b)"
  expect 'CALL_SECRET=callpw' 'era B: application' on master-1 cat /opt/openvidu/config/cluster/master_node/app.env
  wiped master-1
  lab fault master-1 nobanner
  expect_not 'Finished' 'fault: nobanner' install master-1 master latest "$master_flags"
  succeeds 'fault: nobanner, but installed' on master-1 test -f /opt/openvidu/deployment-info.yaml
  lab fault master-1 none
  lab fault master-1 failafter 'half done'
  expect 'ERROR: half done' 'fault: failafter' install master-1 master latest "$master_flags"
  lab fault master-1 none
}
era_b() {
  local flags=${master_flags/openviduMeet/app}
  echo "${flags/--meet-initial-admin-password=meetpw/} --default-app-password=callpw --default-app-admin-password=adminpw"
}

# A second lab beside the first, one that was killed on its way up, and nothing left in the end.
check_traces() {
  local other="$HERE/lab.sh"
  succeeds 'a second lab' env LAB=labcheck2 "$other" up one=10.5.0.1
  same "with the same address" "one master-1" "$(echo "$(LAB=labcheck2 on one hostname </dev/null) $(on master-1 hostname </dev/null)")"
  LAB=labcheck2 lab down
  expect master-1 'the first does not notice' on master-1 hostname
  LAB=labcheck2 setsid "$other" up 4+8 >/dev/null 2>&1 &
  sleep 0.8
  kill -9 -- -$!
  wait $! 2>/dev/null
  LAB=labcheck2 succeeds 'down after a killed up' lab down
  LAB=labcheck2 succeeds 'down twice' lab down
  lab down
  same 'no namespaces are left' '' "$(ip netns list | grep labcheck)"
  same 'no mounts are left' '' "$(grep labcheck /proc/mounts)"
  same 'no control groups are left' '' "$(find /sys/fs/cgroup -maxdepth 3 -name 'lab-labcheck*')"
  same 'no processes are left' '' "$(pgrep -af 'host\.sh .*labcheck')"
  ip netns list | grep -q -- '-ops\b' ||              # another lab may need it still
    same 'the limit is as before' "$limit" "$(sysctl -n fs.inotify.max_user_instances)"
}
