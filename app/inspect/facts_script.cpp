#include "app/base/shell_quote.h"
#include "app/inspect/facts.h"

namespace {
// What needs a moment (Docker's client, health endpoints) runs beside the rest and prints one short block each; the rest is collected in
// a variable and printed once they have ended, so that no two of them write at the same time. Small files are read by the shell itself:
// a process more costs more than a hundred bytes read one by one. `timeout` guards against a Docker daemon that accepts and never answers.
const char *opening = R"sh(
has() { command -v "$1" >/dev/null 2>&1; }
show() { [ -r "$1" ] && while IFS= read -r l || [ -n "$l" ]; do printf '%s\n' "$l"; done <"$1"; }
limit=; has timeout && limit='timeout 8'
printf '== time\n%s\n' "$(date +%s.%N)"
if has docker; then
( o=$($limit docker version --format '{{.Server.Version}}' 2>/dev/null) && printf '== docker\n%s\n' "$o" ) </dev/null &
( o=$($limit docker compose version --short 2>/dev/null) && printf '== compose\n%s\n' "$o" ) </dev/null &
fi
ask() { printf '== health\n%s %s\n' "$1" "$(curl -s -o /dev/null --noproxy '*' -m 3 -w '%{http_code}' "$2" 2>/dev/null)"; }
)sh";

const char *body = R"sh(
rest() {
printf '== user\n%s\n== boot\n' "$(id -u)"; show /proc/sys/kernel/random/boot_id
echo '== uptime'; show /proc/uptime
echo '== os'; show /etc/os-release
echo '== kernel'; uname -srm
echo '== cpus'; grep -c '^processor' /proc/cpuinfo
echo '== memory'
while read -r k v u; do case $k in MemTotal:) echo "$k $v $u";; MemAvailable:) echo "$k $v $u"; break;; esac; done </proc/meminfo
echo '== load'; show /proc/loadavg
echo '== disk'; set -- /; for d in /opt /var/lib/docker; do [ -d $d ] && set -- "$@" $d; done; df -Pk "$@"
echo '== addresses'
if has ip; then ip -o addr; else for a in $(hostname -I); do case $a in *:*) f=inet6;; *) f=inet;; esac; echo "0: unknown $f $a/0"; done; fi
echo '== listeners'
if has ss; then ss -Hlntup; else
for f in tcp tcp6 udp udp6; do
[ -r /proc/net/$f ] && sed -n -e "s/^ *[0-9]*: \([0-9A-F:]* [0-9A-F:]* 0A\) .*/proc-$f \1/p" -e "s/^ *[0-9]*: \([0-9A-F:]* [0-9A-F:]* 07\) .*/proc-$f \1/p" /proc/net/$f
done; fi
echo '== tools'
for t in awk base64 bash curl docker firewall-cmd haproxy ip iptables nc nft nginx python3 setsid sha256sum socat ss sudo systemctl systemd-run tar timeout ufw; do
p=$(command -v $t) && echo "$t $p"; done
if has docker; then echo '== containers'
i=$($limit docker ps -aq) && [ -n "$i" ] && $limit docker inspect --format '{{.Name}}	{{.State.Status}}	{{.RestartCount}}	{{.State.ExitCode}}	{{.State.StartedAt}}' $i
fi
echo '== unit'
has systemctl && systemctl show "$unit" -p LoadState -p ActiveState -p SubState -p ActiveEnterTimestamp -p ActiveEnterTimestampMonotonic
echo '== installed'; [ -d "$root" ] && echo yes
echo '== info'; [ -r "$root/$info" ] && head -c 65536 "$root/$info"
printf '\n== cluster\n'; [ -r /var/lib/ovdeploy/cluster.json ] && head -c 65536 /var/lib/ovdeploy/cluster.json
}
all=$(rest 2>/dev/null </dev/null)
wait
printf '%s\n== end\n' "$all"
exit 0
)sh";
} // namespace

Script factsScript(const QList<HealthQuestion> &questions, const Installation &installation)
{
    QString text = QString::fromLatin1(opening);
    text += QStringLiteral("unit=%1\nroot=%2\ninfo=%3\n")
                .arg(shellQuoted(installation.unit), shellQuoted(installation.root), shellQuoted(installation.infoFile));
    if (!questions.isEmpty())
        text += QStringLiteral("if has curl; then\n");
    for (const HealthQuestion &question : questions)
        text += QStringLiteral("ask %1 %2 </dev/null &\n").arg(shellQuoted(question.id), shellQuoted(question.url));
    if (!questions.isEmpty())
        text += QStringLiteral("fi\n");
    text += QString::fromLatin1(body);
    return {QStringLiteral("facts"), Secret(text.toUtf8()), true, std::chrono::milliseconds(30000)};
}
