#!/usr/bin/python3
"""site.py ADDRESS CATALOG STATE - plays the internet for the hosts: http://get.openvidu.io with its installers, the image registry,
and open ports for every other name that nodes must reach. A file STATE/fault, one line, makes it misbehave (see lab.sh)."""
import http.server
import os
import socket
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "host"))
sys.dont_write_bytecode = True
import rows  # noqa: E402
import stun  # noqa: E402

ADDRESS, CATALOG, STATE = sys.argv[1:]
TABLE = rows.Rows(CATALOG)


def fault():
    try:
        with open(os.path.join(STATE, "fault"), encoding="utf-8") as file:
            return file.read().split()
    except OSError:
        return []


def installers():
    """{path: (role, release)} of every release, and of `latest`."""
    found = {}
    for release in TABLE.order:
        for role in ("master", "media"):
            path = "/" + TABLE.command_line(role, release)["path"]
            found[path.replace("%1", release)] = (role, release)
            if release == TABLE.newest():
                found[path.replace("%1", "latest")] = (role, release)
    return found


PATHS = installers()


def script(role, release):
    with open(os.path.join(HERE, "install_node.sh"), encoding="utf-8") as file:
        text = file.read()
    row = TABLE.release(release)
    for name, value in (("ROLE", role + "-node"), ("RELEASE", release), ("DOCKER", row.get("dockerMinimum", "")),
                        ("COMPOSE", row.get("composeMinimum", ""))):
        text = text.replace(f"@{name}@", value)
    return text


class Request(http.server.BaseHTTPRequestHandler):
    """One download."""

    def do_GET(self):
        words = fault()
        kind = words[0] if words else ""
        if kind == "off":
            self.close_connection = True
            return
        if kind == "slow":
            time.sleep(float(words[1]))
        if self.path.startswith("/lab/"):
            self.send_error(503) if kind == "registry" else self.send("here\n")
        elif self.path not in PATHS or kind == "404":
            self.send_error(404)
        else:
            text = script(*PATHS[self.path])
            if kind == "differ" and self.client_address[0] == words[1]:
                text += "# another version\n"
            self.send(text, is_whole=kind != "truncated")

    def send(self, text, is_whole=True):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if is_whole else body[:len(body) // 2])
        self.close_connection = not is_whole


def accept_and_close(port):
    """A port that is open, and no more."""
    with socket.create_server((ADDRESS, port), backlog=64) as server:
        while True:
            server.accept()[0].close()


def answer_stun(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((ADDRESS, port))
        while True:
            data, peer = server.recvfrom(2048)
            answer = stun.binding_answer(data, peer)
            if answer:
                server.sendto(answer, peer)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256


def main():
    ports = {(row["protocol"], row["port"]) for row in TABLE.table("outbound") if row.get("port")} - {("tcp", 80)}
    for protocol, port in ports:
        threading.Thread(target=accept_and_close if protocol == "tcp" else answer_stun, args=(port,), daemon=True).start()
    Server((ADDRESS, 80), Request).serve_forever()


main()
