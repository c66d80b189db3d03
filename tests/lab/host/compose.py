"""`docker compose`: starts and ends the containers that the catalog expects of this node."""
import json
import os
import subprocess
import sys
import time

import answers
import containers
import docker
import docker_views as views
import rows

PROJECT = "openvidu"


def image_of(name):
    return f"docker.io/openvidu/{name}:lab"


def cluster():
    """What decides about ports and containers. Media Nodes of the later eras learn it from a master; they wait for one."""
    node = answers.about()
    if node["role"] == "master" or node["modules"] is not None:
        return node
    print("waiting for a Master Node", flush=True)
    while True:
        for address in node["masters"]:
            answer = answers.ask_redis(address, "LAB")
            if answer and answer.startswith(b"$"):
                return {**json.loads(answer.partition(b"\r\n")[2]), "role": "media"}
        time.sleep(0.5)


def wanted():
    """Records of all containers of this node."""
    node = cluster()
    table = rows.Rows("/usr/lib/lab/catalog")
    active = rows.selectors(node["modules"], node["engine"], node["hasTurn"])
    listens = table.listens(node["role"], node["release"], node["kind"], active)
    found = []
    for row in table.containers(node["role"], node["release"], active):
        name = row["name"]
        once = bool(row.get("isTransient"))
        ports = [":".join(map(str, port)) for port in listens.get(name, [])]
        command = ["/usr/bin/python3", "-ES", "/usr/lib/lab/" + ("init.py" if once else "node.py"), name, *([] if once else ports)]
        found.append(containers.new_record(name, image_of(name), command, once=once, shown=["/bin/" + name],
                                           labels={"com.docker.compose.project": PROJECT, "com.docker.compose.service": name}))
    return found


def up(is_detached):
    down()
    found = wanted()
    if not containers.start([record for record in found if record["once"]] + [record for record in found if not record["once"]]):
        raise docker.Failed("not every container could be started")
    print(f"{len(found)} containers started", flush=True)
    if not is_detached:                                     # stays for as long as the unit is to be active
        os.execv("/bin/sleep", ["docker-compose", "infinity"])


def ours():
    return [pair for pair in containers.all_with_states() if pair[0]["labels"].get("com.docker.compose.project") == PROJECT]


def down():
    found = [record for record, _ in ours()]
    containers.stop(found)
    for record in found:
        containers.forget(record["name"])


def show(words):
    given, names = docker.options(words, {"--format": "format"}, ("-a", "--all", "-q", "--quiet"))
    shown = [pair for pair in ours() if ("a" in given or pair[1]["status"] in ("running", "restarting")) and (not names or pair[0]["name"] in names)]
    if given.get("format") == ["json"]:
        for pair in shown:
            print(json.dumps(views.compose_line(*pair)))
    elif "q" in given:
        print("\n".join(record["id"] for record, _ in shown))
    else:
        views.print_table([views.line(*pair) for pair in shown], "table {{.Names}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}")


def main(words, version, need_daemon):
    while words and words[0] in ("-f", "--file", "--project-directory", "-p"):
        words = words[2:]
    verb, words = (words or ["version"])[0], words[1:]
    if verb == "version":
        print(version if "--short" in words else f"Docker Compose version v{version}")
        return
    need_daemon()
    if not os.path.exists(answers.ROOT + "/.lab.json"):
        raise docker.Failed("no configuration file provided: not found", 14)
    if verb == "up":
        up("-d" in words or "--detach" in words)
    elif verb == "down":
        down()
    elif verb == "ps":
        show(words)
    elif verb in ("logs", "stop", "start", "restart", "kill"):
        sys.exit(subprocess.run([sys.argv[0], verb, *words], check=False).returncode)
    elif verb == "pull":
        print("pulled")
    else:
        raise docker.Failed(f"unknown docker command: \"compose {verb}\"", 16)
