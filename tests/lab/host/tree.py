"""The files of an installation as the installer leaves them, in the layout of each era (contents only as far as tools read or edit them)."""
import json
import os

KEYS = {"--openvidu-pro-license": "OPENVIDU_PRO_LICENSE", "--turn-domain-name": "LIVEKIT_TURN_DOMAIN_NAME", "--livekit-api-key": "LIVEKIT_API_KEY",
        "--livekit-api-secret": "LIVEKIT_API_SECRET", "--dashboard-admin-user": "DASHBOARD_ADMIN_USERNAME",
        "--dashboard-admin-password": "DASHBOARD_ADMIN_PASSWORD", "--minio-access-key": "MINIO_ACCESS_KEY", "--minio-secret-key": "MINIO_SECRET_KEY",
        "--mongo-admin-user": "MONGO_ADMIN_USERNAME", "--mongo-admin-password": "MONGO_ADMIN_PASSWORD",
        "--mongo-replica-set-key": "MONGO_REPLICA_SET_KEY", "--grafana-admin-user": "GRAFANA_ADMIN_USERNAME",
        "--grafana-admin-password": "GRAFANA_ADMIN_PASSWORD"}
CALL_KEYS = {"--default-app-user": "CALL_USER", "--default-app-password": "CALL_SECRET", "--default-app-admin-user": "CALL_ADMIN_USER",
             "--default-app-admin-password": "CALL_ADMIN_SECRET"}
MEET_KEYS = {"--meet-initial-admin-password": "MEET_INITIAL_ADMIN_PASSWORD", "--meet-initial-api-key": "MEET_INITIAL_API_KEY"}
FRAME = "> " + "- " * 38 + "<"

UNIT = """[Unit]
Description=OpenVidu
After=docker.service network.target
Wants=docker.service

[Service]
WorkingDirectory=/opt/openvidu
ExecStart=/usr/bin/docker compose up
ExecStopPost=/usr/bin/docker compose down
TimeoutStopSec=120
Restart=on-failure

[Install]
WantedBy=multi-user.target
"""

# The second half, which runs on the host itself once the container has ended.
INSTALL = """set -eu
cd "$(dirname "$0")"
mkdir -p /opt/openvidu /var/log/openvidu
cp -R tree/. /opt/openvidu/
chmod 700 /opt/openvidu/config /opt/openvidu/data
cp openvidu.service /etc/systemd/system/openvidu.service
echo 'net.core.rmem_max=5000000' >/etc/sysctl.d/50-openvidu.conf
systemctl daemon-reload
systemctl enable openvidu.service
"""


def lines(pairs):
    return "".join(f"{key}={value}\n" for key, value in pairs)


def picked(given, keys):
    return [(key, given[flag]) for flag, key in keys.items() if flag in given]


def settings_of_node(about, given):
    pairs = [(f"MASTER_NODE_{number}_PRIVATE_IP", address) for number, address in enumerate(about["masters"], 1)]
    if about["role"] == "master":
        pairs.append(("MASTER_NODE_NUMBER", about["masters"].index(about["address"]) + 1))
    else:
        pairs += [("MEDIA_NODE_PRIVATE_IP", about["address"])] + ([("MEDIA_NODE_PUBLIC_IP", given["--public-ip"])] if "--public-ip" in given else [])
    return pairs + [("REDIS_PASSWORD", given["--redis-password"])]


def early_files(about, given):
    """Era A: every node for itself; values stand in the files as they are."""
    role = about["role"]
    domain = given["--domain-name-or-ip"]
    env = [("DOMAIN_OR_PUBLIC_IP", domain), ("COMPOSE_PROFILES", given.get("--enabled-modules", ""))]
    env += settings_of_node(about, given) + picked(given, {**KEYS, **CALL_KEYS})
    files = {".env": "# OpenVidu parameters\n" + lines(env), "config/promtail.yaml": f"clients:\n  - external_labels:\n      cluster_id: {domain}\n"}
    if role == "master":
        files |= {"config/caddy.yaml": f"apps:\n  http:\n    domain: {domain}\n", "config/loki.yaml": "auth_enabled: false\n",
                  "config/mimir.yaml": "multitenancy_enabled: false\n", "config/grafana_config/grafana.ini": "[server]\nroot_url = /grafana/\n"}
        return files
    redis = "redis:\n  password: " + given["--redis-password"] + "\n"
    access = f"api_key: {given['--livekit-api-key']}\napi_secret: {given['--livekit-api-secret']}\n"
    files |= {"config/caddy.yaml": "apps: {}\n", "config/prometheus.yaml": "global:\n  scrape_interval: 15s\n", "config/ingress.yaml": access + redis,
              "config/egress.yaml": access + redis + f"s3:\n  access_key: {given['--minio-access-key']}\n  secret: {given['--minio-secret-key']}\n",
              "config/livekit.yaml": redis + f"cluster_id: {domain}\nkeys:\n  {given['--livekit-api-key']}: {given['--livekit-api-secret']}\n"
              f"ingress:\n  rtmp_base_url: rtmps://{domain}:1935/rtmp\n  whip_base_url: https://{domain}/whip\nrtc:\n  port_range_start: 50000\n"
              "  port_range_end: 60000\nwebhook:\n  urls:\n    - http://localhost:6080/api/webhook\n"}
    return files


def central_files(about, given, names):
    """Later eras: one set of files on the masters, one small file about the node itself everywhere."""
    role = about["role"]
    files = {f"config/node/{role}_node.env": "# Values of this node only\n" + lines(settings_of_node(about, given))}
    if role == "media":
        return files
    env = [("DOMAIN_NAME", given["--domain-name"]), ("ENABLED_MODULES", given["--enabled-modules"]), ("OPENVIDU_RTC_ENGINE", about["engine"])]
    shipper = {"config.alloy": "// shipper of logs\n"} if "alloy" in names else {"promtail.yaml": "clients: []\n"}
    master = {"caddy.yaml": "apps: {}\n", "dashboard.env": "DATABASE_URL=local\n", "loki.yaml": "auth_enabled: false\n",
              "mimir.yaml": "multitenancy_enabled: false\n", "minio.env": "MINIO_ROOT_USER=${openvidu.MINIO_ACCESS_KEY:?mandatory}\n",
              "mongo.env": "MONGO_USER=${openvidu.MONGO_ADMIN_USERNAME:?mandatory}\n", "operator.env": "PLATFORM=linux\n",
              "redis.env": "REDIS_PASSWORD=${master_node.REDIS_PASSWORD:?mandatory}\n", "v2compatibility.env": "V2COMPAT_SECRET=\n",
              "grafana/grafana.ini": "[server]\nroot_url = /grafana/\n", **shipper}
    if "openvidu-meet" in names or "openviduMeet" in about["modules"]:
        master["meet.env"] = lines(picked(given, MEET_KEYS))
    elif "app" in about["modules"]:
        master["app.env"] = lines(picked(given, CALL_KEYS))
    media = {"caddy.yaml": "apps: {}\n", "egress.yaml": "api_key: ${openvidu.LIVEKIT_API_KEY}\n", "ingress.yaml": "api_key: ${openvidu.LIVEKIT_API_KEY}\n",
             "livekit.yaml": "# LiveKit\nkeys:\n  ${openvidu.LIVEKIT_API_KEY}: ${openvidu.LIVEKIT_API_SECRET}\nrtc:\n  port_range_start: 50000\n"
             "  port_range_end: 60000\nlogging:\n  level: info\n", "prometheus.yaml": "global:\n  scrape_interval: 15s\n", **shipper}
    files["config/cluster/openvidu.env"] = "# Global values, the same on every Master Node\n" + lines(env + picked(given, KEYS))
    files |= {f"config/cluster/master_node/{name}": text for name, text in master.items()}
    files |= {f"config/cluster/media_node/{name}": text for name, text in media.items()}
    return files


def composition(names):
    services = "".join(f"  {name}:\n    image: docker.io/openvidu/{name}:lab\n    container_name: {name}\n    restart: unless-stopped\n"
                       f"    network_mode: host\n" for name in names)
    return "services:\n" + services


def all_files(about, given, names):
    is_early = about["settings"] == ".env"
    files = early_files(about, given) if is_early else central_files(about, given, names)
    files["docker-compose.yml" if is_early else "docker-compose.yaml"] = composition(names)
    files["deployment-info.yaml"] = f"version: {about['release']}\nenvironment: {given.get('--environment', 'on_premise')}\n"
    files[".lab.json"] = json.dumps(about)
    return files


def banner(text):
    symbols = "\N{PARTY POPPER}" * (2 if "Master" in text else 1)
    line = f">  {symbols} {text} {symbols}"
    return "\n".join([FRAME, ">" + " " * 76 + "<", line + " " * max(1, 77 - len(line) - 2 * len(symbols)) + "<", ">" + " " * 76 + "<", FRAME]) + "\n"


def write(output, about, given, names, success, later):
    """Everything that the second half needs, below `output`."""
    for path, text in all_files(about, given, names).items():
        place = os.path.join(output, "tree", path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(place, 0o600 if path.endswith(".env") else 0o644)
    for folder in ("config", "data"):
        os.makedirs(os.path.join(output, "tree", folder), exist_ok=True)
    if "--owncert-private-key" in given:
        os.makedirs(os.path.join(output, "tree", "owncert"))
    script = INSTALL + (f"echo 'ERROR: {later['failafter']}' >&2; exit 1\n" if "failafter" in later else "")
    if about["role"] == "master" and about["settings"] != ".env":
        script += ": >/var/log/openvidu/nodes_errors.log\n"
    pieces = {"openvidu.service": UNIT, "install.sh": script, "finish-message.txt": "" if "nobanner" in later else banner(success)}
    if about["role"] == "media":
        pieces["private-ip.txt"] = about["address"] + "\n"
    for name, text in pieces.items():
        with open(os.path.join(output, name), "w", encoding="utf-8") as file:
            file.write(text)
