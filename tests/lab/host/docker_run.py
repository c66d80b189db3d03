"""`docker pull` and `docker run`: the registry is the lab's web site, the only image that does something is the installer."""
import os
import random
import subprocess
import sys
import urllib.request

import containers
import docker

SITE = "http://get.openvidu.io"
IMAGES = "/var/lib/docker/images"


def path_of(image):
    return os.path.join(IMAGES, image.replace("/", "_"))


def pull(image):
    """Asks the web site for a token, so that its faults are the registry's."""
    name, _, tag = image.rpartition(":")
    print(f"{tag}: Pulling from {name}", flush=True)
    try:
        with urllib.request.urlopen(f"{SITE}/lab/image/{image}", timeout=60) as answer:
            token = answer.read()
    except OSError as error:
        raise docker.Failed(f'Error response from daemon: Get "https://registry-1.docker.io/v2/": {error}') from error
    os.makedirs(IMAGES, exist_ok=True)
    with open(path_of(image), "wb") as file:
        file.write(token)
    print(f"Status: Downloaded newer image for {image}", flush=True)


def run(given, words):
    """Runs the installer as a container of its own: it outlives this command, as a container outlives its client."""
    image, *arguments = words
    flags = {letter for flag in given if not flag.startswith("--") for letter in flag[1:]}
    if "t" in flags and not sys.stdin.isatty():
        raise docker.Failed("the input device is not a TTY")
    if "/openvidu-installer:" not in image:
        raise docker.Failed(f"Unable to find image '{image}' locally", 125)
    if not os.path.exists(path_of(image)) or given.get("--pull") == ["always"]:
        pull(image)
    mounts = dict(reversed(word.split(":")[:2]) for word in given.get("-v", []) + given.get("--volume", []))
    name = given.get("--name", [random.choice(("brave", "eager", "quiet", "vivid")) + "_lab%d" % random.randrange(1000)])[0]
    command = ["/usr/bin/python3", "-ES", "/usr/lib/lab/installer.py", mounts.get("/output", "/tmp"), image, *arguments]
    record = containers.new_record(name, image, command, shown=["/installer", *arguments], isRemoved=True)
    containers.save(record)
    try:
        # The unit gets our own streams, so its output goes on even if this command is killed.
        status = subprocess.run(["systemd-run", "--quiet", "--pipe", "--wait", "--collect", f"--unit={containers.unit(name)}",
                                 f"--description=container {name}", *command], check=False).returncode
    finally:
        containers.forget(name)
    sys.exit(status)
