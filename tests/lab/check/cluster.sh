# cluster.sh - installation and first start of four masters and two media nodes; ports, health, containers. Sourced by lab_check.sh.
# shellcheck shell=bash disable=SC2016

check_installation() {
  local number
  lab fault media-1 slow 2
  for number in 1 2 3 4; do
    if [ $number = 1 ]; then install master-1 master 3.8.0 "$master_flags"; else install ubuntu@master-$number master 3.8.0 "$master_flags" 'sudo -n'; fi \
      >"$scratch/master-$number" 2>&1 </dev/null &
  done
  for number in 1 2; do install media-$number media 3.8.0 "$media_flags" >"$scratch/media-$number" 2>&1 </dev/null & done
  wait
  for number in 1 2 3 4; do
    expect "🎉🎉 OpenVidu HA 'Master Node' Installation Finished Successfully! 🎉🎉" "install master-$number" cat "$scratch/master-$number"
  done
  for number in 1 2; do
    expect "🎉 OpenVidu HA 'Media Node' Installation Finished Successfully! 🎉" "install media-$number" cat "$scratch/media-$number"
    expect "The private IP of this Media Node is: 10.5.0.1$number" "address of media-$number" cat "$scratch/media-$number"
  done
  expect '2 s' 'fault: slow' cat "$scratch/media-1"
  lab fault media-1 none
  expect 'version: 3.8.0' 'record of the release' on master-2 cat /opt/openvidu/deployment-info.yaml
  expect 'DOMAIN_NAME=openvidu.example.com' 'central settings' on master-2 cat /opt/openvidu/config/cluster/openvidu.env
  expect 'REDIS_PASSWORD=redispw' 'settings of a node' on media-1 cat /opt/openvidu/config/node/media_node.env
  expect inactive 'the installer starts nothing' on master-1 systemctl is-active openvidu
}

start() { on "$1" systemctl start openvidu; }
health='curl -s -m 3 -o /dev/null -w %{http_code} http://127.0.0.1:7880/health/caddy'
ready='curl -s -m 3 -w %{http_code} http://127.0.0.1:7880/'

check_cluster() {
  local number
  start media-1
  soon 15 'waiting for a Master Node' 'a media node waits for the masters' on media-1 journalctl -u openvidu -o cat --no-pager
  for number in 1 2 3; do start master-$number; done
  soon 20 503 'three masters of four are not ready' on master-1 "$health"
  start master-4
  start media-2
  for number in 1 2 3 4; do soon 30 200 "health of master-$number" on master-$number "$health"; done
  for number in 1 2; do soon 30 OK200 "health of media-$number" on media-$number "$ready"; done
  expect 200 'health of Ingress' on media-1 'curl -s -o /dev/null -w %{http_code} http://10.5.0.12:9092/'
  # The rows of the vendor's tables for this release and these modules.
  same 'TCP ports of a master' '1945 3000 3100 4443 5000 5349 7000 7001 7880 7946 7947 9009 9080 9095 9096 9100 9101 20000' \
    "$(on master-1 "ss -Hltn 'src 0.0.0.0 and not sport = 22'" | ports_of)"
  same 'TCP ports of a media node' '1935 5349 7880 7881 8080 9092' "$(on media-1 "ss -Hltn 'src 0.0.0.0 and not sport = 22'" | ports_of)"
  same 'UDP ports of a media node' "443 7885 $(seq -s ' ' 50000 50010)" "$(on media-1 'ss -Hlun' | ports_of)"
  expect '127.0.0.1:6789' 'a local port' on media-1 ss -Hltn
  expect 'answer' 'TCP from outside' probe 10.5.0.1 7880 tcp
  expect 'answer' 'STUN' probe 10.5.0.11 443 udp
  expect Refused 'nobody listens' probe 10.5.0.1 7999 tcp
  expect NOAUTH 'Redis asks for the password' on media-1 'printf "PING\r\n" | nc -w 1 10.5.0.2 7000'
  expect PONG 'and takes it' on media-1 'printf "AUTH redispw\r\nPING\r\n" | nc -w 1 10.5.0.2 7000'
}
ports_of() { awk '{print $4}' | sed 's/.*://' | sort -n | xargs; }

restarts() { on "$1" docker inspect -f "'{{.Name}} {{.State.Status}} {{.RestartCount}} {{.State.ExitCode}} {{.State.StartedAt}}'" "$2"; }
check_containers() {
  same 'containers of a master' "alloy caddy dashboard grafana loki mimir minio mongo openvidu-meet openvidu-v2compatibility operator redis-sentinel redis-server" \
    "$(on master-1 "docker ps --format '{{.Names}}'" | sort | xargs)"
  same 'containers of a media node' 'alloy caddy egress ingress openvidu prometheus' "$(on media-1 "docker ps --format '{{.Names}}'" | sort | xargs)"
  expect '/openvidu-init exited 0 0 20' 'the one that ends by itself' restarts master-1 openvidu-init
  expect '/caddy running 0 0 20' 'a quiet container' restarts master-2 caddy
  expect '"State":"running"' 'ps as JSON' on master-2 "docker ps -a --format '{{json .}}'"
  expect '"Service": "caddy"' 'compose as JSON' on master-2 'cd /opt/openvidu && docker compose ps -a --format json'
  expect 'caddy: started' 'logs' on master-2 docker logs --tail 100 caddy
  lab crash master-2 caddy
  soon 15 '/caddy running 1 0 20' 'a crash is counted' restarts master-2 caddy
  soon 30 200 'health after a crash' on master-2 "$health"
  lab crash master-2 grafana loop
  sleep 2
  soon 20 '/grafana restarting' 'a container that crashes at every start' restarts master-2 grafana
  if [ "$(restarts master-2 grafana | awk '{print $3}')" -ge 2 ]; then pass; else fail 'restarts that grow'; fi
  lab crash master-2 grafana ok
  soon 15 '/grafana running' 'and recovers' restarts master-2 grafana
  on media-2 docker container kill --signal=SIGQUIT openvidu >/dev/null </dev/null
  soon 15 '/openvidu exited 0 0' 'a graceful end' restarts media-2 openvidu
  on media-2 docker kill ingress >/dev/null </dev/null
  expect '/ingress exited 0 137' 'a killed container stays down' restarts media-2 ingress
  on media-2 systemctl stop openvidu </dev/null
  same 'stop removes the containers' '' "$(on media-2 docker ps -aq)"
  start media-2
  soon 20 OK200 'and start makes them again' on media-2 "$ready"
  expect 'No such object: nobody' 'an unknown container' on media-2 docker inspect nobody
}
