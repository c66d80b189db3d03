# TERM, 10 s, KILL for a job's processes; then the installer's containers.
is_group_gone() {
    ! kill -s 0 -- "-$group" 2>/dev/null
}

await_end() {
    tries=0
    while [ $tries -lt "$1" ]; do
        "$2" && return 0
        sleep 0.1
        tries=$((tries + 1))
    done
    return 1
}

has_ended() {
    [ "$(job_state)" != running ]
}

if [ "$(job_state)" = running ]; then
    if has_systemd && unit_is_active; then
        systemctl stop "$unit"
    elif [ -s "$job/group" ]; then
        read -r group <"$job/group"
        kill -s TERM -- "-$group" 2>/dev/null
        await_end 100 is_group_gone || kill -s KILL -- "-$group" 2>/dev/null
    fi
    await_end 50 has_ended
    image=$(cat "$job/image" 2>/dev/null)
    if [ -n "$image" ] && command -v docker >/dev/null; then
        docker ps --format '{{.ID}} {{.Image}}' | while read -r container of; do
            case $of in
            "$image" | "$image":* | "$image"@*) docker rm -f "$container" >/dev/null ;;
            esac
        done
    fi
fi
printf 'state %s\n' "$(job_state)"
