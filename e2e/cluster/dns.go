package main

import (
	"context"
	"fmt"
	"net"
	"os"
)

const (
	corefile = configFolder + "/Corefile"
	dnsUser  = "system:coredns"

	// hostsFile gives names outside the cluster an address inside: lines as in
	// /etc/hosts, read again within seconds after a change.
	hostsFile = configFolder + "/hosts"
)

// writeDNSConfig configures CoreDNS, which runs beside the kubelet and not in a
// pod: it needs no image, and it answers before the first pod starts. There is
// nothing to forward to; a name that is not known does not exist.
func writeDNSConfig() error {
	hosts, err := os.OpenFile(hostsFile, os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	hosts.Close()
	return writeFile(corefile, `.:53 {
    bind `+nodeIP+`
    errors
    ready 127.0.0.1:8181
    cache 5 {
        denial 9984 1
    }
    kubernetes `+clusterDomain+` in-addr.arpa ip6.arpa {
        kubeconfig `+componentKubeconfig("coredns")+`
        pods insecure
        ttl 5
    }
    hosts `+hostsFile+` {
        ttl 5
        fallthrough
    }
    template ANY ANY . {
        rcode NXDOMAIN
    }
}
`, 0o644)
}

// resolveThroughService asks for the API server's name at the address that pods
// ask: it proves CoreDNS, its Service and kube-proxy's rules in one.
func resolveThroughService(ctx context.Context) error {
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", net.JoinHostPort(dnsIP, "53"))
	}}
	name := "kubernetes.default.svc." + clusterDomain + "."
	addresses, err := resolver.LookupHost(ctx, name)
	if err != nil {
		return err
	}
	if len(addresses) != 1 || addresses[0] != kubernetesIP {
		return fmt.Errorf("%s is %q, not %s", name, addresses, kubernetesIP)
	}
	return nil
}
