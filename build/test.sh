#!/usr/bin/env bash
# Runs every test: of the scripts, then unit tests, tests against a real API server and a real server, then those on a real
# cluster with the real images.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

# The images, beside what needs neither them nor the modules' target folders.
mkdir -p target
build/images.sh all >target/images.log 2>&1 &
images=$!
trap 'kill "$images" 2>/dev/null || :; wait "$images" || :' EXIT

# Where the API server and etcd for the tests are, KUBE_API_TEST_BINARIES=FOLDER. Built when it is not given.
if [[ -z ${KUBE_API_TEST_BINARIES:-} ]]; then
  find_binaries() { KUBE_API_TEST_BINARIES=$(e2e/cluster/local-cluster.sh build); }
  timed 'Kubernetes binaries' find_binaries
fi
export KUBE_API_TEST_BINARIES

check_scripts() { shellcheck -x -S warning build/*.sh build/jre/*.sh build/vulnerabilities/*.sh e2e/*.sh e2e/cluster/*.sh e2e/cluster/test/*.sh .ci/run; }
timed 'shell scripts' check_scripts
test_cluster_tool() { (cd e2e/cluster && go vet ./... && go test ./...) && e2e/cluster/test/two-clusters.sh; }
timed 'tests of the local cluster tool' test_cluster_tool
evaluate_network_policies() { (cd e2e/network-policies && go vet ./... && go test ./...); }
timed 'network policies, evaluated' evaluate_network_policies
timed 'listing of vulnerabilities' build/vulnerabilities/test.sh
install_mcp_clients() { MCP_CLIENTS=$(build/mcp-clients.sh); }
timed 'MCP clients' install_mcp_clients
export MCP_CLIENTS
install_oauth_clients() { OAUTH_CLIENTS=$(build/oauth-clients.sh); }
timed 'OAuth clients' install_oauth_clients
export OAUTH_CLIENTS
install_s3_server() { S3_SERVER=$(build/s3-server.sh); }
timed 'S3 server' install_s3_server
export S3_SERVER
wait_for_images() {
  local failed=0
  wait "$images" || failed=1
  cat target/images.log >&2
  return "$failed"
}
timed 'images, waited for' wait_for_images
trap - EXIT

# One after the other: side by side, two processors are too few for all, and what waits for Pods or answers waits in vain. What
# fails does not keep the others from running.
failed=0
# each NAME COMMAND...
each() {
  # In a subshell of its own, because errors end nothing where a command's failure is looked at.
  set +e
  (set -e; timed "$@")
  [[ $? == 0 ]] || failed=1
  set -e
}
each 'server' mvn --batch-mode -pl memory-service-image verify
each 'operator' mvn --batch-mode -pl crds,operator verify
each 'cluster' e2e/test.sh
each 'fuzzing' build/fuzz.sh
exit "$failed"
