#!/usr/bin/env bash
# Runs every test: unit tests and tests against a real API server, then the images, then the tests on a real cluster.
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
install_mcp_clients() { MCP_CLIENTS=$(build/mcp-clients.sh); }
timed 'MCP clients' install_mcp_clients
export MCP_CLIENTS
verify() { mvn --batch-mode -pl crds,operator,memory-service-image verify; }
timed 'unit tests, API server tests and server tests' verify
timed 'fuzzing of the REST interface' build/fuzz.sh
timed 'end to end tests' e2e/test.sh
