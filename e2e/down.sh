#!/usr/bin/env bash
# Removes what up.sh made: on a local cluster the cluster with everything in it, on another the services, the operator
# and its definitions.
set -euo pipefail
# shellcheck source=e2e/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [[ $CLUSTER == local ]]; then
  for state in "$ROOT/.local/cluster" "$ROOT/.local/test/cluster" "$ROOT/.local/upgrade/cluster"; do
    if [[ -d $state ]]; then
      "$E2E/cluster/local-cluster.sh" down --state "$state"
    fi
    rm -f "$(dirname "$state")/kubeconfig"
  done
else
  # The volume of the quickstart goes too: make down removes everything that make up made.
  if kubectl get memoryservice --namespace default quickstart >/dev/null; then
    kubectl patch memoryservice --namespace default quickstart --type merge --patch '{"spec":{"deletionPolicy":"Delete"}}'
    kubectl delete memoryservice --namespace default quickstart --wait
  fi
  helm uninstall memory-service-operator --namespace "$OPERATOR_NAMESPACE" --wait
  # Deleting the definition would delete every MemoryService of the cluster, those of others too.
  if [[ -z $(kubectl get memoryservices --all-namespaces --output name) ]]; then
    kubectl delete crd memoryservices.memoryservice.dev
  else
    printf 'The definition memoryservices.memoryservice.dev stays: other MemoryServices of this cluster need it.\n' >&2
  fi
  kubectl delete namespace "$OPERATOR_NAMESPACE"
fi
