# host.sh - what a host is made of before it is switched on. Sourced by lab.sh.
# shellcheck shell=bash disable=SC2154

home() { echo "$STATE/hosts/$1"; }
host_names() { [ ! -d "$STATE/hosts" ] || find "$STATE/hosts" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V; }
address() { cat "$(home "$1")/address" 2>/dev/null || die "no host $1"; }
# A host's name, "ops", or an address as it is.
address_of() {
  if [ "$1" = ops ]; then echo "$NET.250"; elif [ -d "$(home "$1")" ]; then address "$1"; else echo "$1"; fi
}

# make_host NAME=ADDRESS[,ADDRESS…][:lb]
make_host() {
  local name addresses home
  [[ $1 =~ ^([a-z][a-z0-9-]{0,30})=([0-9.,]+)(:lb)?$ ]] || die "'$1' is not NAME=ADDRESS[,ADDRESS…][:lb]"
  name=${BASH_REMATCH[1]} home=$(home "${BASH_REMATCH[1]}")
  IFS=, read -ra addresses <<<"${BASH_REMATCH[2]}"
  [ ! -d "$home" ] || die "host $name exists"
  mkdir -p "$home"/{up/etc/ssh,work,m,opt}
  [ -z "${BASH_REMATCH[3]}" ] || touch "$home/balances"
  echo "${addresses[0]}" >"$home/address"
  write_identity "$name" "$home/up"
  write_keys "$home/up"
  install_standins "$home/up"
  mount -t tmpfs -o size=100G,mode=755 "lab-$LAB" "$home/opt"     # outlives a reboot and a power loss; nothing is used until written
  write_memory "$home" 8192
  write_cpus "$home" 4
  plug_in "$name" "${addresses[@]}"
}

# Names by /etc/hosts: the lab has no name server. Addressees of the internet are the workstation.
write_identity() {
  local name=$1 up=$2 key
  echo "$name" >"$up/etc/hostname"
  { printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name"
    /usr/bin/python3 "$HERE/host/rows.py" outside "$CATALOG" | sed "s/^/$NET.250 /"; } >"$up/etc/hosts"
  for key in ed25519 ecdsa; do ssh-keygen -q -t $key -N '' -C "root@$name" -f "$up/etc/ssh/ssh_host_${key}_key"; done
}

write_keys() {
  local up=$1 entry id folder
  for entry in 0:root 1000:home/ubuntu 1001:home/deploy 1002:home/limited; do
    IFS=: read -r id folder <<<"$entry"
    mkdir -p "$up/$folder/.ssh"
    cp "$LAB_DIR/id.pub" "$up/$folder/.ssh/authorized_keys"
    chmod 700 "$up/$folder" "$up/$folder/.ssh"
    chown -R "$id:$id" "$up/$folder"
  done
}

# The Docker stand-in, the installer's image and the catalog they both read.
install_standins() {
  local up=$1
  mkdir -p "$up"/usr/{bin,lib/lab/catalog,local/bin} "$up"/etc/systemd/system/multi-user.target.wants
  cp "$HERE"/host/*.py "$up/usr/lib/lab/"
  cp "$CATALOG"/*.json "$up/usr/lib/lab/catalog/"
  install -m 755 "$HERE/host/docker.py" "$up/usr/bin/docker"
  install -m 755 "$HERE/host/nproc" "$up/usr/local/bin/nproc"
  install -m 644 "$HERE/host/docker.service" "$up/etc/systemd/system/docker.service"
  ln -s ../docker.service "$up/etc/systemd/system/multi-user.target.wants/docker.service"
}

# Written in place: a running host sees the change.
write_memory() {
  local home=$1 kib=$(($2 * 1024))
  printf '%-15s %9d kB\n' MemTotal: $kib MemFree: $((kib * 3 / 4)) MemAvailable: $((kib * 17 / 20)) Buffers: 20480 Cached: $((kib / 10)) \
    SwapCached: 0 Active: $((kib / 10)) Inactive: $((kib / 10)) SwapTotal: 0 SwapFree: 0 Dirty: 0 Shmem: 1024 Slab: 40960 SReclaimable: 20480 >"$home/meminfo"
}
write_cpus() {
  local home=$1 cpus=$2 i
  for ((i = 0; i < cpus; i++)); do
    printf 'processor\t: %d\nvendor_id\t: Lab\nmodel name\t: Lab processor\ncpu MHz\t\t: 2000.000\ncpu cores\t: %d\n\n' "$i" "$cpus"
  done >"$home/cpuinfo"
  echo "0-$((cpus - 1))" >"$home/online"
}
verb_size() {
  local name=$1 home
  home=$(home "$name")
  address "$name" >/dev/null
  shift
  while [ $# -ge 2 ]; do
    case $1 in
      memory) write_memory "$home" "$2" ;;
      cpus) write_cpus "$home" "$2" ;;
      disk) mount -o "remount,size=$2" "$home/opt" ;;
      *) die "size: memory, cpus or disk" ;;
    esac
    shift 2
  done
}
