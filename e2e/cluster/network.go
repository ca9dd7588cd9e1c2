package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"
)

// cablePatience bounds the wait of a further node for its cable.
const cablePatience = 20 * time.Second

// The addresses of a cluster. They exist only inside its network namespace,
// which has no way out, so every cluster has the same.
const (
	nodeIP          = "172.20.0.1"
	nodeInterface   = "node0"
	podRange        = "10.244.0.0/16" // of all nodes
	firstPodSubnet  = "10.244.0.0/24"
	serviceSubnet   = "10.96.0.0/16"
	kubernetesIP    = "10.96.0.1"
	dnsIP           = "10.96.0.10"
	clusterDomain   = "cluster.local"
	apiServerPort   = "6443"
	apiServerURL    = "https://" + nodeIP + ":" + apiServerPort
	podBridge       = "cni0"
	podCNIFolder    = "/run/cni/configuration"
	podCNIAddresses = "/run/cni/addresses"
)

// setUpNetwork prepares the empty network namespace.
//
// The node's address is on a bridge without ports: a device that every kernel
// with the bridge CNI has, and from which no packet leaves. Services are routed
// to it because a packet of the node itself must have a route before
// kube-proxy's rules can redirect it; one that is still addressed to a Service
// after those rules belongs to a Service that kube-proxy does not know yet and
// is rejected at once. Were it dropped instead, its connection tracking entry
// would outlive the missing rule and keep the retries from being redirected.
// Everything else is unreachable, which clients learn at once as well.
//
// A further node has in place of the bridge the end of a cable that add-node
// lays from that bridge.
func setUpNetwork(c cluster) error {
	device := []string{"ip link add " + nodeInterface + " type bridge"}
	if c.Member != nil {
		if err := awaitCable(); err != nil {
			return err
		}
		device = nil
	}
	commands := append(device,
		"ip link set lo up",
		"ip address add "+c.nodeAddress()+"/24 dev "+nodeInterface,
		"ip link set "+nodeInterface+" up",
		"ip route add "+serviceSubnet+" dev "+nodeInterface+" src "+c.nodeAddress(),
		"ip route add unreachable default",
		"iptables --append OUTPUT --destination "+serviceSubnet+" --jump REJECT",
		"iptables --append FORWARD --destination "+serviceSubnet+" --jump REJECT",
	)
	if c.Member != nil {
		commands = append(commands, "ip route add "+firstPodSubnet+" via "+nodeIP)
	}
	for _, command := range commands {
		if err := run(strings.Fields(command)...); err != nil {
			return err
		}
	}
	// Pods of one bridge reach each other without passing the routing code;
	// bridge-nf-call-iptables makes the answers of a Service pass the rules that
	// give them the Service's address back.
	for name, value := range map[string]string{
		"net/ipv4/ip_forward":                "1",
		"net/bridge/bridge-nf-call-iptables": "1",
	} {
		if err := os.WriteFile("/proc/sys/"+name, []byte(value), 0o644); err != nil {
			return fmt.Errorf("set %s (%w): the kernel needs bridge and br_netfilter", name, err)
		}
	}
	return writeFile(podCNIFolder+"/10-pods.conflist", strings.ReplaceAll(podNetwork, "{subnet}", c.podSubnet()), 0o644)
}

// awaitCable returns when the node's end of its cable is there.
func awaitCable() error {
	ctx, cancel := context.WithTimeout(context.Background(), cablePatience)
	defer cancel()
	return await(ctx, "the device "+nodeInterface, func() error {
		_, err := net.InterfaceByName(nodeInterface)
		return err
	})
}

// podNetwork is the CNI configuration. Pods keep their own address towards the
// node and the API server (no masquerading), because nothing lies beyond.
const podNetwork = `{
  "cniVersion": "0.4.0",
  "name": "pods",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "` + podBridge + `",
      "isDefaultGateway": true,
      "hairpinMode": true,
      "ipMasq": false,
      "ipam": {
        "type": "host-local",
        "ranges": [[{"subnet": "{subnet}"}]],
        "dataDir": "` + podCNIAddresses + `"
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}, "snat": true}
  ]
}
`

// run runs a command and puts its output into the error when it fails.
func run(arguments ...string) error {
	output, err := exec.Command(arguments[0], arguments[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", strings.Join(arguments, " "), err, strings.TrimSpace(string(output)))
	}
	return nil
}
