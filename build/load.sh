#!/usr/bin/env bash
# Puts load on the packaged server and prints what it does and costs; needs an idle machine to mean anything.
#
#   build/load.sh clients     at 10,000 memories: one client stores, one searches, eight of each
#   build/load.sh full        fills a server of 512 MiB with 100,000 memories, searches and lists
#   build/load.sh soak [MIN]  30 minutes of a steady mix, a line each minute: resident memory must stay level
#   build/load.sh try         a minute in all, to see that it works
#   build/load.sh driver ...  the driver alone, against a server that runs already; --help says how
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=build/server.sh
source "$BUILD/server.sh"

readonly PORT=18400
case ${1:-} in
  clients | full | soak | try | driver) ;;
  *) fail 'usage: build/load.sh clients|full|soak [MINUTES]|try|driver ...' ;;
esac

JAVA_HOME=$("$BUILD/java.sh")
export JAVA_HOME
classes=$ROOT/memory-service-image/target/load.classpath
prepare() {
  (cd "$ROOT" && mvn --quiet --batch-mode -pl memory-service-image -am -DskipTests -Dspotless.check.skip=true package \
    dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$classes" >&2)
}
if [[ ! -f $classes || ! -d $ROOT/memory-service-image/target/quarkus-app || $1 != driver ]]; then timed 'build' prepare; fi

# driver ARGUMENT...
driver() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$ROOT/memory-service-image/target/test-classes:$(cat "$classes")" \
    dev.memoryservice.server.load.LoadDriver "$@"
}

# against TEXT ARGUMENT...: the driver against our server.
against() {
  printf '\n%s\n' "$1"
  shift
  driver --url "http://127.0.0.1:$PORT" --pid "$server" "$@"
}

if [[ $1 == driver ]]; then
  shift
  driver "$@"
  exit
fi

# On a disk, not in memory: each store waits for it.
work=$(mktemp -d "$ROOT/memory-service-image/target/load.XXXXXX")
trap 'stop_server; rm -rf --one-file-system "$work"' EXIT
start_server "$work" "$PORT" 512M
case $1 in
  clients)
    against 'Fill to 10,000' --fill 10000 --mix list=1 --seconds 5
    against 'One client stores (wanted: 120/s at 8 ms of CPU)' --mix store=1
    against 'One client searches (wanted: p50 8 ms at 8 ms of CPU)' --mix search=1
    against 'Eight clients store (wanted: 1.5 times one)' --mix store=1 --clients 8
    against 'Eight clients search (wanted: 1.5 times one)' --mix search=1 --clients 8
    against 'Open loop, a mix at 60/s' --mix store=1,search=1,list=1 --rate 60
    ;;
  full)
    for thousands in 1 10 25 50 75 100; do
      against "Fill to $thousands,000, then one client stores (wanted: the same cost at each size)" \
        --fill "${thousands}000" --mix store=1 --seconds 20
    done
    against 'One client lists 10 of 100,000 (wanted: 3 ms)' --mix list=1
    against 'One client searches 100,000' --mix search=1
    ;;
  soak)
    against 'Soak (wanted: resident memory in the last period within 10 % of the fifth)' --fill 5000 --warm-up 60 \
      --mix store=1,search=4,list=2 --rate 40 --seconds 60 --periods "${2:-30}"
    ;;
  try)
    against 'One client' --fill 500 --warm-up 2 --seconds 8
    against 'Eight clients' --clients 8 --warm-up 2 --seconds 8
    against 'Open loop' --rate 30 --warm-up 2 --seconds 4 --periods 2
    ;;
esac
