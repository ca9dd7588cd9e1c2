#!/usr/bin/env bash
# The figures of a whole cluster: time to Verified, cost of a request, a fleet of a hundred, a thousand
# users. Uses the cluster of test.sh (KEEP=true leaves it) and prints one figure a line. OPERATOR_MEMORY=400Mi gives the operator
# another limit than the chart does.
#
#   e2e/bench.sh [verified] [requests] [fleet] [users]
set -euo pipefail
# shellcheck source=e2e/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

options=()
if [[ -n ${OPERATOR_MEMORY:-} ]]; then options=(--set "resources.limits.memory=$OPERATOR_MEMORY"); fi
use_test_cluster test "${options[@]}"
mvn --batch-mode --quiet --file "$ROOT/pom.xml" --projects e2e test-compile exec:java \
  -Dexec.classpathScope=test -Dexec.mainClass=dev.memoryservice.e2e.benchmark.Benchmarks \
  -De2e.project="$ROOT" -Dexec.args="$*"
