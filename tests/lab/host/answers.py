"""What the containers of a node say: HTTP with the health of the cluster behind it, and as much of Redis as a check needs."""
import json
import os
import socket
import time

ROOT = "/opt/openvidu"
FORMED = ROOT + "/data/.cluster-formed"
HOST = socket.gethostname()


def about():
    """What the installer recorded: role, release, masters, modules and so on."""
    with open(ROOT + "/.lab.json", encoding="utf-8") as file:
        return json.load(file)


def setting(name):
    """A value of the installed settings, wherever this era keeps it."""
    node = about()
    for path in (node["settings"], f"config/node/{node['role']}_node.env"):
        try:
            with open(os.path.join(ROOT, path), encoding="utf-8") as file:
                for line in file:
                    key, _, value = line.strip().partition("=")
                    if key == name:
                        return value
        except OSError:
            pass
    return ""


def ask_redis(address, *commands):
    """The last answer of a master's Redis after a login with this node's password, or nothing."""
    try:
        with socket.create_connection((address, 7000), 1) as connection:
            connection.settimeout(1)
            answer = b""
            for command in (f"AUTH {setting('REDIS_PASSWORD')}", *commands):
                connection.sendall(command.encode() + b"\r\n")
                answer = connection.recv(65536)
                if answer.startswith(b"-"):
                    return None
            return answer
    except OSError:
        return None


def answering_masters():
    return [address for address in about()["masters"] if ask_redis(address, "PING") == b"+PONG\r\n"]


class Remembered:
    """A costly answer, asked at most once a second."""

    def __init__(self, ask):
        self.ask, self.value, self.time = ask, None, 0.0

    def __call__(self):
        if time.monotonic() - self.time > 1:
            self.value, self.time = self.ask(), time.monotonic()
        return self.value


masters = Remembered(answering_masters)


def is_cluster_healthy():
    """The first time all masters must have come up; from then on a majority is enough."""
    known, here = about()["masters"], masters()
    if len(here) == len(known):
        with open(FORMED, "w", encoding="utf-8"):
            pass
    return os.path.exists(FORMED) and len(here) * 2 > len(known)


class Speaker:
    """One connection's answers."""

    def __init__(self, name, port):
        self.name, self.port = name, port
        self.may = False

    def reply(self, buffer):
        """(answer, what is left of the buffer, does the connection go on?)"""
        if self.name.startswith("redis-"):
            return self.redis(buffer)
        if buffer.startswith((b"GET ", b"HEAD ", b"POST ")):
            return self.http(buffer)
        if b"\n" in buffer or len(buffer) > 7:
            return f"{HOST}:{self.port} ".encode() + buffer, b"", True
        return b"", buffer, True

    def http(self, buffer):
        head, separator, rest = buffer.partition(b"\r\n\r\n")
        if not separator:
            return b"", buffer, True
        method, path = head.split(b" ")[0], head.split(b" ")[1].decode("latin-1")
        status, body = self.page(path.partition("?")[0])
        reply = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nX-Lab-Node: {HOST}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        print(f"{self.name}: {path} {status}", flush=True)
        return reply + (b"" if method == b"HEAD" else body.encode()), rest, b" HTTP/1.1" in head

    def page(self, path):
        """Status and text of a page."""
        if self.name == "caddy" and path == "/health/caddy":
            return ("200 OK", "OK") if is_cluster_healthy() else ("503 Service Unavailable", "Not all Master Nodes answer")
        if self.name == "openvidu":
            return ("200 OK", "OK") if masters() else ("406 Not Acceptable", "Not Ready")
        if self.name == "minio" and path == "/minio/health/cluster" and not is_cluster_healthy():
            return "503 Service Unavailable", ""
        if path.startswith("/rtc"):
            return "401 Unauthorized", "no permissions to access the room"
        return "200 OK", f"{HOST}:{self.port}\n"

    def redis(self, buffer):
        reply = b""
        while b"\r\n" in buffer:
            words, buffer, is_whole = redis_words(buffer)
            if not is_whole:
                return reply, buffer, True
            if words[:1] == ["QUIT"]:
                return reply + b"+OK\r\n", b"", False
            reply += self.redis_answer(words)
        return reply, buffer, True

    def redis_answer(self, words):
        verb = words[0].upper() if words else ""
        if verb == "AUTH":
            self.may = words[-1] == setting("REDIS_PASSWORD")
            return b"+OK\r\n" if self.may else b"-WRONGPASS invalid username-password pair or user is disabled.\r\n"
        if not self.may:
            return b"-NOAUTH Authentication required.\r\n"
        if verb == "PING":
            return b"+PONG\r\n"
        if verb == "LAB":                        # what Media Nodes of later eras fetch from the masters
            text = json.dumps(about()).encode()
            return b"$%d\r\n%s\r\n" % (len(text), text)
        return b"-ERR unknown command\r\n"


def redis_words(buffer):
    """(words of the first command, rest, is it whole?) of an array of bulk strings or a plain line."""
    line, _, rest = buffer.partition(b"\r\n")
    if not line.startswith(b"*"):
        return line.decode("latin-1").split(), rest, True
    words = []
    for _ in range(int(line[1:] or b"0")):
        size, separator, after = rest.partition(b"\r\n")
        length = int(size[1:] or b"0")
        if not separator or len(after) < length + 2:
            return [], buffer, False
        words.append(after[:length].decode("latin-1"))
        rest = after[length + 2:]
    return words, rest, True
