#!/usr/bin/env bash
# Runs every test: of the scripts, then unit tests, tests against a real API server and a real server, then those on a real
# cluster with the real images.
set -euo pipefail
# shellcheck source=build/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"
mkdir -p target
# Nobody is asked anything. A standard input that is closed would be the next file that a program opens.
exec </dev/null

declare -A running
failed=()

# begin NAME COMMAND...: runs it beside what follows. What it says goes to target/NAME.log.
begin() {
  local name=$1
  shift
  # In a process group of its own, which can be ended as a whole.
  set -m
  (set -e; timed "$name" "$@") >"target/$name.log" 2>&1 &
  set +m
  running[$name]=$!
}

# finish NAME...: waits for the first of them that ends and prints what it said. What fails does not keep the others from running.
finish() {
  local name ended status=0 processes=()
  for name; do processes+=("${running[$name]}"); done
  wait -n -p ended "${processes[@]}" || status=$?
  for name; do
    if [[ ${running[$name]} == "$ended" ]]; then break; fi
  done
  unset "running[$name]"
  ((status == 0)) || failed+=("$name")
  cat "target/$name.log" >&2
}

end_all() {
  local name
  for name in "${!running[@]}"; do kill -- "-${running[$name]}" 2>/dev/null || :; done
  wait
}
trap end_all EXIT

# each NAME COMMAND...: runs it now, and goes on when it fails.
each() {
  # In a subshell of its own, because errors end nothing where a command's failure is looked at.
  set +e
  (set -e; timed "$@")
  [[ $? == 0 ]] || failed+=("$1")
  set -e
}

check_scripts() { shellcheck -x -S warning build/*.sh build/jre/*.sh build/vulnerabilities/*.sh e2e/*.sh e2e/cluster/*.sh e2e/cluster/test/*.sh .ci/run; }
# By itself go test would look once more for a part of what go vet looks for, in all libraries too.
test_go() { (cd "$1" && go_builds vet ./... && go test -vet=off ./...); }
test_cluster_tool() { test_go e2e/cluster && e2e/cluster/test/two-clusters.sh; }
evaluate_network_policies() { test_go e2e/network-policies; }

# What needs no Maven.
check_the_rest() {
  each 'shell scripts' check_scripts
  each 'tests of the local cluster tool' test_cluster_tool
  each 'network policies, evaluated' evaluate_network_policies
  ((${#failed[@]} == 0)) || fail "failed: ${failed[*]}"
}

# The programs of others that the tests run.
install_programs() {
  timed 'MCP clients' build/mcp-clients.sh
  timed 'OAuth clients' build/oauth-clients.sh
  timed 'S3 server' build/s3-server.sh
  timed schemathesis build/schemathesis.sh
}

# What the tests need, at once: some of it is waited for, some computed.
begin images build/images.sh all
begin programs install_programs
# Where the API server and etcd for the tests are, KUBE_API_TEST_BINARIES=FOLDER. Built when it is not given.
if [[ -z ${KUBE_API_TEST_BINARIES:-} ]]; then
  find_binaries() { KUBE_API_TEST_BINARIES=$(e2e/cluster/local-cluster.sh build); }
  timed 'Kubernetes binaries' find_binaries
fi
export KUBE_API_TEST_BINARIES
finish programs
finish images
[[ ${#failed[@]} == 0 ]] || fail 'without images and programs there is nothing to test'
MCP_CLIENTS=$(build/mcp-clients.sh)
OAUTH_CLIENTS=$(build/oauth-clients.sh)
S3_SERVER=$(build/s3-server.sh)
export MCP_CLIENTS OAUTH_CLIENTS S3_SERVER

# Compiled once for all lanes: each Maven of its own would first have to get as fast. It keeps one of two processors busy.
begin the-rest check_the_rest
# Compiles for minutes where its scanner is not in the cache, and nothing waits for it but the end.
begin vulnerabilities nice build/vulnerabilities/test.sh
timed 'compiled, with its static checks' mvn --batch-mode --quiet test-compile
# Not once more in each lane: what depends on a module would be, when that is a jar and no longer a folder of classes.
export MAVEN_OPTS="${MAVEN_OPTS:-} -Dmaven.compiler.useIncrementalCompilation=false -Dspotless.check.skip=true"

# The tests of the server, which take longest, keep one of two processors busy too, those of the operator half of the other, and
# those that stop parts of a cluster mostly wait until it is back.
begin own-cluster e2e/test.sh own
begin server mvn --batch-mode -pl memory-service-image verify
finish the-rest
begin operator mvn --batch-mode -pl crds,operator verify
finish own-cluster
# Beside one of the two at most. Its Pods go first, so that what is left of them and the fuzzing afterwards take what they leave.
finish operator server
begin shared-cluster e2e/test.sh shared
for name in server operator; do
  if [[ -n ${running[$name]:-} ]]; then finish "$name"; fi
done
each 'fuzzing' build/fuzz.sh
finish shared-cluster
finish vulnerabilities

trap - EXIT
((${#failed[@]} == 0)) || fail "failed: $(printf '%s; ' "${failed[@]}")what they said is above"
