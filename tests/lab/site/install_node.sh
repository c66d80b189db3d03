#!/bin/sh
# Stand-in for OpenVidu's installation script: checks the machine, runs the installer's image, then what that has written.
set -eu
ROLE=@ROLE@
RELEASE=${OPENVIDU_VERSION:-@RELEASE@}
DOCKER=${DOCKER_VERSION:-@DOCKER@}
COMPOSE=${DOCKER_COMPOSE_VERSION:-@COMPOSE@}
IMAGE=${INSTALLER_IMAGE:-docker.io/openvidu/openvidu-installer:$RELEASE}
SITE=http://get.openvidu.io

# is_older A B: is version A lower than B?
is_older() { [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

if [ "$(id -u)" -ne 0 ]; then
  echo "Please run as root"
  exit 1
fi

if ! command -v docker >/dev/null 2>&1; then
  if ! curl -fsS -o /dev/null "$SITE/lab/docker/$DOCKER"; then
    echo "Can't install Docker automatically. Install it manually and run this script again"
    exit 1
  fi
  install -m 755 /usr/lib/lab/docker.py /usr/bin/docker
  echo "${DOCKER:-0} ${COMPOSE:-0}" >/etc/lab-docker
fi
have=$(docker --version | sed 's/.*version \([0-9.]*\).*/\1/')
if [ -n "$DOCKER" ] && is_older "$have" "$DOCKER"; then
  echo "Docker version $have is older than required version $DOCKER."
  echo "Please update Docker to version $DOCKER or later."
  exit 1
fi
compose=$(docker compose version --short)
if [ -n "$COMPOSE" ] && is_older "$compose" "$COMPOSE"; then
  if ! curl -fsS -m 20 -o /dev/null "$SITE/lab/compose/$COMPOSE"; then
    echo "Error downloading docker-compose. Could not download it in 20 seconds"
    exit 1
  fi
  echo "$have $COMPOSE" >/etc/lab-docker
fi
systemctl is-active --quiet docker || systemctl enable --now docker 2>/dev/null
tries=0
until docker info >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ $tries -ge 60 ]; then
    echo "ERROR: Docker did not start within the allocated time."
    break
  fi
  sleep 1
done

TTY=-it
for word in "$@"; do [ "$word" != --no-tty ] || TTY=-i; done
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
docker pull "$IMAGE"
# The real script splices its arguments unquoted too.
# shellcheck disable=SC2048,SC2086
if [ $TTY = -it ]; then
  docker run --network=host -v "$TMP:/output" -it --rm "$IMAGE" --deployment-type=ha --node-role="$ROLE" --install $* >/dev/tty
else
  docker run --network=host -v "$TMP:/output" -i --rm "$IMAGE" --deployment-type=ha --node-role="$ROLE" --install $*
fi
sh "$TMP/install.sh"
cat "$TMP/finish-message.txt"
if [ -f "$TMP/private-ip.txt" ]; then
  echo
  echo "ATTENTION!!!"
  echo "The private IP of this Media Node is: $(cat "$TMP/private-ip.txt")"
  echo "If it is wrong, reinstall with --private-ip=<PRIVATE_IP>"
fi
