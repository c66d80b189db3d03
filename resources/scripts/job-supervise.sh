# Does for a job what systemd would: a session of its own, a deadline, its end written down. Given besides: seconds.
: "${seconds:?}"

setsid sh "$job/script" >/dev/null 2>&1 </dev/null &
script=$!
printf '%s %s\n' "$script" "$(started_at "$script")" >>"$job/processes"
printf '%s\n' "$script" >"$job/group"

# shellcheck disable=SC2016
setsid sh -c 'sleep "$1"; echo "The job reached its deadline and was ended." >>"$3"; kill -s TERM -- "-$2"; sleep 10; kill -s KILL -- "-$2"' \
    watch "$seconds" "$script" "$job/log" >/dev/null 2>&1 </dev/null &
watch=$!
wait "$script"
code=$?
kill -s KILL -- "-$watch" 2>/dev/null

# What the script left behind ends with it.
tries=0
while kill -s TERM -- "-$script" 2>/dev/null && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -s KILL -- "-$script" 2>/dev/null

if [ $code -gt 128 ]; then
    EXIT_CODE=killed EXIT_STATUS=$(kill -l $((code - 128)))
else
    EXIT_CODE=exited EXIT_STATUS=$code
fi
export EXIT_CODE EXIT_STATUS
exec sh "$job/finish"
