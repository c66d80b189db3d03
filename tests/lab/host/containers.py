"""Containers as the Docker stand-in keeps them: a record in a file, and a transient systemd unit that does the running."""
import datetime
import hashlib
import json
import os
import subprocess
import time

RECORDS = "/var/lib/docker/containers"
SHOWN = ("Id", "LoadState", "ActiveState", "SubState", "NRestarts", "ExecMainStatus", "ExecMainCode", "ExecMainStartTimestampMonotonic",
         "ExecMainExitTimestampMonotonic", "MainPID")
ZERO_TIME = "0001-01-01T00:00:00Z"


def unit(name):
    return f"docker-{name}.service"


def stamp(seconds):
    """A time as Docker writes it."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"


def save(record):
    os.makedirs(RECORDS, exist_ok=True)
    path = os.path.join(RECORDS, record["name"] + ".json")
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(record, file)
    os.replace(path + ".new", path)


def forget(name):
    for end in (".json", ".out", ".err"):
        try:
            os.remove(os.path.join(RECORDS, name + end))
        except OSError:
            pass


def records():
    """All records, newest first."""
    found = []
    try:
        names = os.listdir(RECORDS)
    except OSError:
        names = []
    for name in names:
        if name.endswith(".json"):
            try:
                with open(os.path.join(RECORDS, name), encoding="utf-8") as file:
                    found.append(json.load(file))
            except (OSError, ValueError):
                pass
    return sorted(found, key=lambda record: (-record["created"], record["name"]))


def new_record(name, image, command, **more):
    created = time.time()
    identity = hashlib.sha256(f"{name} {created}".encode()).hexdigest()
    return {"name": name, "image": image, "command": command, "created": created, "id": identity, "labels": {}, **more}


def start_command(record):
    """A unit that restarts what crashed, as Docker does, and stays to be asked about after its end."""
    once = record.get("once")
    return ["systemd-run", "--quiet", f"--unit={unit(record['name'])}", f"--description=container {record['name']}",
            "--remain-after-exit", "-p", "Restart=on-failure", "-p", "RestartSec=500ms", "-p", "StartLimitIntervalSec=0",
            "-p", "TimeoutStopSec=10", "-p", f"Type={'exec' if not once else 'simple'}", *record["command"]]


def start(wanted):
    """Starts the containers of records, all at once."""
    for record in wanted:
        record.pop("ended", None)
        save(record)
    subprocess.run(["systemctl", "stop", *[unit(record["name"]) for record in wanted]], stderr=subprocess.DEVNULL, check=False)
    subprocess.run(["systemctl", "reset-failed", *[unit(record["name"]) for record in wanted]], stderr=subprocess.DEVNULL, check=False)
    running = [subprocess.Popen(start_command(record)) for record in wanted]
    return all([process.wait() == 0 for process in running])


def stop(wanted, sign=None):
    """Ends containers; what Docker would still know of them afterwards is kept in their records."""
    units = [unit(record["name"]) for record in wanted]
    if not units:
        return
    if sign:
        subprocess.run(["systemctl", "kill", "-s", sign, *units], stderr=subprocess.DEVNULL, check=False)
    subprocess.run(["systemctl", "stop", *units], stderr=subprocess.DEVNULL, check=False)
    subprocess.run(["systemctl", "reset-failed", *units], stderr=subprocess.DEVNULL, check=False)
    for record in wanted:
        record["ended"] = {"code": 137 if sign == "SIGKILL" else 0, "at": time.time()}
        save(record)


def unit_states(names):
    """What systemd says of each name: {name: {property: value}}."""
    if not names:
        return {}
    answer = subprocess.run(["systemctl", "show", "-p", ",".join(SHOWN), *[unit(name) for name in names]],
                            stdout=subprocess.PIPE, text=True, check=False).stdout
    found = {}
    for block in answer.split("\n\n"):
        values = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
        found[values.get("Id", "")[len("docker-"):-len(".service")]] = values
    return found


def wall_clock(microseconds):
    """A time of the boot clock as seconds since 1970; 0 stays 0."""
    number = int(microseconds or 0)
    return number and time.time() - time.clock_gettime(time.CLOCK_MONOTONIC) + number / 1e6


def state(record, values):
    """Docker's words for what systemd knows: status, exit code, start and end, restarts, pid."""
    words = (values.get("ActiveState"), values.get("SubState"))
    status = {("active", "running"): "running", ("deactivating", "stop-sigterm"): "running", ("activating", "auto-restart"): "restarting",
              ("activating", "start"): "created"}.get(words, "exited")
    ended = record.get("ended", {})
    if values.get("LoadState") == "not-found" or (words[0] == "inactive" and ended):
        return {"status": "exited" if ended else "created", "code": ended.get("code", 0), "started": record["created"],
                "finished": ended.get("at", 0), "restarts": 0, "pid": 0}
    code = int(values.get("ExecMainStatus") or 0)
    if values.get("ExecMainCode") in ("2", "3"):          # killed or dumped: the number is the signal's
        code += 128
    return {"status": status, "code": 0 if status == "running" else code, "started": wall_clock(values.get("ExecMainStartTimestampMonotonic")),
            "finished": 0 if status == "running" else wall_clock(values.get("ExecMainExitTimestampMonotonic")),
            "restarts": int(values.get("NRestarts") or 0), "pid": int(values.get("MainPID") or 0)}


def all_with_states():
    """Pairs of record and state. What was to vanish at its end, and has ended, is forgotten."""
    known = records()
    states = unit_states([record["name"] for record in known])
    found = []
    for record in known:
        values = states.get(record["name"], {"LoadState": "not-found"})
        if record.get("isRemoved") and values["LoadState"] == "not-found" and time.time() - record["created"] > 5:
            forget(record["name"])
        else:
            found.append((record, state(record, values)))
    return found
