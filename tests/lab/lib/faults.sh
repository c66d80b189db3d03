# faults.sh - how installer, web site, Docker and clock of a host misbehave on demand. Sourced by lab.sh.
# shellcheck shell=bash disable=SC2154

verb_fault() {
  local name=$1 word=$2
  shift
  case $word in
    none) inside "$name" rm -f /etc/lab-install ;;
    slow | fail | failafter | hang | spam | nobanner | transient) echo "$*" | inside "$name" tee -a /etc/lab-install >/dev/null ;;
    *) die "fault: none, slow, fail, failafter, hang, spam, nobanner or transient" ;;
  esac
}

verb_site() {
  mkdir -p "$STATE/.site"
  case ${1:-} in
    ok) rm -f "$STATE/.site/fault" ;;
    differ) echo "differ $(address "$2")" >"$STATE/.site/fault" ;;
    off | 404 | slow | truncated | registry) echo "$*" >"$STATE/.site/fault" ;;
    *) die "site: ok, off, 404, slow, truncated, registry or differ" ;;
  esac
}

# The clock belongs to all hosts: only what a host's `date` says can be wrong.
verb_clock() {
  local name=$1 seconds=$2
  if [ "$seconds" = 0 ]; then inside "$name" rm -f /usr/local/bin/date; return; fi
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nexec /usr/bin/date -d "@$(($(/usr/bin/date +%%s) + %d)).$(/usr/bin/date +%%N)" "$@"\n' "$seconds" |
    inside "$name" sh -c 'cat >/usr/local/bin/date; chmod 755 /usr/local/bin/date'
}

verb_docker() {
  local name=$1 version=$2 compose=${3:-}
  if [ "$version" = none ]; then
    inside "$name" rm -f /usr/bin/docker
    return
  fi
  [ -n "$compose" ] || die "docker: VERSION COMPOSE"
  inside "$name" install -m 755 /usr/lib/lab/docker.py /usr/bin/docker
  printf '%s %s\n' "$version" "$compose" | inside "$name" tee /etc/lab-docker >/dev/null
}

# A container that dies once, at every start, or ends only slowly when asked kindly.
verb_crash() {
  local name=$1 container=$2
  inside "$name" mkdir -p /etc/lab-container
  case ${3:-} in
    '') inside "$name" systemctl kill -s KILL "docker-$container.service" ;;
    loop)
      echo crash | inside "$name" tee "/etc/lab-container/$container" >/dev/null
      inside "$name" systemctl kill -s KILL "docker-$container.service"
      ;;
    drain) echo "drain $4" | inside "$name" tee "/etc/lab-container/$container" >/dev/null ;;
    ok) inside "$name" rm -f "/etc/lab-container/$container" ;;
    *) die "crash: nothing, loop, drain or ok" ;;
  esac
}
