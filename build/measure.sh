#!/usr/bin/env bash
# Times the server of the built image as a process: start to ready with the model loaded, and the memory it holds when
# idle. Five runs of the unpacked image, each in a mount namespace of its own; as root, because of chroot.
#
#   build/measure.sh [RUNS]
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly RUNS=${1:-5} PORT=18100 HEALTH_PORT=18101
archive=$ROOT/.local/images/memory-service-$(project_version).tar
[[ -f $archive ]] || fail "$archive is missing: run build/images.sh server"

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
mkdir "$work/root" "$work/layers"
tar -xf "$archive" -C "$work/layers"
jq -r '.[0].Layers[]' "$work/layers/manifest.json" | while read -r layer; do
  tar -xf "$work/layers/$layer" -C "$work/root"
done
readarray -t command < <(jq -r '.[0].Config' "$work/layers/manifest.json" | xargs -I{} jq -r '.config | .Entrypoint[], .Cmd[]' "$work/layers/{}")
readarray -t variables < <(jq -r '.[0].Config' "$work/layers/manifest.json" | xargs -I{} jq -r '.config.Env[]' "$work/layers/{}")
mkdir -p "$work/root"/{proc,dev,data,tmp}
chown 10001:10001 "$work/root/data"
chmod 1777 "$work/root/tmp"

# start: runs the server in the background, sets its process id.
start() {
  # shellcheck disable=SC2016  # expanded by the inner shell
  unshare --mount --propagation private bash -c '
    mount --bind /dev "$0/dev"; mount -t proc proc "$0/proc"
    exec chroot --userspec=10001:10001 "$0" "$@"' \
    "$work/root" /opt/java/bin/java "${command[@]:1}" >"$work/log" 2>&1 &
  server=$!
}

# processor_time: what the server has used so far, in ms.
processor_time() {
  local -a fields
  read -ra fields < <(sed 's/.*) //' "/proc/$server/stat")
  echo $(((fields[11] + fields[12]) * 1000 / $(getconf CLK_TCK)))
}

export "${variables[@]?}" MEMORY_SERVICE_AUTH_MODES=None MEMORY_SERVICE_SQLITE_PATH=/data/memory.db \
  QUARKUS_HTTP_PORT=$PORT QUARKUS_MANAGEMENT_PORT=$HEALTH_PORT
for ((run = 1; run <= RUNS; run++)); do
  begin=${EPOCHREALTIME/[.,]/}
  start
  # A request costs as much as a part of the start: first the port, which costs nothing to ask for.
  until { exec 8<>"/dev/tcp/127.0.0.1/$HEALTH_PORT"; } 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; fail 'the server ended'; }
    read -r -t 0.005 <> <(:) || :
  done
  exec 8>&-
  until curl --silent --fail --output /dev/null "http://127.0.0.1:$HEALTH_PORT/health/ready"; do
    kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; fail 'the server ended'; }
  done
  printf 'start to ready %4d ms with %4d ms of processor time, resident %s\n' $(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) \
    "$(processor_time)" "$(awk '/VmRSS/ {printf "%d MiB", $2 / 1024}' "/proc/$server/status")"
  kill "$server"
  wait "$server" || :
done
