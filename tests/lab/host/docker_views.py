"""How Docker shows containers: lines of `ps`, objects of `inspect`, filters and times."""
import datetime
import re
import time

import containers
import go_template

TABLE = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"
HEADINGS = {"ID": "CONTAINER ID", "RunningFor": "CREATED"}


def ago(seconds):
    """Docker's rounding: 5 seconds, About a minute, 2 hours."""
    seconds = int(max(0, seconds))
    if seconds < 1:
        return "Less than a second"
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    if seconds < 3600:
        return "About a minute" if seconds < 120 else f"{seconds // 60} minutes"
    hours = seconds // 3600
    return "About an hour" if hours == 1 else f"{hours} hours" if hours < 48 else f"{hours // 24} days"


def status_text(state):
    now = time.time()
    if state["status"] == "running":
        return "Up " + ago(now - state["started"])
    if state["status"] == "created":
        return "Created"
    word = {"exited": "Exited", "restarting": "Restarting"}[state["status"]]
    return f"{word} ({state['code']}) {ago(now - state['finished'])} ago"


def line(record, state, is_long=False):
    """The fields of `docker ps`."""
    labels = record["labels"]
    return {"Command": '"' + " ".join(record["shown"])[:19] + '"', "CreatedAt": time.strftime("%Y-%m-%d %H:%M:%S +0000 UTC", time.gmtime(record["created"])),
            "ID": record["id"] if is_long else record["id"][:12], "Image": record["image"], "Labels": ",".join(f"{key}={labels[key]}" for key in labels),
            "LocalVolumes": "0", "Mounts": "", "Names": record["name"], "Networks": "host", "Ports": "",
            "RunningFor": ago(time.time() - record["created"]) + " ago", "Size": "0B", "State": state["status"], "Status": status_text(state),
            "LabelMap": labels}


def compose_line(record, state):
    """The fields of `docker compose ps --format json`."""
    fields = line(record, state, True)
    del fields["LabelMap"], fields["Mounts"], fields["Networks"]
    return {**fields, "ExitCode": state["code"] if state["status"] == "exited" else 0, "Health": "", "Name": record["name"],
            "Project": record["labels"].get("com.docker.compose.project", ""), "Publishers": [],
            "Service": record["labels"].get("com.docker.compose.service", "")}


def inspection(record, state):
    """The object of `docker inspect`, as far as anybody asks."""
    is_running = state["status"] == "running"
    moment = {key: containers.stamp(state[key]) if state[key] else containers.ZERO_TIME for key in ("started", "finished")}
    return {"Id": record["id"], "Created": containers.stamp(record["created"]), "Path": record["shown"][0], "Args": record["shown"][1:],
            "State": {"Status": state["status"], "Running": is_running or state["status"] == "restarting", "Paused": False,
                      "Restarting": state["status"] == "restarting", "OOMKilled": False, "Dead": False, "Pid": state["pid"] if is_running else 0,
                      "ExitCode": state["code"], "Error": "", "StartedAt": moment["started"], "FinishedAt": moment["finished"]},
            "Image": "sha256:" + record["id"], "Name": "/" + record["name"], "RestartCount": state["restarts"], "Driver": "overlay2",
            "HostConfig": {"NetworkMode": "host", "RestartPolicy": {"Name": "no" if record.get("isRemoved") else "unless-stopped", "MaximumRetryCount": 0}},
            "Config": {"Hostname": record["name"], "Image": record["image"], "Labels": record["labels"]}}


def matches(pair, rule):
    """One --filter."""
    record, state = pair
    key, _, value = rule.partition("=")
    if key == "name":
        return re.search(value, "/" + record["name"]) is not None
    if key == "status":
        return state["status"] == value
    if key == "ancestor":
        return value in (record["image"], record["image"].rpartition(":")[0])
    if key == "label":
        name, equals, wanted = value.partition("=")
        return name in record["labels"] and (not equals or record["labels"][name] == wanted)
    if key == "id":
        return record["id"].startswith(value)
    return False


def print_table(lines, template):
    if template == "json":
        template = "{{json .}}"
    is_table = template.startswith("table ")
    template = template[6 if is_table else 0:].replace("\\t", "\t").replace("\\n", "\n")
    texts = [go_template.filled(template, fields) for fields in lines]
    if not is_table:
        print("".join(text + "\n" for text in texts), end="")
        return
    heading = re.sub(r"\{\{\s*\.(\w+)\s*\}\}", lambda match: HEADINGS.get(match[1], match[1].upper()), template)
    cells = [text.split("\t") for text in [heading, *texts]]
    widths = [max(len(row[column]) if column < len(row) else 0 for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        print("   ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def moment(text):
    """A --since: seconds since 1970, a duration back from now (10m), or a time."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"(\d+[hms])+", text):
        return time.time() - sum(int(number) * {"h": 3600, "m": 60, "s": 1}[unit] for number, unit in re.findall(r"(\d+)([hms])", text))
    text = re.sub(r"(\.\d{6})\d*", r"\1", text).replace("Z", "+00:00")
    found = datetime.datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=datetime.timezone.utc)).timestamp()
