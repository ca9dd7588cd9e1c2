// Package policies asks an independent evaluator which traffic the operator's
// network policies allow. The policies are those that the operator's own tests
// compare it with, so what is evaluated here is what it makes.
package policies

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"
)

const manifests = "../../operator/src/test/resources/manifests"

// verdict is what the table expects.
type verdict bool

const (
	allowed verdict = true
	refused verdict = false
)

// connection is one row of the table.
type connection struct {
	what     string
	from, to *matcher.TrafficPeer
	protocol core.Protocol
	port     int
	want     verdict
}

func pod(ip, namespace string, namespaceLabels, podLabels map[string]string) *matcher.TrafficPeer {
	labels := map[string]string{"kubernetes.io/metadata.name": namespace}
	for key, value := range namespaceLabels {
		labels[key] = value
	}
	return &matcher.TrafficPeer{IP: ip, Internal: &matcher.InternalPeer{
		Namespace: namespace, NamespaceLabels: labels, PodLabels: podLabels,
	}}
}

func address(ip string) *matcher.TrafficPeer { return &matcher.TrafficPeer{IP: ip} }

var (
	server = pod("10.244.0.10", "agents", nil, map[string]string{
		"app.kubernetes.io/name": "memory-service", "app.kubernetes.io/instance": "team",
		"app.kubernetes.io/component": "server", "app.kubernetes.io/managed-by": "memory-service-operator",
	})
	otherServer = pod("10.244.0.11", "agents", nil, map[string]string{
		"app.kubernetes.io/name": "memory-service", "app.kubernetes.io/instance": "other",
		"app.kubernetes.io/component": "server",
	})
	neighbour = pod("10.244.0.12", "agents", nil, map[string]string{"app": "agent"})
	stranger  = pod("10.244.0.13", "elsewhere", nil, map[string]string{"app": "agent"})
	teamA     = pod("10.244.0.14", "a", map[string]string{"team": "a"}, map[string]string{"app": "agent"})
	operator  = pod("10.244.0.15", "memory-service-system", nil,
		map[string]string{"app.kubernetes.io/name": "memory-service-operator"})
	besideOperator = pod("10.244.0.16", "memory-service-system", nil, map[string]string{"app": "agent"})
	impostor       = pod("10.244.0.17", "elsewhere", nil,
		map[string]string{"app.kubernetes.io/name": "memory-service-operator"})
	dns       = pod("10.244.0.2", "kube-system", nil, map[string]string{"k8s-app": "kube-dns"})
	apiServer = address("192.168.1.1")
	public    = address("93.184.215.14")
	public6   = address("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
	private6  = address("fd00::1")
	metadata  = address("169.254.169.254")
)

// everywhere is true of every policy.
var everywhere = []connection{
	{"the operator", operator, server, core.ProtocolTCP, 8000, allowed},
	{"the operator at the port for probes", operator, server, core.ProtocolTCP, 9000, refused},
	{"a neighbour at the port for probes", neighbour, server, core.ProtocolTCP, 9000, refused},
	{"UDP", operator, server, core.ProtocolUDP, 8000, refused},
	{"names over UDP", server, dns, core.ProtocolUDP, 53, allowed},
	{"names over TCP", server, dns, core.ProtocolTCP, 53, allowed},
	{"out to the web", server, public, core.ProtocolTCP, 80, refused},
	{"out to the API server", server, apiServer, core.ProtocolTCP, 443, refused},
	{"out to the cloud's metadata", server, metadata, core.ProtocolTCP, 80, refused},
	{"out to a neighbour", server, neighbour, core.ProtocolTCP, 8080, refused},
	{"out to another server", server, otherServer, core.ProtocolTCP, 8000, refused},
	{"others, which the policy is not about", neighbour, public, core.ProtocolTCP, 443, allowed},
}

// examples are the specs of the operator's tests, and what is particular to
// each.
var examples = map[string][]connection{
	"defaults": {
		{"a neighbour", neighbour, server, core.ProtocolTCP, 8000, allowed},
		{"a stranger", stranger, server, core.ProtocolTCP, 8000, allowed},
		{"an address outside", public, server, core.ProtocolTCP, 8000, allowed},
		{"out to HTTPS", server, public, core.ProtocolTCP, 443, refused},
	},
	// Only pods of namespaces with the label team=a; traces, to port 4318.
	"everything": {
		{"team a", teamA, server, core.ProtocolTCP, 8000, allowed},
		{"a neighbour", neighbour, server, core.ProtocolTCP, 8000, refused},
		{"a stranger", stranger, server, core.ProtocolTCP, 8000, refused},
		{"an address outside", public, server, core.ProtocolTCP, 8000, refused},
		{"a pod beside the operator", besideOperator, server, core.ProtocolTCP, 8000, refused},
		{"a pod that calls itself the operator", impostor, server, core.ProtocolTCP, 8000, refused},
		{"out to the collector of traces", server, public, core.ProtocolTCP, 4318, allowed},
		{"out to a collector of traces in the cluster", server, stranger, core.ProtocolTCP, 4318, allowed},
		{"out to HTTPS", server, public, core.ProtocolTCP, 443, refused},
	},
	// HTTPS, and tokens of another issuer, at port 8443.
	"https": {
		{"a neighbour", neighbour, server, core.ProtocolTCP, 8000, allowed},
		{"out to the issuer", server, public, core.ProtocolTCP, 8443, allowed},
		{"out to an issuer in the cluster", server, stranger, core.ProtocolTCP, 8443, allowed},
		{"out to HTTPS", server, public, core.ProtocolTCP, 443, refused},
	},
	// Backups in a bucket, at port 9000.
	"bucket": {
		{"a neighbour", neighbour, server, core.ProtocolTCP, 8000, allowed},
		{"out to an object store outside", server, public, core.ProtocolTCP, 9000, allowed},
		{"out to an object store of the cluster", server, stranger, core.ProtocolTCP, 9000, allowed},
		{"out to an object store beside the cluster", server, apiServer, core.ProtocolTCP, 9000, allowed},
		{"out to HTTPS", server, public, core.ProtocolTCP, 443, refused},
	},
	// The server's own authorization server, which fetches descriptions of clients.
	"oauth": {
		{"out to a description", server, public, core.ProtocolTCP, 443, allowed},
		{"out to a description over IPv6", server, public6, core.ProtocolTCP, 443, allowed},
		{"out to a private address", server, apiServer, core.ProtocolTCP, 443, refused},
		{"out to a private address over IPv6", server, private6, core.ProtocolTCP, 443, refused},
		{"out to the cloud's metadata", server, metadata, core.ProtocolTCP, 443, refused},
		{"out to a pod", server, neighbour, core.ProtocolTCP, 443, refused},
	},
}

func TestThePoliciesAllowWhatTheSpecSaysAndNothingElse(t *testing.T) {
	for example, particular := range examples {
		policy := matcher.BuildNetworkPolicies(true, policies(t, example))
		for _, row := range append(append([]connection{}, everywhere...), particular...) {
			t.Run(example+"/"+row.what, func(t *testing.T) {
				result := policy.IsTrafficAllowed(&matcher.Traffic{
					Source: row.from, Destination: row.to, ResolvedPort: row.port, Protocol: row.protocol,
				})
				if verdict(result.IsAllowed()) != row.want {
					t.Errorf("allowed: %v, expected: %v\n%s", result.IsAllowed(), row.want, result.Table())
				}
			})
		}
	}
}

// policies reads the network policies among the objects of an example.
func policies(t *testing.T, example string) []*networking.NetworkPolicy {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(manifests, example+".objects.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var found []*networking.NetworkPolicy
	for _, document := range bytes.Split(content, []byte("---\n")) {
		policy := &networking.NetworkPolicy{}
		if err := yaml.Unmarshal(document, policy); err != nil {
			t.Fatal(err)
		}
		if policy.Kind == "NetworkPolicy" {
			found = append(found, policy)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d network policies in %s, expected one", len(found), example)
	}
	return found
}
