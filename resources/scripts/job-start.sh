# Starts a job, or finds it. Given besides: seconds, image, script_text, secret_text, supervise_text, finish_text.
umask 077
new=$jobs/.new-$id-$$
stage=making

# A job that ends at once may look like one that could not be started.
was_launched() {
    sleep 0.3
    is_launched || [ -s "$job/status" ]
}

# Whatever ends this script: no half job and no secrets stay behind, and no job that runs is touched.
forget() {
    rm -rf "$new"
    case $stage in
    placed) rm -rf "$job" "$volatile" ;;
    launching) was_launched || rm -rf "$job" "$volatile" ;;
    esac
}
trap forget EXIT
trap 'exit 143' HUP INT TERM

cannot_write() {
    if [ "$(stat -f -c %a "$root" 2>/dev/null || echo 999)" -lt 64 ]; then
        fail "The disk of the node is full: $root cannot take the job."
    fi
    fail "The job cannot be written to $root on the node."
}

own_root() {
    mkdir -p /var/lib
    if [ -L "$root" ]; then fail "$root on the node is a symbolic link and is not used."; fi
    mkdir -m 700 "$root" 2>/dev/null || [ -d "$root" ] || cannot_write
    if [ "$(stat -c %u "$root")" != "$(id -u)" ]; then fail "$root on the node belongs to somebody else and is not used."; fi
    chmod 700 "$root"
    mkdir -p "$jobs" 2>/dev/null || cannot_write
}

# What the job runs: settings, secrets read first and removed second, then its own text in the same shell.
write_script() {
    printf '%s\n' "exec </dev/null >>'$job/log' 2>&1" 'umask 022' 'cd /' \
        'LC_ALL=C HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' 'export LC_ALL HOME PATH' || return 1
    if [ -n "$secret_text" ]; then printf '%s\n' ". '$secrets'" "rm -f '$secrets'" || return 1; fi
    printf '%s\n' "$script_text"
}

write_files() {
    printf '' >"$new/log" || return 1
    write_script >"$new/script" || return 1
    printf '%s\n' "$supervise_text" >"$new/supervise" || return 1
    printf '%s\n' "$finish_text" >"$new/finish" || return 1
    # Written now and overwritten in place at the end: a disk that is full then cannot take the status away.
    printf '%-62s\n' '' >"$new/status.part" || return 1
    printf '%s\n' "$image" >"$new/image" || return 1
    printf '%s %s\n' $$ "$(started_at $$)" >"$new/starter" || return 1
    cat /proc/sys/kernel/random/boot_id >"$new/boot" || return 1
}

# Secrets never touch a disk: a file on a tmpfs, or else a FIFO that hands them to the job.
choose_secrets() {
    secrets=$job/secrets
    if [ "$(stat -f -c %T /run 2>/dev/null)" = tmpfs ]; then secrets=$volatile/secrets; fi
}

offer_secrets() {
    if [ -z "$secret_text" ]; then return 0; fi
    if [ "$secrets" = "$job/secrets" ]; then
        mkfifo "$secrets" || return 1
        { printf '%s\n' "$secret_text" >"$secrets"; } 2>/dev/null &
        giver=$!
        return 0
    fi
    if [ -L /run/ovdeploy ]; then return 1; fi
    mkdir -p /run/ovdeploy && [ "$(stat -c %u /run/ovdeploy)" = "$(id -u)" ] || return 1
    chmod 700 /run/ovdeploy && rm -rf "$volatile" && mkdir "$volatile" || return 1
    printf '%s\n' "$secret_text" >"$secrets"
}

launch() {
    if has_systemd; then
        systemd-run --quiet --collect --unit="$unit" -p Type=exec -p RuntimeMaxSec="$seconds" -p TimeoutStopSec=10 \
            -p ExecStopPost="/bin/sh $job/finish" /bin/sh "$job/script" >/dev/null
    else
        setsid sh "$job/supervise" >/dev/null 2>&1 </dev/null &
        printf '%s %s\n' $! "$(started_at $!)" >>"$job/processes"
    fi
}

# Nobody may be left holding out secrets that no job takes.
await_giver() {
    if [ -z "${giver-}" ]; then return 0; fi
    tries=0
    while kill -s 0 "$giver" 2>/dev/null && [ $tries -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill "$giver" 2>/dev/null
    rm -f "$secrets"
}

own_root
if [ ! -d "$job" ]; then
    choose_secrets
    mkdir "$new" 2>/dev/null || cannot_write
    { write_files; } 2>/dev/null || cannot_write
    # Renaming onto a job that another start has made in the meantime fails: then that one is it.
    if mv -T "$new" "$job" 2>/dev/null; then
        stage=placed
        offer_secrets || fail "The job's secrets cannot be kept in the node's memory."
        stage=launching
        launch || was_launched || fail "The job could not be started on the node."
        await_giver
    elif [ ! -d "$job" ]; then
        cannot_write
    fi
fi
stage=started
printf 'state %s\n' "$(job_state)"
