#!/bin/bash
# deploy_check.sh CLI - deploys the shipped example onto real hosts with the real program, breaks it in every way that the program promises to
# survive, and searches everything for secrets. Prints what failed and, last, "N passed, M failed". Cleans up after itself.
set -u
CLI=$(realpath "$1")
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
export LAB=deploy
export LAB_DIR=${LAB_DIR:-${XDG_CACHE_HOME:-/var/tmp}/ovdeploy-lab}
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
scratch=$(mktemp -d)
lab() { "$HERE/lab.sh" "$@"; }
. "$HERE/check/expect.sh"

agent_pid=""
clean_up() {
    trap - EXIT INT TERM
    [ -z "$agent_pid" ] || kill "$agent_pid" 2>/dev/null
    lab down
    rm -rf "$scratch"
}
trap 'fail "ended early"; finish' EXIT INT TERM

doc=$scratch/seed-cluster.ovdeploy.yaml
vault=$scratch/seed-cluster.ovdeploy.d/secrets.vault

# The program on the workstation, its vault's passphrase on descriptor 3.
cli() { lab ops env HOME="$scratch/home" XDG_STATE_HOME="$scratch/state" SSH_AUTH_SOCK="$SSH_AUTH_SOCK" "$CLI" "$@" --vault-passphrase-fd 3 3<"$scratch/passphrase"; }
status_of() { cli "$@" >"$scratch/out" 2>"$scratch/err" </dev/null; echo $?; }
both() { cat "$scratch/out" "$scratch/err"; }
# What the last part of the output says, from the summary on.
summary() { sed -n '/^Node  /,$p' "$scratch/out"; cat "$scratch/err"; }
journal() { ls -t "$scratch"/state/ovdeploy/*/runs/*.jsonl | head -n 1; }
on() { lab ssh "$@"; }

# A lab as it comes from the factory, and the shipped example beside it.
fresh() {
    lab down
    lab up >/dev/null && lab repo || { fail "lab up"; finish; }
    rm -rf "$scratch/state"
    cp "$ROOT/resources/examples/seed-cluster.ovdeploy.yaml" "$doc"
    same "pin host keys" 0 "$(status_of hostkeys "$doc" --trust)"
}

prepare() {
    mkdir -p "$scratch/home"
    printf 'a passphrase of the test\n' >"$scratch/passphrase"
    eval "$(ssh-agent -s)" >/dev/null
    agent_pid=$SSH_AGENT_PID
    lab base
    ssh-add -q "$LAB_DIR/id"
    mkdir -p "$(dirname "$vault")"
    fresh
    same "validate" 0 "$(status_of validate "$doc")"
    same "generate secrets, the licence is missing" 1 "$(status_of secrets "$doc" generate)"
    printf 'LICENCE-0123456789abcdef\n' | cli secrets "$doc" set openvidu-pro-license >/dev/null 2>&1
    same "all secrets are there" 0 "$(status_of secrets "$doc" list)"
}

# Reads what anybody may read of our own processes, as long as the run goes.
watch_processes() {
    while [ -e "$scratch/watching" ]; do
        for process in /proc/[0-9]*; do
            [ "$(readlink "$process/exe" 2>/dev/null)" = "$CLI" ] || continue
            cat "$process/cmdline" "$process/environ" 2>/dev/null
            echo
        done >>"$scratch/processes"
        sleep 0.05
    done
}

check_deployment() {
    touch "$scratch/watching"
    watch_processes &
    local watcher=$!
    same "deploy" 0 "$(status_of deploy "$doc" --yes)"
    rm "$scratch/watching"
    wait $watcher
    [ "$failed" = 0 ] || both
    for node in master-1 master-2 master-3 master-4 media-1 media-2; do
        expect active "$node: the unit" on $node systemctl is-active openvidu
    done
    expect :7880 "a master's listeners" on master-1 ss -lntu
    expect :1935 "a media node's listeners" on media-1 ss -lntu
    expect openvidu "the unit's journal" on master-1 journalctl -u openvidu --no-pager
    same "status" 0 "$(status_of status "$doc")"
    same "status as JSON" 0 "$(status_of status "$doc" --json)"
    same "a second deployment does nothing again" 0 "$(status_of deploy "$doc" --yes)"
    expect 6 "installs skipped" grep -c '"type":"step-skipped".*"step":"install@\|"step":"install@[a-z0-9-]*".*"type":"step-skipped"' "$(journal)"
    /usr/bin/python3 "$HERE/check/overhead.py" "$(ls -rt "$scratch"/state/ovdeploy/*/runs/*.jsonl | head -n 1)"
}

# No secret, in any spelling, in any file of the workstation, in a process list, or in what stays on a node.
check_leaks() {
    cli secrets "$doc" export >"$scratch/values" 2>/dev/null
    mkdir -p "$scratch/nodes"
    for node in master-1 media-1; do
        on $node 'tar -cf - /var/lib/ovdeploy /run/ovdeploy 2>/dev/null; journalctl --no-pager -u "ovdeploy-*"' >"$scratch/nodes/$node"
    done
    mv "$scratch/values" "$LAB_DIR/run/values.$$"
    same "secrets found" "" "$(/usr/bin/python3 "$HERE/check/leaks.py" "$LAB_DIR/run/values.$$" "$scratch")"
    rm -f "$LAB_DIR/run/values.$$"
    expect ovdeploy "processes were seen" cat "$scratch/processes"
}

# Kills the program while all nodes install; goes on when some of them have ended and others have not.
check_resume() {
    fresh
    for node in master-1 master-2 master-3 master-4 media-1; do lab fault $node slow 6; done
    lab fault media-2 slow 30
    cli deploy "$doc" --yes >/dev/null 2>&1 </dev/null &
    local waiter=$! end=$((SECONDS + 60))
    until [ "$(grep -c '"job":"[^"]*install@' "$(journal 2>/dev/null)" 2>/dev/null)" -ge 6 ] 2>/dev/null || [ $SECONDS -gt $end ]; do sleep 0.1; done
    sleep 2
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/exe" 2>/dev/null)" = "$CLI" ] && grep -qz deploy "$process/cmdline" && kill -9 "${process#/proc/}"
    done
    wait $waiter
    # Jobs that have ended well are cleaned away later: their logs are taken now.
    for node in master-1 media-1; do
        soon 30 0 "$node: the installation went on alone" on $node 'cat /var/lib/ovdeploy/jobs/*install@*/status'
        on $node 'cat /var/lib/ovdeploy/jobs/*install@*/log' >"$scratch/log-$node"
    done
    same "resume" 0 "$(status_of deploy "$doc" --resume --yes)"
    [ "$failed" = 0 ] || both
    for node in master-1 media-1; do
        same "$node: every line of the log is in the journal" "" "$(/usr/bin/python3 "$HERE/check/same_lines.py" "$(journal)" "install@$node" <"$scratch/log-$node")"
    done
    for node in master-1 media-1 media-2; do
        same "$node: installed once" 1 "$(on $node 'journalctl -o cat --no-pager' | grep -c 'Started .*ovdeploy.*install')"
    done
    rm -f "$scratch"/log-*
}

check_failures() {
    fresh
    lab fault media-1 fail 'no space for pictures'
    lab off media-2
    same "one node fails, one is off" 4 "$(status_of deploy "$doc" --yes)"
    expect "media-1" "summary names the failed one" summary
    expect "no space for pictures" "summary says why" summary
    expect "media-2" "summary names the one that is off" summary
    expect active "the others go on" on master-4 systemctl is-active openvidu
    lab fault media-1 none
    lab on media-2
    same "retry" 0 "$(status_of deploy "$doc" --retry-failed --yes)"
    [ "$failed" = 0 ] || both
    expect active "the failed one" on media-1 systemctl is-active openvidu
    expect active "the one that was off" on media-2 systemctl is-active openvidu

    fresh
    lab site 404
    same "the installer cannot be downloaded" 1 "$(status_of deploy "$doc" --yes)"
    expect "404" "says why" summary
    fails "nothing was installed" on master-1 test -e /opt/openvidu
    lab site differ master-2
    same "another installer for one master" 1 "$(status_of deploy "$doc" --yes)"
    expect "master-2 got" "says which" summary
    fails "nothing was installed" on master-1 test -e /opt/openvidu
    lab site ok
    lab fault media-1 nobanner
    lab fault media-2 spam 50M
    same "an installer without its banner" 1 "$(status_of deploy "$doc" --yes)"
    expect "media-1" "says which" summary
    expect active "50 MB of output" on media-2 systemctl is-active openvidu
}

# Pins a key for a node that is not its own.
replace_pin() {
    ssh-keygen -q -t ed25519 -N "" -f "$scratch/stranger" </dev/null
    sed -i "s|^\( *$1: \)\[ssh-ed25519 .*|\1[$(cut -d' ' -f1,2 "$scratch/stranger.pub")]|" "$doc"
}

check_refusals() {
    fresh
    replace_pin media-1
    same "a changed host key" 4 "$(status_of deploy "$doc" --yes)"
    expect "SHA256:" "shows fingerprints" summary
    sed -i 's/user: ubuntu/user: limited/' "$doc"
    same "no sudo" 4 "$(status_of deploy "$doc" --yes)"
    sed -i 's/user: limited/user: nobody-there/' "$doc"
    same "refused login" 4 "$(status_of deploy "$doc" --yes)"
    expect "master-4" "names every node" summary
}

prepare
check_deployment
check_leaks
check_resume
check_failures
check_refusals
finish
