"""`docker pull` and `docker run`: the registry is the lab's web site, the only image that does something is the installer."""
import os
import random
import shutil
import subprocess
import sys
import time
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
    status = followed(record)
    containers.forget(name)
    sys.exit(status)


def followed(record):
    """Runs a container to its end and shows what it writes. It writes to files: it must not notice if this command is killed."""
    files = [os.path.join(containers.RECORDS, record["name"] + end) for end in (".out", ".err")]
    command = ["systemd-run", "--quiet", "--wait", "--collect", f"--unit={containers.unit(record['name'])}", f"--description=container {record['name']}",
               "-p", f"StandardOutput=append:{files[0]}", "-p", f"StandardError=append:{files[1]}", *record["command"]]
    for path in files:
        with open(path, "wb"):
            pass
    with open(files[0], "rb") as out, open(files[1], "rb") as err:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        is_over = False
        while not is_over:
            is_over = process.poll() is not None           # asked first: what is read afterwards is the last
            for source, target in ((out, sys.stdout.buffer), (err, sys.stderr.buffer)):
                shutil.copyfileobj(source, target)
                target.flush()
            time.sleep(0 if is_over else 0.05)
    for path in files:
        os.remove(path)
    return process.returncode
