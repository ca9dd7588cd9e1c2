#!/usr/bin/env bash
# From nothing to a verified memory service: a cluster, the images, the operator, samples/quickstart.yaml, and one memory
# stored and found through its Service. What exists already is used again.
#
#   e2e/up.sh            makes a local cluster, state in .local/
#   CLUSTER=current e2e/up.sh    uses the cluster that kubectl points at
set -euo pipefail
# shellcheck source=e2e/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

state=$ROOT/.local/cluster
mkdir -p "$ROOT/.local"

say 'Images'
"$ROOT/build/images.sh" all
say 'Cluster'
use_cluster memory-service "$state"
load_images "$state"
say 'Operator'
timed 'operator installed' install_operator
say 'MemoryService quickstart'
kubectl apply --namespace default -f "$ROOT/samples/quickstart.yaml" >/dev/null
timed 'MemoryService verified' \
  kubectl wait --namespace default memoryservice/quickstart --for=condition=Verified --timeout=180s >/dev/null

secret() {
  kubectl get secret --namespace default quickstart-connection --output "jsonpath={.data.$1}" | base64 --decode
}

# Talks to the service as a client does: curl reads the key from its standard input, so that it is on no command line.
call() {
  local method=$1 path=$2 body=$3
  printf 'header = "Authorization: Bearer %s"\n' "$key" \
    | curl --silent --show-error --fail-with-body --max-time 20 --config - --request "$method" \
      --header 'Content-Type: application/json' --data "$body" "http://127.0.0.1:$port$path"
}

key=$(secret api-key)
forwarded=$(mktemp)
kubectl port-forward --namespace default service/quickstart :8000 >"$forwarded" &
forward=$!
trap 'kill "$forward" 2>/dev/null; rm -f "$forwarded"' EXIT
until port=$(grep --only-matching --max-count=1 --perl-regexp '127\.0\.0\.1:\K[0-9]+' "$forwarded"); do
  kill -0 "$forward" 2>/dev/null || fail 'kubectl port-forward to the Service quickstart ended'
  read -r -t 0.1 <> <(:) || :
done
call POST /api/memories '{"content":"The memory service of this cluster was set up with make up","tags":["quickstart"]}' >/dev/null
call POST /api/search '{"query":"how was the memory service set up?","n_results":1}' \
  | grep --quiet 'set up with make up' || fail 'the memory that was just stored is not found'
say '  one memory stored and found'

say ''
kubectl get memoryservice --namespace default quickstart >&2
cat >&2 <<EOF

Ready. Inside the cluster the service is at $(secret url), its MCP endpoint at $(secret mcp-url).
The key and a ready MCP client configuration are in the Secret quickstart-connection:

  export KUBECONFIG=$KUBECONFIG
  kubectl get secret quickstart-connection -o jsonpath='{.data.mcp\.json}' | base64 -d

From this machine:

  kubectl port-forward service/quickstart 8000

Next: kubectl apply -f samples/hardened.yaml, kubectl describe memoryservice quickstart, make test; make down removes it all.
EOF
if [[ $CLUSTER == local ]]; then
  say "(kubectl of this cluster: $(command -v kubectl))"
fi
