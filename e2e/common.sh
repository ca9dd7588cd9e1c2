# Shared by the scripts of this folder: the cluster, the images in it and the operator. Sourced, not run.
# shellcheck shell=bash

E2E=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=build/common.sh
source "$E2E/../build/common.sh"

VERSION=$(project_version)
readonly OPERATOR_NAMESPACE=${OPERATOR_NAMESPACE:-memory-service-system}
# local makes a cluster on this machine; current uses the one that kubectl points at.
readonly CLUSTER=${CLUSTER:-local}

# use_cluster NAME STATE [OPTION...]: makes sure that the cluster runs, and sets KUBECONFIG and the paths of kubectl and helm. The
# options are those of local-cluster.sh up.
use_cluster() {
  local name=$1 state=$2
  shift 2
  case $CLUSTER in
    local)
      local programs
      programs=$("$E2E/cluster/local-cluster.sh" build)
      PATH=$programs:$PATH
      "$E2E/cluster/local-cluster.sh" up --name "$name" --state "$state" --kubeconfig "$(dirname "$state")/kubeconfig" \
        "$@" >&2
      KUBECONFIG=$(dirname "$state")/kubeconfig
      export KUBECONFIG LOCAL_CLUSTER_STATE=$state
      ;;
    current)
      local program
      for program in kubectl helm curl; do
        command -v "$program" >/dev/null || fail "$program is not installed, and CLUSTER=current needs it"
      done
      export KUBECONFIG=${KUBECONFIG:-$HOME/.kube/config}
      kubectl version >/dev/null || fail "the cluster of $KUBECONFIG does not answer"
      [[ -n ${IMAGE_REGISTRY:-}${LOAD_IMAGE_COMMAND:-} ]] \
        || fail 'CLUSTER=current needs the images: set IMAGE_REGISTRY=registry.example/prefix to push them there, or LOAD_IMAGE_COMMAND="kind load image-archive {}"'
      ;;
    *) fail "CLUSTER=$CLUSTER: must be local or current" ;;
  esac
}

# load_images STATE: brings both images to the cluster. With CLUSTER=current build/images.sh has pushed or loaded them.
load_images() {
  if [[ $CLUSTER == local ]]; then
    "$E2E/cluster/local-cluster.sh" load --state "$1" "$ROOT"/.local/images/*-"$VERSION".tar >&2
  fi
}

# install_operator [HELM OPTION...]: installs the chart, or upgrades it, and waits until the operator is ready.
install_operator() {
  install_operator_of "$ROOT" "$VERSION" "$@"
}

# install_operator_of ROOT VERSION [HELM OPTION...]: the same with the chart and the image of another source tree.
install_operator_of() {
  local root=$1 version=$2 prefix=${IMAGE_REGISTRY:+$IMAGE_REGISTRY/}
  shift 2
  kubectl apply --server-side --field-manager=e2e -f - >/dev/null <<EOF
apiVersion: v1
kind: Namespace
metadata:
  name: $OPERATOR_NAMESPACE
  labels:
    pod-security.kubernetes.io/enforce: restricted
EOF
  # An image that was built again has the same tag: its digest makes Kubernetes start new pods.
  helm upgrade --install memory-service-operator "$root/helm-chart" \
    --namespace "$OPERATOR_NAMESPACE" --wait --timeout 3m \
    --set image.repository="${prefix}memory-service-operator" \
    --set server.image.repository="${prefix}memory-service" \
    --set-string podAnnotations."memoryservice\.dev/image-inputs"="$(head -c 16 "$root/.local/images/memory-service-operator-$version.tar.inputs")" "$@" >/dev/null
}

# use_test_cluster NAME [HELM OPTION...]: builds the images and makes a cluster beside the one of up.sh, with the operator in
# it. It is removed when the script ends, unless KEEP=true.
use_test_cluster() {
  make_test_cluster "$1"
  shift
  timed 'operator installed' install_operator "$@"
}

# make_test_cluster NAME: the same without the operator; its state is in $state, .local/NAME/cluster.
make_test_cluster() {
  state=$ROOT/.local/$1/cluster
  mkdir -p "$(dirname "$state")"
  JAVA_HOME=$("$ROOT/build/java.sh")
  export JAVA_HOME
  "$ROOT/build/images.sh" all
  if [[ $CLUSTER == local && ${KEEP:-false} != true ]]; then
    # shellcheck disable=SC2064  # the state as it is now
    trap "'$E2E/cluster/local-cluster.sh' down --state '$state'" EXIT
  fi
  # Its pods go first: the tests wait for them, and other tests run beside.
  use_cluster "memory-service-$1" "$state" --cpu-weight 400
  load_images "$state"
}
