#!/usr/bin/env bash
# The tests of the upgrade from the release before, on a local cluster of their own that begins with that release's operator,
# chart and definitions. It is removed afterwards (KEEP=true leaves it, but it is an upgraded one then).
#
#   e2e/upgrade.sh [WORDS FOR MAVEN]
set -euo pipefail
# shellcheck source=e2e/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

previous=$("$ROOT/build/previous-images.sh")
PREVIOUS_VERSION=$(ROOT=$previous project_version)
export PREVIOUS_VERSION
make_test_cluster upgrade
if [[ $CLUSTER == local ]]; then
  "$E2E/cluster/local-cluster.sh" load --state "$state" "$previous"/.local/images/*-"$PREVIOUS_VERSION".tar >&2
fi
timed "operator $PREVIOUS_VERSION installed" install_operator_of "$previous" "$PREVIOUS_VERSION" --set probeInterval=5s
mvn --batch-mode --file "$ROOT/pom.xml" --projects e2e -De2e.skip=false -Dtest=PreviousVersionTest "$@" verify
