# Runs the packaged server for the scripts that fuzz it or put load on it. Sourced, after common.sh.
# shellcheck shell=bash

# Where the packaged server and its model are.
packaged=$ROOT/memory-service-image/target

# make_group MEMORY: makes a control group of that limit, of version 2 or 1, where this user may. Sets made_group, its folder.
make_group() {
  local memory=$1 own
  own=$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup)
  for made_group in "/sys/fs/cgroup/memory-service-load-$$" "/sys/fs/cgroup/memory${own%/}/memory-service-load-$$"; do
    mkdir "$made_group" 2>/dev/null || continue
    # Without swap, so that the limit is one of resident memory.
    # Where it is no control group there is no such file, and none must be made.
    if [[ -f $made_group/memory.max ]] && printf %s "$memory" 2>/dev/null >"$made_group/memory.max"; then
      printf 0 2>/dev/null >"$made_group/memory.swap.max" || :
      return 0
    fi
    if [[ -f $made_group/memory.limit_in_bytes ]] && printf %s "$memory" 2>/dev/null >"$made_group/memory.limit_in_bytes"; then
      printf %s "$memory" 2>/dev/null >"$made_group/memory.memsw.limit_in_bytes" || :
      return 0
    fi
    rmdir "$made_group" 2>/dev/null || :
  done
  return 1
}

# start_server DIRECTORY PORT [MEMORY]: starts the server that Maven packaged, with its data in the folder, without keys, on
# the loopback's port, and waits until it is ready. Sets server, its process id. MEMORY, for example 512M, is the limit of a
# control group that it gets where this user may make one; the heap is sized by it as in a container.
start_server() {
  local directory=$1 port=$2 memory=${3:-} java application=$packaged/quarkus-app/quarkus-run.jar
  local options=() group=''
  java=$("$BUILD/java.sh")/bin/java
  [[ -f $application ]] || fail "$application is missing: run mvn -pl memory-service-image -am package -DskipTests"
  # The options of the image, but for the paths inside it.
  mapfile -t options < <(grep -v -e '^#' -e '^$' -e /opt/ "$ROOT/memory-service-image/java.options")
  mkdir -p "$directory"
  if [[ -n $memory ]]; then
    if make_group "$memory"; then
      group=$made_group
    else
      say "No control group can be made here: the heap is bound as with $memory, the process is not"
      options+=(-Xmx192m)
    fi
  fi
  # Nobody is slowed down but by the server itself.
  MEMORY_SERVICE_AUTH_MODES=None MEMORY_SERVICE_LIMITS_REQUESTS_PER_MINUTE=1000000000 \
    MEMORY_SERVICE_SQLITE_PATH=$directory/memory.db ORT_DISABLE_TELEMETRY=1 \
    MEMORY_SERVICE_MODEL_DIRECTORY=$packaged/model MALLOC_ARENA_MAX=2 \
    MALLOC_TRIM_THRESHOLD_=131072 QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=$port \
    QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=$((port + 1)) \
    bash -c 'if [[ -n $1 ]]; then printf %s "$BASHPID" >"$1/cgroup.procs"; fi; shift; exec "$@"' server "$group" \
    "$java" --add-modules=jdk.incubator.vector "${options[@]}" -jar "$application" serve >"$directory/server.log" 2>&1 &
  server=$!
  server_group=$group
  for ((attempt = 0; attempt < 600; attempt++)); do
    if curl --silent --fail --output /dev/null "http://127.0.0.1:$((port + 1))/health/ready"; then return; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$directory/server.log" >&2
  fail 'the server did not get ready'
}

# stop_server: ends it and its control group.
stop_server() {
  [[ -n ${server:-} ]] || return 0
  kill "$server" 2>/dev/null || :
  wait "$server" 2>/dev/null || :
  if [[ -n ${server_group:-} ]]; then rmdir "$server_group" 2>/dev/null || :; fi
  server=''
}
