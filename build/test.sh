#!/usr/bin/env bash
# Runs every test: of the scripts, then unit tests, tests against a real API server and a real server, and beside them those
# on a real cluster with the real images.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

# Where the API server and etcd for the tests are, KUBE_API_TEST_BINARIES=FOLDER. Built when it is not given.
if [[ -z ${KUBE_API_TEST_BINARIES:-} ]]; then
  find_binaries() { KUBE_API_TEST_BINARIES=$(e2e/cluster/local-cluster.sh build); }
  timed 'Kubernetes binaries' find_binaries
fi
export KUBE_API_TEST_BINARIES

check_scripts() { shellcheck -x -S warning build/*.sh build/jre/*.sh e2e/*.sh e2e/cluster/*.sh e2e/cluster/test/*.sh .ci/run; }
timed 'shell scripts' check_scripts
test_cluster_tool() { (cd e2e/cluster && go vet ./... && go test ./...) && e2e/cluster/test/two-clusters.sh; }
timed 'tests of the local cluster tool' test_cluster_tool
evaluate_network_policies() { (cd e2e/network-policies && go vet ./... && go test ./...); }
timed 'network policies, evaluated' evaluate_network_policies
install_mcp_clients() { MCP_CLIENTS=$(build/mcp-clients.sh); }
timed 'MCP clients' install_mcp_clients
export MCP_CLIENTS
install_oauth_clients() { OAUTH_CLIENTS=$(build/oauth-clients.sh); }
timed 'OAuth clients' install_oauth_clients
export OAUTH_CLIENTS
# Built before the tests, because both use the modules' target folders.
timed 'images' build/images.sh all

# The tests on a cluster mostly wait for Pods while the others compute: side by side they take two thirds of the time.
log=$ROOT/target/e2e.log
mkdir -p "${log%/*}"
e2e/test.sh >"$log" 2>&1 &
on_cluster=$!
# Whoever interrupts this script means those tests as well, and they remove their cluster themselves.
trap 'kill "$on_cluster" 2>/dev/null; wait "$on_cluster"; exit 130' INT TERM

# One that fails does not keep the others from running. Each in a subshell of its own, because errors end nothing where a
# command's failure is looked at.
verify() { mvn --batch-mode --fail-at-end -pl crds,operator,memory-service-image verify; }
failed=0
set +e
(set -e; timed 'unit tests, API server tests and server tests' verify)
[[ $? == 0 ]] || failed=1
(set -e; timed 'fuzzing of the REST interface' build/fuzz.sh)
[[ $? == 0 ]] || failed=1
wait "$on_cluster"
[[ $? == 0 ]] || failed=1
set -e
cat "$log"
exit "$failed"
