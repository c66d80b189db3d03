# Writes down how a job ended and removes its secrets, if it has not. systemd gives EXIT_CODE, EXIT_STATUS and SERVICE_RESULT.
job=${0%/*}
rm -rf "/run/ovdeploy/${job##*/}" "$job/secrets"
if [ "${SERVICE_RESULT-}" = timeout ]; then echo "The job reached its deadline and was ended." >>"$job/log"; fi
printf '%-62s\n' "${EXIT_CODE-killed} ${EXIT_STATUS-unknown}" 1<>"$job/status.part"
mv -f "$job/status.part" "$job/status"
