#!/usr/bin/python3 -ES
"""node.py CONTAINER [PROTOCOL:ADDRESS:PORT…] - stands in for one container of a node: listens, answers, logs, ends on a signal.

A file /etc/lab-container/CONTAINER makes it misbehave: `crash` ends it at once, `drain N` makes a graceful end take N seconds."""
import selectors
import signal
import socket
import sys
import time

sys.path.insert(0, "/usr/lib/lab")
import answers  # noqa: E402
import stun  # noqa: E402

NAME = sys.argv[1]


class Listener:
    """One port: accepts, or takes datagrams."""

    def __init__(self, protocol, address, port):
        self.port = port
        kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
        self.socket = socket.socket(socket.AF_INET, kind)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, port))
        self.socket.setblocking(False)
        if protocol == "tcp":
            self.socket.listen(64)
        self.is_stream = protocol == "tcp"

    def ready(self, loop):
        if self.is_stream:
            connection, _ = self.socket.accept()
            loop.register(connection, selectors.EVENT_READ, Conversation(connection, self.port))
            return
        data, peer = self.socket.recvfrom(2048)
        answer = stun.binding_answer(data, peer) if self.port == 443 else None     # media ports answer nobody
        if answer:
            self.socket.sendto(answer, peer)


class Conversation:
    """One connection: HTTP requests, Redis commands, or an echo."""

    def __init__(self, connection, port):
        self.socket, self.port, self.buffer = connection, port, b""
        self.speaker = answers.Speaker(NAME, port)

    def ready(self, loop):
        try:
            data = self.socket.recv(65536)
            self.buffer += data
            reply, self.buffer, goes_on = self.speaker.reply(self.buffer)
            if reply:
                self.socket.sendall(reply)
        except OSError:
            data, goes_on = b"", False
        if not data or not goes_on or len(self.buffer) > 1 << 20:
            loop.unregister(self.socket)
            self.socket.close()


def behaviour():
    try:
        with open("/etc/lab-container/" + NAME, encoding="utf-8") as file:
            return file.read().split()
    except OSError:
        return []


def end_gracefully(signum, _frame):
    words = behaviour()
    print(f"{NAME}: {signal.Signals(signum).name}, ending gracefully", flush=True)
    if signum != signal.SIGTERM and words[:1] == ["drain"]:
        time.sleep(float(words[1]))
    sys.exit(0)


def main():
    if behaviour()[:1] == ["crash"]:
        sys.exit(f"{NAME}: cannot start")
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, end_gracefully)
    loop = selectors.DefaultSelector()
    for word in sys.argv[2:]:
        protocol, address, port = word.split(":")
        listener = Listener(protocol, address, int(port))
        loop.register(listener.socket, selectors.EVENT_READ, listener)
    print(f"{NAME}: started, {len(sys.argv) - 2} ports", flush=True)
    while True:
        for key, _ in loop.select(60):
            key.data.ready(loop)


main()
