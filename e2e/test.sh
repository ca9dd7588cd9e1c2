#!/usr/bin/env bash
# The end-to-end tests, on a local cluster of their own that lives beside the one of up.sh and is removed afterwards
# (KEEP=true leaves it), or with CLUSTER=current on the cluster that kubectl points at.
#
#   e2e/test.sh [own|shared] [-Dtest=SurvivalTest]
#
# own are those that stop or replace the operator or the API server, one after the other; shared are all others, beside each
# other. Each has a cluster of its own name, so that both can run at once. Further words go to Maven.
set -euo pipefail
# shellcheck source=e2e/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

name='test'
selection=()
case ${1:-} in
  own) name=own selection=(-Dgroups=own-cluster) ;;
  shared) selection=(-DexcludedGroups=own-cluster) ;;
esac
((${#selection[@]} == 0)) || shift

# Each fault is seen within seconds, so that no test waits for the next look.
use_test_cluster "$name" --set probeInterval=5s
if [[ $CLUSTER == local ]]; then
  CERT_MANAGER=$("$E2E/cluster/local-cluster.sh" build-cert-manager)
  export CERT_MANAGER
fi
if [[ -z ${MCP_CLIENTS:-} ]]; then
  MCP_CLIENTS=$("$ROOT/build/mcp-clients.sh")
fi
if [[ -z ${OAUTH_CLIENTS:-} ]]; then
  OAUTH_CLIENTS=$("$ROOT/build/oauth-clients.sh")
fi
if [[ -z ${S3_SERVER:-} ]]; then
  S3_SERVER=$("$ROOT/build/s3-server.sh")
fi
export MCP_CLIENTS OAUTH_CLIENTS S3_SERVER
mvn --batch-mode --file "$ROOT/pom.xml" --projects e2e -De2e.skip=false ${selection[@]+"${selection[@]}"} "$@" verify
