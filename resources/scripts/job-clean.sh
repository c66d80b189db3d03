# Removes what a job that has ended left on the node.
if [ "$(job_state)" = running ]; then fail "The job $id still runs on the node."; fi
rm -rf "$job" "$volatile"
