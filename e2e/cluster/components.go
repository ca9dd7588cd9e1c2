package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"
)

// The components, in the order in which the cluster shuts down backwards.
const (
	etcd              = "etcd"
	containerd        = "containerd"
	apiServer         = "kube-apiserver"
	controllerManager = "kube-controller-manager"
	scheduler         = "kube-scheduler"
	coreDNS           = "coredns"
	proxy             = "kube-proxy"
	kubelet           = "kubelet"
)

// component is one program of the cluster.
type component struct {
	name      string
	program   string
	arguments []string
	// ready returns nil when the program serves.
	ready func(context.Context) error
}

// components returns the programs of a cluster's first node, or of a further
// one, with their flags. A flag is here
// because the default is wrong for one node in a namespace, or because there is
// no default.
func components(c cluster, api *apiClient) []*component {
	all := []*component{
		{
			name: etcd,
			// Data that must survive a crash of the machine is not kept in a test
			// cluster; etcd is several times faster when it need not wait for the disk.
			arguments: []string{
				"--unsafe-no-fsync",
				"--data-dir=/var/lib/etcd",
				"--listen-client-urls=http://127.0.0.1:2379",
				"--advertise-client-urls=http://127.0.0.1:2379",
				"--listen-peer-urls=http://127.0.0.1:2380",
				"--initial-advertise-peer-urls=http://127.0.0.1:2380",
				"--initial-cluster=default=http://127.0.0.1:2380",
				"--auto-compaction-retention=1h",
				"--quota-backend-bytes=4294967296",
				"--log-level=warn",
			},
			ready: answers("http://127.0.0.1:2379/health"),
		},
		{
			name:      containerd,
			program:   containerd,
			arguments: []string{"--config=" + containerdConfig, "--log-level=info"},
			ready:     accepts("unix", containerdSocket),
		},
		{
			name: apiServer,
			arguments: []string{
				"--etcd-servers=http://127.0.0.1:2379",
				"--advertise-address=" + nodeIP,
				"--secure-port=" + apiServerPort,
				"--allow-privileged",
				"--authorization-mode=Node,RBAC",
				"--enable-admission-plugins=NodeRestriction",
				"--service-cluster-ip-range=" + serviceSubnet,
				"--client-ca-file=" + pkiFolder + "/ca.crt",
				"--tls-cert-file=" + pkiFolder + "/apiserver.crt",
				"--tls-private-key-file=" + pkiFolder + "/apiserver.key",
				"--kubelet-preferred-address-types=InternalIP",
				"--kubelet-certificate-authority=" + pkiFolder + "/ca.crt",
				"--kubelet-client-certificate=" + pkiFolder + "/apiserver-kubelet-client.crt",
				"--kubelet-client-key=" + pkiFolder + "/apiserver-kubelet-client.key",
				"--service-account-issuer=https://kubernetes.default.svc." + clusterDomain,
				"--service-account-key-file=" + pkiFolder + "/service-accounts.pub",
				"--service-account-signing-key-file=" + pkiFolder + "/service-accounts.key",
				// The aggregation layer, for metrics-server and the like.
				"--enable-aggregator-routing",
				"--requestheader-client-ca-file=" + pkiFolder + "/front-proxy-ca.crt",
				"--requestheader-allowed-names=front-proxy-client",
				"--requestheader-extra-headers-prefix=X-Remote-Extra-",
				"--requestheader-group-headers=X-Remote-Group",
				"--requestheader-username-headers=X-Remote-User",
				"--proxy-client-cert-file=" + pkiFolder + "/front-proxy-client.crt",
				"--proxy-client-key-file=" + pkiFolder + "/front-proxy-client.key",
			},
			ready: func(ctx context.Context) error { return api.get(ctx, "/readyz", nil) },
		},
		{
			name: controllerManager,
			arguments: []string{
				"--kubeconfig=" + componentKubeconfig("controller-manager"),
				"--authentication-kubeconfig=" + componentKubeconfig("controller-manager"),
				"--authorization-kubeconfig=" + componentKubeconfig("controller-manager"),
				"--bind-address=127.0.0.1",
				"--leader-elect=false",
				"--use-service-account-credentials",
				"--service-account-private-key-file=" + pkiFolder + "/service-accounts.key",
				"--root-ca-file=" + pkiFolder + "/ca.crt",
				"--cluster-signing-cert-file=" + pkiFolder + "/ca.crt",
				"--cluster-signing-key-file=" + pkiFolder + "/ca.key",
				"--enable-hostpath-provisioner",
				// The default of 20 a second delays the first service accounts by 4 s.
				"--kube-api-qps=200",
				"--kube-api-burst=400",
				"--flex-volume-plugin-dir=/var/lib/kubelet/volume-plugins",
			},
			ready: answers("https://127.0.0.1:10257/healthz"),
		},
		{
			name: scheduler,
			arguments: []string{
				"--kubeconfig=" + componentKubeconfig("scheduler"),
				"--authentication-kubeconfig=" + componentKubeconfig("scheduler"),
				"--authorization-kubeconfig=" + componentKubeconfig("scheduler"),
				"--bind-address=127.0.0.1",
				"--leader-elect=false",
			},
			ready: answers("https://127.0.0.1:10259/readyz"),
		},
		{
			name:      coreDNS,
			arguments: []string{"-conf=" + corefile},
			ready:     answers("http://127.0.0.1:8181/ready"),
		},
		{
			name: proxy,
			arguments: []string{
				"--kubeconfig=" + componentKubeconfig("proxy"),
				"--hostname-override=" + c.Name,
				"--proxy-mode=iptables",
				"--cluster-cidr=" + podRange,
				"--iptables-min-sync-period=100ms",
				"--oom-score-adj=0",
				// These would change settings of the machine.
				"--conntrack-max-per-core=0",
				"--conntrack-tcp-timeout-established=0s",
				"--conntrack-tcp-timeout-close-wait=0s",
				"--healthz-bind-address=127.0.0.1:10256",
				"--metrics-bind-address=127.0.0.1:10249",
			},
			// Healthy is not enough: pods start next, and the first thing most do is
			// connect to the API server through its Service.
			ready: all(answers("http://127.0.0.1:10256/healthz"), accepts("tcp", net.JoinHostPort(kubernetesIP, "443"))),
		},
		{
			name: kubelet,
			arguments: []string{
				"--config=" + kubeletConfig,
				"--kubeconfig=" + componentKubeconfig("kubelet"),
				"--root-dir=/var/lib/kubelet",
				"--hostname-override=" + c.Name,
				"--node-ip=" + c.nodeAddress(),
			},
			ready: all(answers("http://127.0.0.1:10248/healthz"), func(ctx context.Context) error {
				return kubeletKnowsPods(ctx, api, c.Name)
			}),
		},
	}
	if c.Member == nil {
		return all
	}
	return slices.DeleteFunc(all, func(program *component) bool {
		return !slices.Contains([]string{containerd, proxy, kubelet}, program.name)
	})
}

// command returns the executable and its arguments.
func (c *component) command() (string, []string) {
	if c.program != "" {
		return c.program, c.arguments
	}
	return programsFolder + "/" + c.name, c.arguments
}

// healthClient does not check certificates: the components sign those of their
// health endpoints themselves, and the endpoints are on the loopback address.
var healthClient = &http.Client{
	Timeout:   5 * time.Second,
	Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
}

// answers returns a check that a URL answers 200.
func answers(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := healthClient.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %s", url, response.Status)
		}
		return nil
	}
}

// accepts returns a check that an address accepts connections.
func accepts(network, address string) func(context.Context) error {
	return func(ctx context.Context) error {
		dialer := net.Dialer{Timeout: time.Second}
		connection, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return err
		}
		return connection.Close()
	}
}

// all returns a check that holds when each of the given ones does.
func all(checks ...func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, check := range checks {
			if err := check(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}
