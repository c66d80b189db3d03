#include "app/plan/install_scripts.h"

#include "app/base/shell_quote.h"
#include "app/plan/command_text.h"
#include "app/topology/selectors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace {
const char downloadBody[] = R"sh(fail() { printf '%s\n' "$1" >&2; exit 1; }
set -u
umask 077
mkdir -p "$folder" || fail "The folder $folder cannot be made."
part="$folder/$name.part"
attempt=1
until answer=$(curl -fsSL --proto '=http,https' --connect-timeout 20 --max-time 300 -w '%{http_code}' -o "$part" "$url"); do
    case $answer in 4[0-9][0-9]) fail "The installer cannot be downloaded: $url answers $answer." ;; esac
    [ "$attempt" -lt 8 ] || fail "The installer could not be downloaded from $url in 8 attempts."
    attempt=$((attempt + 1))
    echo "The download failed; attempt $attempt of 8 follows in 5 seconds."
    sleep 5
done
[ -s "$part" ] || fail "The installer that came from $url is empty."
[ "$(head -c 2 "$part")" = '#!' ] || fail "What came from $url is no script: it does not begin with #!."
digest=$(sha256sum "$part") || fail "The SHA-256 of the installer cannot be computed."
digest=${digest%% *}
digest=${digest#\\}
echo "@@report installer-sha256 $digest"
[ -z "$pinned" ] || [ "$digest" = "$pinned" ] || fail "The installer's SHA-256 is $digest; the document pins $pinned."
mv -f "$part" "$folder/$name" || fail "The installer cannot be stored as $folder/$name."
)sh";

const char installBody[] = R"sh(fail() { printf '%s\n' "$1" >&2; exit 1; }
package_lock_is_held() {
    for lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/lib/rpm/.rpm.lock; do
        inode=$(stat -c %i "$lock" 2>/dev/null) || continue
        grep -q ":$inode " /proc/locks 2>/dev/null && return 0
    done
    return 1
}
wait_for_package_manager() {
    rounds=0
    while package_lock_is_held; do
        [ "$rounds" -gt 0 ] || echo "Waiting for the package manager's lock, 10 minutes at most."
        [ "$rounds" -lt 120 ] || fail "The package manager's lock is still held after 10 minutes."
        rounds=$((rounds + 1))
        sleep 5
    done
}
set -u
umask 022
[ -s "$script" ] || fail "The installer $script is missing; it has to be downloaded first."
[ -z "$(ls -A "$root" 2>/dev/null)" ] || fail "$root holds an installation that this cluster has no record of; uninstall it first."
umask 077
work=$(mktemp -d "$state/installer/work.XXXXXX") || fail "A working folder cannot be made in $state/installer."
umask 022
trap 'rm -rf "$work"' EXIT
trap 'exit 143' HUP INT TERM
attempt=1
while :; do
    wait_for_package_manager
    { run_installer </dev/null 2>&1; echo $? >"$work/status"; } | tee "$work/output"
    status=$(cat "$work/status")
    [ "$status" != 0 ] || break
    said=$(grep -v '^[[:space:]]*$' "$work/output" | tail -n 1 | cut -c 1-300)
    [ ! -e "$root" ] || fail "The installer ended with status $status after it had made $root; it is not tried again. It said last: $said"
    transient_texts >"$work/transient"
    grep -qF -f "$work/transient" "$work/output" || fail "The installer ended with status $status. It said last: $said"
    [ "$attempt" -lt 3 ] || fail "The installer ended with status $status in 3 attempts. It said last: $said"
    attempt=$((attempt + 1))
    echo "A passing trouble, status $status; attempt $attempt of 3 follows in 10 seconds."
    sleep 10
done
grep -qF -- "$banner" "$work/output" || fail "The installer ended without its closing text: $banner"
[ -s "$root/$info" ] || fail "The installer ended without $root/$info."
umask 077
printf '%s\n' "$record" >"$state/cluster.json.part" && mv -f "$state/cluster.json.part" "$state/cluster.json" ||
    fail "$state/cluster.json cannot be written."
)sh";

QString assigned(const char *name, const QString &value)
{
    return QLatin1String(name) + u'=' + shellQuoted(value) + u'\n';
}

QString installerFolder(const Topology &topology)
{
    return QLatin1String(stateFolder) + QLatin1String("/installer/") + topology.release;
}

QString transientTexts(const Catalog &catalog)
{
    QString words;
    for (const QString &text : catalog.installation.transientErrors)
        words += u' ' + shellQuoted(text);
    return words.isEmpty() ? QStringLiteral("transient_texts() { :; }\n")
                           : QStringLiteral("transient_texts() { printf '%s\\n'") + words + QStringLiteral("; }\n");
}

SealedText runInstaller(const Topology &topology, const QList<InstallerArgument> &arguments)
{
    const QStringList environment = installerEnvironment(topology);
    const QString prefix = environment.isEmpty() ? QString() : QStringLiteral("env ") + environment.join(u' ') + u' ';
    return SealedText(QStringLiteral("run_installer() { ") + prefix + QStringLiteral("bash \"$script\"")) + argumentLine(arguments) +
           SealedText("; }\n");
}

const char probeBody[] = R"sh(probe() {
    status=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --connect-timeout 2 --max-time 4 "http://127.0.0.1:$1$2")
    [ "$status" = "$3" ] || { echo "Port $1, path $2: status $status instead of $3." >&2; exit 1; }
}
)sh";

const char listenBody[] = R"sh(systemctl is-active --quiet "$unit" || { echo "The service $unit is not active." >&2; exit 1; }
hex=$(printf '%04X' "$port")
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ":$hex 0*:0000 0A " || { echo "Nothing listens on TCP port $port." >&2; exit 1; }
)sh";
} // namespace

Result<QString> downloadScript(const Topology &topology, const Catalog &catalog, const Node &node)
{
    const Result<QString> url = installerUrl(topology, catalog, node.role);
    if (!url)
        return url.error();
    const CommandLine *line = catalog.commandLine(topology.kind, node.role, topology.release);
    QString proxy;
    for (const QString &word : installerEnvironment(topology))
        proxy += word.contains(QLatin1String("_proxy="), Qt::CaseInsensitive) ? QStringLiteral("export ") + word + u'\n' : QString();
    return assigned("url", *url) + assigned("folder", installerFolder(topology)) + assigned("name", line->script) +
           assigned("pinned", topology.installer.sha256.value(node.role).toLower()) + proxy + QString::fromLatin1(downloadBody);
}

Result<SealedText> installScript(const Topology &topology, const Catalog &catalog, const Node &node)
{
    const Result<QList<InstallerArgument>> arguments = installerArguments({topology, catalog, node.role, &node}, CommandForm::Run);
    if (!arguments)
        return arguments.error();
    const CommandLine *line = catalog.commandLine(topology.kind, node.role, topology.release);
    const Installation &installation = catalog.installation;
    SealedText text = assigned("state", QLatin1String(stateFolder)) + assigned("root", installation.root) +
                      assigned("info", installation.infoFile) + assigned("script", installerFolder(topology) + u'/' + line->script) +
                      assigned("banner", line->banner) + assigned("record", clusterRecord(topology, catalog, node)) +
                      transientTexts(catalog);
    text += runInstaller(topology, *arguments);
    return text + SealedText(installBody);
}

QString installedTest(const Topology &topology, const Catalog &catalog)
{
    const auto field = [](const char *key, const QString &value) {
        const QByteArray object = QJsonDocument(QJsonObject{{QLatin1String(key), value}}).toJson(QJsonDocument::Compact);
        return shellQuoted(QString::fromUtf8(object.mid(1, object.size() - 2)));
    };
    const QString file = shellQuoted(QLatin1String(stateFolder) + QLatin1String("/cluster.json"));
    return QStringLiteral("[ -s %1 ] && grep -qsF -- %2 %4 && grep -qsF -- %3 %4\n")
        .arg(shellQuoted(catalog.installation.root + u'/' + catalog.installation.infoFile), field("cluster", topology.id),
             field("release", topology.release), file);
}

QString startScript(const Catalog &catalog)
{
    return QStringLiteral("systemctl start %1\n").arg(plainOrQuoted(catalog.installation.unit));
}

QString restartScript(const Catalog &catalog)
{
    return QStringLiteral("systemctl restart %1\n").arg(plainOrQuoted(catalog.installation.unit));
}

QString activeTest(const Catalog &catalog)
{
    return QStringLiteral("systemctl is-active --quiet %1\n").arg(plainOrQuoted(catalog.installation.unit));
}

QString healthScript(const Topology &topology, const Catalog &catalog, Role role)
{
    const QSet<QString> active = activeSelectors(topology, catalog);
    QString proven;
    int entryPort = 0;
    for (const HealthProbe &row : catalog.health) {
        if (!row.roles.contains(role) || !catalog.holds(row.releases, topology.release) || !row.when.holds(active))
            continue;
        entryPort = entryPort ? entryPort : row.port;
        if (row.isProven)
            proven += QStringLiteral("probe %1 %2 %3\n").arg(row.port).arg(plainOrQuoted(row.path)).arg(row.expectStatus);
    }
    if (!proven.isEmpty())
        return QLatin1String(probeBody) + proven;
    if (!entryPort)
        return activeTest(catalog);
    return assigned("unit", catalog.installation.unit) + assigned("port", QString::number(entryPort)) + QLatin1String(listenBody);
}

QString clusterRecord(const Topology &topology, const Catalog &catalog, const Node &node)
{
    const QJsonObject record{{QStringLiteral("format"), 1},
                             {QStringLiteral("cluster"), topology.id},
                             {QStringLiteral("name"), topology.name},
                             {QStringLiteral("kind"), topology.kind},
                             {QStringLiteral("release"), topology.release},
                             {QStringLiteral("node"), node.name},
                             {QStringLiteral("role"), roleId(node.role)},
                             {QStringLiteral("masters"), QJsonArray::fromStringList(topology.privateIpsOf(Role::Master))},
                             {QStringLiteral("catalog"), catalog.hash}};
    return QString::fromUtf8(QJsonDocument(record).toJson(QJsonDocument::Compact));
}

QStringList installerEnvironment(const Topology &topology)
{
    static const QRegularExpression variable(QStringLiteral("\\A[A-Z][A-Z0-9_]*\\z"));
    QStringList words;
    const QMap<QString, QString> &images = topology.installer.images;
    for (auto image = images.cbegin(); image != images.cend(); ++image) {
        if (variable.match(image.key()).hasMatch())
            words.append(image.key() + u'=' + shellQuoted(image.value()));
    }
    if (topology.installer.proxy.isEmpty())
        return words;
    QStringList direct{QStringLiteral("127.0.0.1"), QStringLiteral("localhost")};
    for (const Node &node : topology.nodes)
        direct.append(node.privateIp);
    for (const char *name : {"http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"})
        words.append(QLatin1String(name) + u'=' + shellQuoted(topology.installer.proxy));
    for (const char *name : {"no_proxy", "NO_PROXY"})
        words.append(QLatin1String(name) + u'=' + shellQuoted(direct.join(u',')));
    return words;
}
