# What every job script knows. Given: id, unit.
: "${id:?}" "${unit:?}"
root=/var/lib/ovdeploy
jobs=$root/jobs
job=$jobs/$id
volatile=/run/ovdeploy/$id

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

has_systemd() {
    [ -d /run/systemd/system ] && command -v systemd-run >/dev/null
}

# The start time of a process in clock ticks: with the number it names a process for ever. Nothing for a dead one.
started_at() {
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
    line=${line##*) }
    # shellcheck disable=SC2086
    set -- $line
    [ "$1" != Z ] && printf '%s\n' "${20}"
}

# is_alive PID START
is_alive() {
    [ -n "$2" ] && [ "$(started_at "$1")" = "$2" ]
}

unit_is_active() {
    case $(systemctl show -p ActiveState --value "$unit" 2>/dev/null) in
    active | activating | deactivating | reloading) return 0 ;;
    *) return 1 ;;
    esac
}

# has_live_process FILE: lines of a process and its start time
has_live_process() {
    [ -e "$1" ] || return 1
    while read -r number start; do
        is_alive "$number" "$start" && return 0
    done <"$1"
    return 1
}

is_launched() {
    has_live_process "$job/processes" || { has_systemd && unit_is_active; }
}

# While a job starts, its starter lives though the job does not yet.
is_running() {
    is_launched || has_live_process "$job/starter"
}

read_status() {
    [ -s "$job/status" ] && read -r how what <"$job/status" || return 1
    case $how in
    exited) printf 'exited %s\n' "$what" ;;
    *) printf 'killed %s\n' "$what" ;;
    esac
}

job_state() {
    if [ ! -d "$job" ]; then
        echo absent
    elif read_status; then
        :
    elif [ "$(cat /proc/sys/kernel/random/boot_id)" != "$(cat "$job/boot" 2>/dev/null)" ]; then
        echo lost
    elif is_running; then
        echo running
    else
        read_status || echo lost # it may have ended between the two looks
    fi
}
