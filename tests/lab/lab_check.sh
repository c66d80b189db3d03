#!/bin/bash
# lab_check.sh - brings up the cluster of the shipped example in a lab of its own and proves what the laboratory promises.
# Prints what failed and, last, "N passed, M failed". Cleans up after itself, also when interrupted.
set -u
HERE=$(cd "$(dirname "$0")" && pwd)
export LAB=labcheck
export LAB_DIR=${LAB_DIR:-${XDG_CACHE_HOME:-/var/tmp}/ovdeploy-lab}
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
scratch=$(mktemp -d)
lab() { "$HERE/lab.sh" "$@"; }

. "$HERE/check/expect.sh"
on() { lab ssh "$@"; }
# One connection per host and user for the parts that break none: a login costs more than all the rest.
share() { export LAB_SSH="-o ControlMaster=auto -o ControlPath=$scratch/%C -o ControlPersist=60"; }
unshare_all() {
  local socket
  unset LAB_SSH
  for socket in "$scratch"/????????????????????????????????????????; do
    [ ! -S "$socket" ] || ssh -F none -o ControlPath="$socket" -O exit lab 2>/dev/null
  done
}
# What a client on the workstation meets at a port: an answer, TimeoutError, ConnectionRefusedError, OSError …
probe() {
  lab ops /usr/bin/python3 -c '
import os, socket, sys
address, port, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
with socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM) as client:
    client.settimeout(1.5)
    try:
        client.connect((address, port))
        client.send(b"GET / HTTP/1.0\r\n\r\n" if kind == "tcp" else b"\0\1\0\0\x21\x12\xa4\x42" + os.urandom(12))
        print("answer", client.recv(99))
    except OSError as error:
        print(type(error).__name__, error)
' "$@"
}

# What the limit was before this lab, or before another one that is up.
limit=$(cat "$LAB_DIR/inotify" 2>/dev/null || sysctl -n fs.inotify.max_user_instances)
clean_up() {
  trap - EXIT INT TERM
  unshare_all
  lab down
  LAB=labcheck2 lab down
  rm -rf "$scratch"
}
trap 'fail "ended early"; finish' EXIT INT TERM

for part in hosts refusals cluster faults eras; do . "$HERE/check/$part.sh"; done

lab down
LAB=labcheck2 lab down
if ! lab up || ! lab repo; then fail "up"; finish; fi
timed() {
  local part start
  for part in "$@"; do start=$SECONDS; "$part"; echo "$part: $((SECONDS - start)) s"; done
}
share
timed check_hosts check_refusals check_installation check_cluster check_containers
unshare_all
timed check_network check_power check_balancer
share
timed check_eras
unshare_all
timed check_traces
finish
