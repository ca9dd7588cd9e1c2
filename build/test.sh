#!/usr/bin/env bash
# Runs every test: of the scripts, then unit tests, tests against a real API server and a real server, and beside them those
# on a real cluster with the real images.
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

# The server's own files, because Maven writes its anew below.
package_server() { mvn --quiet --batch-mode -pl memory-service-image -am -Dmaven.test.skip=true package; }
if [[ ! -d memory-service-image/target/quarkus-app ]]; then timed 'Maven package of the server' package_server; fi
export PACKAGED_SERVER=$ROOT/target/packaged-server
rm -rf "$PACKAGED_SERVER"
mkdir -p "$PACKAGED_SERVER"
cp -r memory-service-image/target/quarkus-app memory-service-image/target/model "$PACKAGED_SERVER"

# Side by side, because those on a cluster mostly wait for Pods. Each lane is a list of commands, one after the other; one that
# fails does not keep the others from running.
lanes=()
# lane NAME COMMAND...: starts a lane; what it says is in target/NAME.log, and told at the end.
lane() {
  local name=$1 failed=0 child command
  shift
  {
    trap 'kill "$child"; wait "$child"; exit 130' TERM
    for command in "$@"; do
      $command &
      child=$!
      wait "$child" || failed=1
    done
    exit "$failed"
  } >"target/$name.log" 2>&1 &
  lanes+=("$!")
}
lane e2e e2e/test.sh build/fuzz.sh
# Whoever interrupts this script means those tests as well, and they remove their cluster themselves.
trap 'kill "${lanes[@]}" 2>/dev/null; wait "${lanes[@]}"; exit 130' INT TERM

# Those on the cluster go first where there is not enough processor for all: they wait for others, with patience that ends.
verify_server() { nice -n 10 mvn --batch-mode -pl memory-service-image verify; }
verify_operator() { nice -n 10 mvn --batch-mode -pl crds,operator verify; }
failed=0
set +e
# In subshells of their own, because errors end nothing where a command's failure is looked at.
(set -e; timed 'server' verify_server)
[[ $? == 0 ]] || failed=1
(set -e; timed 'operator' verify_operator)
[[ $? == 0 ]] || failed=1
for lane in "${lanes[@]}"; do wait "$lane" || failed=1; done
set -e
cat target/e2e.log
exit "$failed"
