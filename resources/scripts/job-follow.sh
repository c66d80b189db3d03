# Prints a job's log from `offset` on as it grows, until the job has ended. Given besides: offset.
: "${offset:?}"
log=$job/log
is_over=no
looks=0

# Seconds since boot, without a process.
now() {
    read -r uptime _ </proc/uptime
    uptime=${uptime%%.*}
}

print_piece() {
    length=$((size - offset))
    if [ $length -gt 2097152 ]; then length=2097152; fi # a slow line must not hold up the look at the time
    tail -c +$((offset + 1)) "$log" 2>/dev/null | head -c $length || exit 1
    offset=$((offset + length))
}

now
end=$((uptime + 300))
while [ "$uptime" -lt $end ]; do
    # Ended first, size second: then the size is the last one.
    if [ -s "$job/status" ] || [ ! -d "$job" ]; then is_over=yes; fi
    size=$(stat -c %s "$log" 2>/dev/null) || size=0
    if [ "$size" -gt "$offset" ]; then
        print_piece
        if [ "$size" -eq "$offset" ]; then sleep 0.1; fi
    elif [ $is_over = yes ]; then
        break
    else
        sleep 0.2
    fi
    # Looking at processes costs more than looking at files. A parent that is gone was our connection.
    looks=$((looks + 1))
    if [ $((looks % 20)) = 1 ]; then
        if [ "$(job_state)" != running ]; then is_over=yes; fi
        if [ ! -d "/proc/$PPID" ]; then exit 1; fi
    fi
    now
done
printf 'state %s\n' "$(job_state)" >&2
