#!/usr/bin/python3
"""The project's own catalog, as the stand-ins need it: which ports, containers and flags a role has in a release.

Run as `rows.py outside FOLDER`, it prints the names of the internet that hosts must be able to reach."""
import json
import os
import re
import sys

HA_KINDS = ("ha-nlb", "ha-nlb-passthrough", "ha-dlb")
# A real node listens for these whether or not somebody uses them.
ALWAYS = {"feature:rtmp", "feature:whip", "feature:iceTcp"}


class Rows:
    """All tables of a folder; each row is the dictionary that stands in the file."""

    def __init__(self, folder):
        self.folder = folder
        self.releases = self.table("releases")
        self.order = [row["id"] for row in self.releases]

    def table(self, name):
        with open(os.path.join(self.folder, name + ".json"), encoding="utf-8") as file:
            return json.load(file)["rows"]

    def release(self, name):
        return next((row for row in self.releases if row["id"] == name), None)

    def newest(self):
        return self.order[-1]

    def layout(self, name):
        """Where an era keeps its settings, relative to the installation."""
        era = self.release(name)["era"]
        return next(row["configRoot"] for row in self.table("eras") if row["id"] == era)

    def in_range(self, row, name):
        limits = row.get("releases") or {}
        position = self.order.index(name)
        eras = limits.get("eras")
        return ((not eras or self.release(name)["era"] in eras)
                and (not limits.get("from") or position >= self.order.index(limits["from"]))
                and (not limits.get("to") or position <= self.order.index(limits["to"])))

    def containers(self, role, name, active):
        """Rows of the containers expected on a role."""
        return [row for row in self.table("services")
                if row["kind"] == "container" and role in row["roles"] and self.in_range(row, name) and holds(row, active)]

    def options(self, role, name):
        """Rows of the flags that a role's installer of an HA release takes; one flag may have several."""
        return [{**row, "kind": row["kind"].lower()} for row in self.table("install_options")
                if role in row["roles"] and self.in_range(row, name) and (not row.get("kinds") or set(row["kinds"]) & set(HA_KINDS))]

    def command_line(self, role, name):
        return next(row for row in self.table("command_lines")
                    if row["role"] == role and "ha-nlb" in row["kinds"] and self.in_range(row, name))

    def listens(self, role, name, kind, active):
        """What a node listens on: {container: [(protocol, address, port)]}; of long ranges the first eleven ports."""
        names = [row["name"] for row in self.containers(role, name, active) if not row.get("isTransient")]
        found = {}
        for row in self.table("ports"):
            if row["targetRole"] != role or kind not in row["kinds"] or "manager" in row["sourceRoles"]:
                continue
            if self.in_range(row, name) and holds(row, active):
                last = min(row["portTo"], row["portFrom"] + 10)
                for port in range(row["portFrom"], last + 1):
                    found[(row["protocol"], port)] = ("0.0.0.0", owner(row["service"], port, names))
        services = {row["id"]: row["name"] for row in self.table("services")}
        for row in self.table("health"):
            if role in row["roles"] and self.in_range(row, name) and holds(row, active):
                found.setdefault(("tcp", row["port"]), ("0.0.0.0", services[row["service"]]))
        for row in self.table("local_ports"):
            if row["role"] == role:
                found.setdefault((row["protocol"], row["port"]), ("127.0.0.1", owner(row["what"].lower(), row["port"], names)))
        result = {}
        for (protocol, port), (address, container) in sorted(found.items()):
            result.setdefault(container, []).append((protocol, address, port))
        return result


def holds(row, active):
    """Does the row's condition hold for a set of selectors?"""
    when = row.get("when") or {}
    if set(when.get("unless", ())) & active:
        return False
    if "any" in when:
        return bool(set(when["any"]) & active)
    return set(when.get("all", ())) <= active


def owner(service, port, names):
    """The container that a port belongs to, from the words of its row: "mimir (7946), loki (7947)", "caddy (layer 4) -> ingress"."""
    exact = re.search(r"([\w-]+) \(%d\)" % port, service)
    if exact and exact[1] in names:
        return exact[1]
    hits = [(service.index(name), -len(name), name) for name in names if name in service]
    return min(hits)[2] if hits else "caddy"


def selectors(modules, engine, has_turn):
    return ALWAYS | {"module:" + module for module in modules if module} | {"engine:" + engine} | ({"feature:turnTls"} if has_turn else set())


def outside(rows):
    """Names of the internet that the web site stand-in plays."""
    hosts = {row["host"] for row in rows.table("outbound") if re.fullmatch(r"[\w.-]+\.\w+", row["host"])}
    return sorted(hosts | {"get.openvidu.io"})


if __name__ == "__main__":
    print("\n".join(outside(Rows(sys.argv[2]))))
