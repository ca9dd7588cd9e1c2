package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// bootstrapObjects are what a cluster has besides what Kubernetes makes itself,
// in the order in which they are applied.
//
// The kube-dns Service comes first, while no other can hold its address. It has
// no selector: CoreDNS runs on the node, and the EndpointSlice says so. The Node
// is made before the kubelet starts so that kube-proxy, which waits for it, has
// its rules in place before the first pod.
var bootstrapObjects = []struct{ path, yaml string }{
	{"/api/v1/namespaces/kube-system/services/kube-dns", `
apiVersion: v1
kind: Service
metadata: {name: kube-dns, namespace: kube-system, labels: {k8s-app: kube-dns, kubernetes.io/name: CoreDNS}}
spec:
  clusterIP: ` + dnsIP + `
  ports:
  - {name: dns, port: 53, protocol: UDP}
  - {name: dns-tcp, port: 53, protocol: TCP}
`},
	{"/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices/kube-dns", `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: kube-dns
  namespace: kube-system
  labels: {kubernetes.io/service-name: kube-dns, endpointslice.kubernetes.io/managed-by: local-cluster}
addressType: IPv4
endpoints:
- addresses: ["` + nodeIP + `"]
  conditions: {ready: true}
ports:
- {name: dns, port: 53, protocol: UDP}
- {name: dns-tcp, port: 53, protocol: TCP}
`},
	{"/apis/rbac.authorization.k8s.io/v1/clusterroles/" + dnsUser, `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: "` + dnsUser + `"}
rules:
- {apiGroups: [""], resources: [endpoints, services, pods, namespaces], verbs: [list, watch]}
- {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
`},
	{"/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/" + dnsUser, `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "` + dnsUser + `"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "` + dnsUser + `"}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: "` + dnsUser + `"}
`},
	{"/apis/storage.k8s.io/v1/storageclasses/standard", `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: standard, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/host-path
reclaimPolicy: Delete
volumeBindingMode: Immediate
`},
}

func applyBootstrapObjects(ctx context.Context, api *apiClient, c cluster) error {
	for _, object := range bootstrapObjects {
		// The API server is ready some moments before it may allocate the first
		// Service addresses.
		if err := await(ctx, "the API server to accept "+object.path, func() error {
			return api.apply(ctx, object.path, object.yaml)
		}); err != nil {
			return err
		}
	}
	return applyNode(ctx, api, c)
}

// applyNode makes the Node of the node, with a taint if it is a further one.
func applyNode(ctx context.Context, api *apiClient, c cluster) error {
	taints := ""
	if c.Member != nil {
		taints = "{key: " + furtherTaint + ", effect: NoSchedule}"
	}
	replace := strings.NewReplacer("{node}", c.Name, "{address}", c.nodeAddress(), "{taints}", taints)
	path := "/api/v1/nodes/" + c.Name
	if err := api.apply(ctx, path, replace.Replace(`
apiVersion: v1
kind: Node
metadata: {name: {node}, labels: {kubernetes.io/hostname: {node}}}
spec: {taints: [{taints}]}
`)); err != nil {
		return err
	}
	return api.apply(ctx, path+"/status", replace.Replace(`
apiVersion: v1
kind: Node
metadata: {name: {node}}
status:
  addresses:
  - {type: InternalIP, address: {address}}
  - {type: Hostname, address: {node}}
`))
}

// nodeReady returns nil when the kubelet has said since the given time that the
// node is ready: in a cluster that is started again, the Node still carries what
// the last kubelet said.
func nodeReady(ctx context.Context, api *apiClient, node string, since time.Time) error {
	var object struct {
		Status struct {
			Conditions []struct {
				Type, Status, Message string
				LastHeartbeatTime     time.Time
			}
		}
	}
	if err := api.get(ctx, "/api/v1/nodes/"+node, &object); err != nil {
		return err
	}
	for _, condition := range object.Status.Conditions {
		switch {
		case condition.Type != "Ready":
		case condition.LastHeartbeatTime.Before(since.Truncate(time.Second)):
			return errors.New("the kubelet has not reported yet")
		case condition.Status != "True":
			return fmt.Errorf("the node is not ready: %s", condition.Message)
		default:
			return nil
		}
	}
	return errors.New("the kubelet has not reported yet")
}

// kubeletKnowsPods returns nil when the kubelet has heard of all pods of the
// node. Until then it denies that they exist to those who ask for logs or exec.
func kubeletKnowsPods(ctx context.Context, api *apiClient, node string) error {
	type pods struct {
		Items []struct {
			Metadata struct{ UID, Namespace, Name string }
		}
	}
	var bound, known pods
	if err := api.get(ctx, "/api/v1/pods?fieldSelector=spec.nodeName%3D"+node, &bound); err != nil {
		return err
	}
	if err := api.get(ctx, "/api/v1/nodes/"+node+":10250/proxy/pods", &known); err != nil {
		return err
	}
	for _, pod := range bound.Items {
		if !slices.Contains(known.Items, pod) {
			return fmt.Errorf("the kubelet does not know pod %s/%s yet", pod.Metadata.Namespace, pod.Metadata.Name)
		}
	}
	return nil
}
