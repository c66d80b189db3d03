#!/usr/bin/python3 -ES
"""installer.py OUTPUT IMAGE FLAGS… - stands in for the installer's image: judges the flags by the catalog and writes what is to be installed.

A file /etc/lab-install on the host makes it misbehave; its words are those of `lab.sh fault`."""
import os
import secrets
import signal
import string
import subprocess
import sys
import time

sys.path.insert(0, "/usr/lib/lab")
import rows  # noqa: E402
import tree  # noqa: E402

FAULTS = "/etc/lab-install"
ATTEMPTS = "/var/lib/lab-install-attempts"


def refuse(text, status=1):
    print(f"ERROR: {text}", file=sys.stderr, flush=True)
    sys.exit(status)


def parsed(words, table, role, release):
    """Flags and values; what the role does not take in this release is refused."""
    known = {row["flag"]: row for row in table.options(role, release)}
    given = {}
    for word in words:
        flag, equals, value = word.partition("=")
        row = known.get(flag)
        if not row:
            refuse(f"Unknown argument: '{flag}' for {role}-node of OpenVidu {release}", 2)
        if row["kind"] == "switch" and equals:
            refuse(f"{flag} takes no value", 2)
        if row["kind"] != "switch" and not value:
            refuse(f"{flag} needs a value", 2)
        given[flag] = value if equals else "true"
    return given


def kind_of(given, role):
    """Which deployment the flags describe; a Media Node's flags do not tell."""
    if role == "media" or "--internal-tls-termination" not in given and "--external-load-balancer" in given:
        return "ha-nlb"
    return "ha-nlb-passthrough" if "--internal-tls-termination" in given else "ha-dlb"


def check_values(given, table, role, release, kind):
    modules = [word for word in given.get("--enabled-modules", "").split(",") if word]
    active = rows.selectors(modules, given.get("--rtc-engine", "pion"), "--turn-domain-name" in given)
    if "--certificate-type" in given:
        active.add("certificate:" + given["--certificate-type"])
    for row in table.options(role, release):
        applies = not row.get("kinds") or kind in row["kinds"] or role == "media"
        if applies and row.get("isRequired") and row["flag"] not in given and rows.holds(row, active) and row["flag"] != "--no-tty":
            refuse(f"{row['flag']} is mandatory for {role}-node", 2)
        if row["flag"] in given and row.get("choices"):
            for word in given[row["flag"]].split(",") if row["kind"] == "list" else [given[row["flag"]]]:
                if word not in row["choices"]:
                    refuse(f"'{word}' is not a valid value of {row['flag']}", 2)
    if "--certificate-type" in given and kind == "ha-nlb":
        refuse("--certificate-type needs --internal-tls-termination behind an external load balancer", 2)
    return modules


def addresses():
    text = subprocess.run(["ip", "-o", "-4", "addr", "show", "scope", "global"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [line.split()[3].partition("/")[0] for line in text.splitlines()]


def own_address(given, role, masters):
    mine = addresses()
    if role == "media":
        wanted = given.get("--private-ip", mine[0])
        if wanted not in mine:
            refuse(f"--private-ip {wanted} is no address of this machine")
        return wanted
    found = [address for address in masters if address in mine]
    if not found:
        refuse("No private IP of this machine is part of --master-node-private-ip-list")
    return found[0]


def misbehave(table):
    """Does what /etc/lab-install asks for; returns the faults that come into play later."""
    later = {}
    try:
        with open(FAULTS, encoding="utf-8") as file:
            lines = [line.split(None, 1) for line in file.read().splitlines() if line.strip()]
    except OSError:
        return later
    for verb, *rest in lines:
        argument = rest[0] if rest else ""
        if verb == "slow":
            for second in range(int(argument)):
                print(f"Preparing images … {second + 1} s", flush=True)
                time.sleep(1)
        elif verb == "spam":
            spam(argument)
        elif verb == "hang":
            print("Preparing images …", flush=True)
            signal.pause()
        elif verb == "transient":
            fail_for_a_while(int(argument), table)
        elif verb == "fail":
            refuse(argument)
        else:
            later[verb] = argument or "true"
    return later


def spam(size):
    """That many bytes of progress lines: 50M, 200K."""
    left = int(size.rstrip("KMG")) * {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}.get(size[-1], 1)
    line = "Pulling layer " + "0123456789abcdef" * 7 + "\n"
    while left > 0:
        sys.stdout.write(line)
        left -= len(line)
    sys.stdout.flush()


def fail_for_a_while(times, table):
    """Fails like a package manager whose lock is taken, the first times that it is asked."""
    try:
        with open(ATTEMPTS, encoding="utf-8") as file:
            done = int(file.read())
    except (OSError, ValueError):
        done = 0
    if done < times:
        with open(ATTEMPTS, "w", encoding="utf-8") as file:
            file.write(str(done + 1))
        refuse(table.table("installation")[0]["transientErrors"][0], 100)


def random_value():
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(44))


def main():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)              # the first process of a container ignores it
    output, image, *words = sys.argv[1:]
    release = image.rpartition(":")[2]
    table = rows.Rows("/usr/lib/lab/catalog")
    if not table.release(release):
        refuse(f"no release {release}")
    role = next((word[len("--node-role="):-len("-node")] for word in words if word in ("--node-role=master-node", "--node-role=media-node")), "")
    if not role:
        refuse("--node-role must be master-node or media-node", 2)
    given = parsed(words, table, role, release)
    if given.get("--deployment-type", "ha") != "ha":
        refuse("--deployment-type must be ha", 2)
    kind = kind_of(given, role)
    modules = check_values(given, table, role, release, kind)
    masters = given["--master-node-private-ip-list"].split(",")
    if len(masters) != 4 or len(set(masters)) != 4:
        refuse("--master-node-private-ip-list must name four different addresses", 2)
    address = own_address(given, role, masters)
    later = misbehave(table)
    for row in table.options(role, release):                   # what a master generates by itself
        if row.get("isSecret") and role == "master" and row["value"] == "secret" and row["kind"] == "text":
            given.setdefault(row["flag"], random_value())
    is_central = table.layout(release) != ".env"
    about = {"role": role, "release": release, "kind": kind, "masters": masters, "address": address, "settings": table.layout(release),
             "modules": modules if role == "master" or not is_central else None, "hasTurn": "--turn-domain-name" in given,
             "engine": given.get("--rtc-engine") or table.release(release)["defaultEngine"]}
    containers = table.containers(role, release, rows.selectors(modules, about["engine"], about["hasTurn"]))
    for row in containers:
        print(f"Pulling image of {row['name']}", flush=True)
    tree.write(output, about, given, [row["name"] for row in containers], table.command_line(role, release)["banner"], later)


main()
