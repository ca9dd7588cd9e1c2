#!/bin/bash
# Proves on the machine itself that two clusters live side by side, that what
# pods need works in both, that a cluster survives the loss of its processes, and
# that nothing is left after down.
#
# Needs the packages of ../debian-packages.txt, the test ones included.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cluster=$here/../local-cluster.sh
work=$(mktemp -d)
clusters=(first second)

# await SECONDS WHAT COMMAND...: returns when the command succeeds.
await() {
    local seconds=$1 what=$2 deadline=$((SECONDS + $1)); shift 2
    until "$@" >"$work/last" 2>&1; do
        ((SECONDS < deadline)) || { echo "waited $seconds s for $what:" >&2; cat "$work/last" >&2; return 1; }
        sleep 0.2
    done
}
# check WHAT COMMAND...: one line of the report.
check() {
    local what=$1; shift
    if "$@" >"$work/last" 2>&1; then echo "ok    $what"; else echo "FAIL  $what" >&2; cat "$work/last" >&2; return 1; fi
}
on() { KUBECONFIG=$work/$1.kubeconfig "$programs/kubectl" "${@:2}"; }
prints() { local wanted=$1; shift; local got; got=$("$@") && [[ $got == *"$wanted"* ]] || { echo "got: ${got:-}"; return 1; }; }
is_empty() { local got; got=$("$@") && [[ -z $got ]] || { echo "left: $got"; return 1; }; }

# What the machine has that a cluster could change. Other work on the machine may
# mount elsewhere meanwhile.
machine() {
    echo "links:"; ip -brief link | awk '{print $1}' | sort
    echo "rules:"; iptables-save 2>/dev/null | grep -v '^#' | sed 's|\[.*\]||' || true
    echo "routes:"; ip route show table all | sort
    echo "mounts:"; cut -d' ' -f2 /proc/self/mounts | grep -E "^($work|/run|/var|/proc/sys|/tmp/hostpath_pv)(/|\$)" | sort || true
    echo "settings:"; (cd /proc/sys && grep -H . vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_max* net/ipv4/ip_forward)
    echo "folders:"; ls -d /var/lib/{kubelet,containerd,cni,etcd} /var/log/{pods,containers} /etc/cni /opt/{cni,containerd} /run/{containerd,netns} /usr/libexec/kubernetes /tmp/hostpath_pv 2>/dev/null || true
}
# Every process of a cluster had its first process's PID namespace.
processes() {
    local link
    for link in /proc/[0-9]*/ns/pid; do
        grep -qFx "$(readlink "$link" || echo ended)" <<<"$namespaces" && echo "$link"
    done 2>/dev/null || true
}
cgroups() { local id; for id in $ids; do find /sys/fs/cgroup -type d -name "memory-service-$id"; done; }
value() { sed -n "s/.*\"$2\": \"\{0,1\}\([^,\"]*\).*/\1/p" "$1"; }

clean_up() {
    for name in "${clusters[@]}"; do
        [[ ! -e $work/$name/cluster.json ]] || "$cluster" down --state "$work/$name" || true
    done
    rm -rf "$work"
}
trap clean_up EXIT

test_image() {
    mkdir -p "$work/root/bin" "$work/root/tmp"
    cp /bin/busybox "$work/root/bin/"
    local applet
    for applet in cat id sh sleep; do ln -s busybox "$work/root/bin/$applet"; done
    (cd "$here/.." && CGO_ENABLED=0 go build -buildvcs=false -o "$work/root/bin/probe" ./test/probe)
    tar -C "$work/root" -cf "$work/root.tar" .
    printf 'FROM scratch\nADD root.tar /\nUSER 1000:1000\n' >"$work/Containerfile"
    local buildah=(buildah --storage-driver vfs --root "$work/storage" --runroot "$work/runroot")
    "${buildah[@]}" build --isolation chroot --quiet --tag localhost/cluster-test:1 "$work" >/dev/null
    "${buildah[@]}" push --quiet localhost/cluster-test:1 "docker-archive:$work/image.tar:localhost/cluster-test:1"
}

trap 'echo "line $LINENO: $BASH_COMMAND failed" >&2' ERR

programs=$("$cluster" build)
machine >"$work/before"
test_image

pids=()
for name in "${clusters[@]}"; do
    "$cluster" up --name "$name" --state "$work/$name" --kubeconfig "$work/$name.kubeconfig" >/dev/null & pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done

for name in "${clusters[@]}"; do
    check "$name: the image is loaded" "$cluster" load --state "$work/$name" "$work/image.tar"
    check "$name: loading again changes nothing" prints "is there" sh -c "'$cluster' load --state '$work/$name' '$work/image.tar' 2>&1"
    on "$name" apply -f "$here/workload.yaml" >/dev/null
done
for name in "${clusters[@]}"; do
    check "$name: pods become ready" on "$name" wait --for=condition=Ready pod/server pod/client --timeout=60s
    check "$name: a Service answers by its DNS name with what a non-root pod wrote to its volume" \
        prints "written by 1000" on "$name" exec client -- probe get http://server.default.svc.cluster.local/
    check "$name: the short name works as well" prints "written by 1000" on "$name" exec client -- probe get http://server/
    check "$name: a pod reaches itself through its Service" prints "written by 1000" on "$name" exec server -- probe get http://server.default/
    check "$name: a pod reaches the API server" prints "ok" on "$name" exec client -- probe get https://kubernetes.default/readyz
    check "$name: an unknown name does not exist" prints "no such host" on "$name" exec client -- sh -c "probe resolve memory.example.com || true"
    check "$name: nothing beyond the cluster is reachable" prints "no route to host" on "$name" exec client -- sh -c "probe get http://192.0.2.1/ || true"
    check "$name: logs" prints "response:200" on "$name" logs server
    check "$name: the memory limit holds" prints "33554432" on "$name" exec server -- cat /sys/fs/cgroup/memory/memory.limit_in_bytes
done

first_port_forward() {
    on first port-forward service/server 0:80 >"$work/forward" 2>&1 & local pid=$!
    await 10 "the forwarded port" grep -q 'Forwarding from 127' "$work/forward"
    "$work/root/bin/probe" get "http://127.0.0.1:$(sed -n 's/.*127.0.0.1:\([0-9]*\) .*/\1/p' "$work/forward")/"; local result=$?
    kill "$pid"; wait "$pid" 2>/dev/null || true
    return $result
}
check "first: port-forward" prints "written by 1000" first_port_forward

for component in kube-apiserver containerd kubelet; do
    check "first: $component is back after SIGKILL" "$cluster" kill --state "$work/first" "$component"
    check "first: $component restarts in order" "$cluster" restart --state "$work/first" "$component"
done
check "first: pods lived on" await 20 "the pod's answer" prints "written by 1000" on first exec client -- probe get http://server/

port_before=$(value "$work/first/cluster.json" Port)
kill -9 "$(value "$work/first/init.json" PID)"
check "first: starts again after its processes were killed" \
    "$cluster" up --name first --state "$work/first" --kubeconfig "$work/first.kubeconfig"
check "first: on the same port" test "$(value "$work/first/cluster.json" Port)" = "$port_before"
check "first: with its pods" await 60 "the pod's answer" prints "written by 1000" on first exec client -- probe get http://server/

# Its folder is a state of its own: what takes --state takes it as well.
join() { further=$("$cluster" add-node --state "$work/first" --name further); }
check "first: a further node joins" join
check "first: joining again changes nothing" join
check "first: the image is loaded into the further node" "$cluster" load --state "$further" "$work/image.tar"
on first apply -f "$here/guest.yaml" >/dev/null
check "first: a pod runs on the further node" on first wait --for=condition=Ready pod/guest --timeout=60s
check "first: it has the volume that a pod of the first node wrote to" prints "written by 1000" on first exec guest -- cat /data/index.html
check "first: it reaches a pod of the first node through its Service" prints "written by 1000" on first exec guest -- probe get http://server.default.svc.cluster.local/
check "first: a pod without its toleration stays away" is_empty on first get pods --field-selector spec.nodeName=further,metadata.name!=guest --output name
check "first: the kubelet of the further node restarts" "$cluster" restart --state "$further" kubelet
check "first: the further node is removed" "$cluster" remove-node --state "$work/first" --name further
check "first: nothing knows it any more" is_empty on first get nodes --field-selector metadata.name=further --output name
check "first: it is forgotten" test ! -e "$further"
check "first: it joins again, and goes with the cluster" join

on second delete pvc/data pod/server --wait=false >/dev/null
volumes() { find "$work/second/var/lib/volumes" -mindepth 1; }
check "second: a deleted claim takes its volume along" await 60 "the removal of the volume" is_empty volumes

states=("$work/first" "$work/second" "$further")
ids=$(for state in "${states[@]}"; do value "$state/cluster.json" ID; done)
namespaces=$(for state in "${states[@]}"; do readlink "/proc/$(value "$state/init.json" PID)/ns/pid"; done)
check "the clusters are there to be removed" test -n "$(processes)" -a -n "$(cgroups)"
for name in "${clusters[@]}"; do
    check "$name: down" "$cluster" down --state "$work/$name"
    check "$name: its state and kubeconfig are gone" test ! -e "$work/$name" -a ! -e "$work/$name.kubeconfig"
done
# The machine's own init may take a moment to reap the first processes.
check "no process is left" await 10 "the last process" is_empty processes
check "no control group is left" is_empty cgroups
machine >"$work/after"
check "links, rules, routes, mounts, settings and folders are as before" diff "$work/before" "$work/after"
