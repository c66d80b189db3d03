#!/usr/bin/python3 -ES
"""Stands in for the docker command: the sub-commands that a deployment of OpenVidu needs, over transient systemd units."""
import grp
import json
import os
import subprocess
import sys

sys.path.insert(0, "/usr/lib/lab")
import containers  # noqa: E402
import docker_views as views  # noqa: E402
import go_template  # noqa: E402

SETTINGS = "/etc/lab-docker"          # "VERSION COMPOSE-VERSION"


class Failed(Exception):
    """A message for stderr and an exit status."""

    def __init__(self, text, status=1):
        super().__init__(text)
        self.status = status


def versions():
    try:
        with open(SETTINGS, encoding="utf-8") as file:
            return file.read().split()[:2]
    except OSError:
        import rows
        row = [row for row in rows.Rows("/usr/lib/lab/catalog").releases if row.get("dockerMinimum")][-1]
        return [row["dockerMinimum"], row["composeMinimum"]]


def need_daemon():
    """Whoever is neither root nor of the group may not ask; a stopped daemon does not answer."""
    try:
        members = grp.getgrnam("docker").gr_gid in os.getgroups()
    except KeyError:
        members = False
    if os.geteuid() != 0 and not members:
        raise Failed("permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock")
    if subprocess.run(["systemctl", "is-active", "--quiet", "docker"], check=False).returncode:
        raise Failed("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")


def options(words, with_value, switches=()):
    """Splits options from names: ({option: [values]}, names). Unknown options are refused as Docker does."""
    found, names = {}, []
    words = list(words)
    while words:
        word = words.pop(0)
        if not word.startswith("-") or word == "-":
            names.append(word)
            continue
        flag, equals, value = word.partition("=")
        if flag in with_value:
            if not equals and not words:
                raise Failed(f"flag needs an argument: {flag}", 125)
            found.setdefault(with_value[flag], []).append(value if equals else words.pop(0))
        elif flag in switches:
            found.setdefault(flag.lstrip("-")[0], []).append(value or "true")
        elif len(flag) > 2 and flag[1] != "-" and all("-" + letter in switches for letter in flag[1:]):
            words[:0] = ["-" + letter for letter in flag[1:]]
        else:
            raise Failed(f"unknown flag: {flag}\nSee 'docker --help'.", 125)
    return found, names


def find(names):
    known = {record["name"]: (record, state) for record, state in containers.all_with_states()}
    found = []
    for name in names:
        pair = known.get(name.lstrip("/")) or next((pair for pair in known.values() if pair[0]["id"].startswith(name)), None)
        if not pair:
            raise Failed(f"Error response from daemon: No such container: {name}")
        found.append(pair)
    return found


def show_version(words):
    given, _ = options(words, {"-f": "format", "--format": "format"})
    need_daemon()
    version = versions()[0]
    data = {"Client": {"Version": version, "Os": "linux", "Arch": "amd64"}, "Server": {"Version": version, "Os": "linux", "Arch": "amd64"}}
    if "format" in given:
        template = given["format"][0]
        print(go_template.filled("{{json .}}" if template == "json" else template, data))
        return
    for part, title in (("Client", "Client: Docker Engine - Community"), ("Server", "Server: Docker Engine - Community\n Engine:")):
        print(f"{title}\n Version:           {data[part]['Version']}\n OS/Arch:           linux/amd64\n")


def list_containers(words):
    given, _ = options(words, {"--format": "format", "-f": "filter", "--filter": "filter", "-n": "last"},
                       ("-a", "--all", "-q", "--quiet", "--no-trunc"))
    need_daemon()
    shown = [pair for pair in containers.all_with_states() if "a" in given or pair[1]["status"] in ("running", "restarting")]
    for rule in given.get("filter", []):
        shown = [pair for pair in shown if views.matches(pair, rule)]
    lines = [views.line(record, state, "n" in given) for record, state in shown]
    if "q" in given:
        template = "{{.ID}}"
    else:
        template = given.get("format", [views.TABLE])[0]
    views.print_table(lines, template)


def inspect(words):
    given, names = options(words, {"-f": "format", "--format": "format", "--type": "type"}, ("-s", "--size"))
    need_daemon()
    known = {record["name"]: (record, state) for record, state in containers.all_with_states()}
    by_id = {pair[0]["id"]: pair for pair in known.values()}
    found, missing = [], []
    for name in names:
        pair = known.get(name.lstrip("/")) or next((pair for key, pair in by_id.items() if key.startswith(name)), None)
        (found.append(views.inspection(*pair)) if pair else missing.append(name))
    if "format" in given:
        for item in found:
            print(go_template.filled(given["format"][0], item))
    else:
        print(json.dumps(found, indent=4))
    if missing:
        raise Failed("\n".join(f"Error: No such object: {name}" for name in missing))


def logs(words):
    given, names = options(words, {"-n": "tail", "--tail": "tail", "--since": "since"}, ("-f", "--follow", "-t", "--timestamps"))
    need_daemon()
    (record, _), = find(names[:1])
    command = ["journalctl", "--quiet", "--no-pager", "-o", "json", "-u", containers.unit(record["name"]), "_TRANSPORT=stdout"]
    since = views.moment(given["since"][0]) if "since" in given else 0
    since = max(since, record["created"] - 1)
    command += ["--since", "@%d" % since, "-n", given.get("tail", ["all"])[0]] + (["-f"] if "f" in given else [])
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for text in process.stdout:
        entry = json.loads(text)
        seconds = int(entry["__REALTIME_TIMESTAMP"]) / 1e6
        if seconds >= since:
            print((containers.stamp(seconds) + " " if "t" in given else "") + str(entry.get("MESSAGE", "")), flush=True)


def kill(words):
    given, names = options(words, {"-s": "signal", "--signal": "signal"})
    need_daemon()
    sign = given.get("signal", ["SIGKILL"])[0].upper()
    sign = sign if sign.startswith("SIG") or sign.isdigit() else "SIG" + sign
    for (record, state), name in zip(find(names), names):
        if state["status"] != "running":
            raise Failed(f"Error response from daemon: Cannot kill container: {name}: Container {record['id']} is not running")
        if sign in ("SIGKILL", "9"):
            containers.stop([record], "SIGKILL")
            if record.get("isRemoved"):
                containers.forget(record["name"])
        else:
            subprocess.run(["systemctl", "kill", "-s", sign, containers.unit(record["name"])], check=True)
        print(name)


def change(verb):
    """stop, start, restart, rm: one shape."""
    def act(words):
        given, names = options(words, {"-t": "time", "--time": "time"}, ("-f", "--force", "-v", "--volumes"))
        need_daemon()
        for (record, state), name in zip(find(names), names):
            if verb == "rm" and state["status"] == "running" and "f" not in given:
                raise Failed(f"Error response from daemon: cannot remove container {name}: container is running: stop the container before removing or force remove")
            if verb in ("stop", "rm", "restart"):
                containers.stop([record], "SIGKILL" if verb == "rm" else None)
            if verb in ("start", "restart"):
                containers.start([record])
            if verb == "rm" or (verb == "stop" and record.get("isRemoved")):
                containers.forget(record["name"])
            print(name)
    return act


def information(_words):
    need_daemon()
    print(f"Server:\n Containers: {len(containers.records())}\n Server Version: {versions()[0]}\n Docker Root Dir: /var/lib/docker")


def compose(words):
    import compose as module
    module.main(words, versions()[1], need_daemon)


def run(words):
    import docker_run
    need_daemon()
    docker_run.run(*options_of_run(words))


def options_of_run(words):
    """Options end at the image's name; what follows belongs to the container."""
    valued = {"--network", "-v", "--volume", "-e", "--env", "--name", "--pull", "--entrypoint", "--pid", "--restart", "--label"}
    words, given = list(words), {}
    while words and words[0].startswith("-"):
        flag, equals, value = words.pop(0).partition("=")
        given.setdefault(flag, []).append(value if equals or flag not in valued else words.pop(0))
    return given, words


def pull(words):
    import docker_run
    need_daemon()
    docker_run.pull(options(words, {"--platform": "platform"}, ("-q", "--quiet"))[1][0])


VERBS = {"version": show_version, "ps": list_containers, "inspect": inspect, "logs": logs, "kill": kill, "info": information, "compose": compose,
         "run": run, "pull": pull, **{verb: change(verb) for verb in ("stop", "start", "restart", "rm")}}


def main(words):
    if words[:1] in (["--version"], ["-v"]):
        print(f"Docker version {versions()[0]}, build lab")
        return 0
    if words[:1] == ["container"]:
        words = ["ps" if words[1:2] in (["ls"], ["list"]) else word for word in words[1:2]] + words[2:]
    if not words or words[0] not in VERBS:
        print(f"docker: '{' '.join(words[:1])}' is not a docker command.\nSee 'docker --help'", file=sys.stderr)
        return 1
    try:
        VERBS[words[0]](words[1:])
    except (Failed, go_template.TemplateError) as error:
        print(error, file=sys.stderr)
        return getattr(error, "status", 1)
    except (BrokenPipeError, KeyboardInterrupt):
        return 130
    return 0


if __name__ == "__main__":
    sys.modules["docker"] = sys.modules[__name__]
    sys.exit(main(sys.argv[1:]))
