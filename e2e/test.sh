#!/usr/bin/env bash
# The end-to-end tests, on a local cluster of their own that lives beside the one of up.sh and is removed afterwards
# (KEEP=true leaves it), or with CLUSTER=current on the cluster that kubectl points at.
#
#   e2e/test.sh [-Dtest=SurvivalTest]    further words go to Maven
set -euo pipefail
# shellcheck source=e2e/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

state=$ROOT/.local/test/cluster
mkdir -p "$(dirname "$state")"
JAVA_HOME=$("$ROOT/build/java.sh")
export JAVA_HOME

"$ROOT/build/images.sh" all
if [[ $CLUSTER == local && ${KEEP:-false} != true ]]; then
  trap '"$E2E/cluster/local-cluster.sh" down --state "$state"' EXIT
fi
use_cluster memory-service-test "$state"
load_images "$state"
timed 'operator installed' install_operator
mvn --batch-mode --file "$ROOT/pom.xml" --projects e2e -De2e.skip=false "$@" verify
