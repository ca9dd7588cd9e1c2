package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Certificates hold for ten years, and from a day ago: a test may set the clock.
const (
	certificateLife = 10 * 365 * 24 * time.Hour
	clockAllowance  = 24 * time.Hour
)

// authority is a certificate authority that signs while the keys are made.
type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

// writePKI makes the keys and certificates of a cluster, unless they are there:
// a cluster that is started again keeps them, and so do the users of its
// kubeconfig. NAME.crt and NAME.key belong together.
func writePKI(folder, node string) error {
	complete := filepath.Join(folder, "complete")
	if _, err := os.Stat(complete); err == nil {
		return nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	ca, err := newAuthority(folder, "ca", "kubernetes")
	if err != nil {
		return err
	}
	// Requests that the API server passes on to an aggregated server are signed
	// under an authority of their own: a client of the cluster must not be able to
	// pose as the API server.
	frontProxyCA, err := newAuthority(folder, "front-proxy-ca", "front-proxy")
	if err != nil {
		return err
	}
	type identity struct {
		signer              *authority
		file, user, group   string
		addresses           []string
		serverNotJustClient bool
	}
	for _, i := range []identity{
		{signer: ca, file: "apiserver", user: "kube-apiserver", serverNotJustClient: true, addresses: []string{
			"127.0.0.1", "localhost", nodeIP, kubernetesIP, node, "kubernetes", "kubernetes.default",
			"kubernetes.default.svc", "kubernetes.default.svc." + clusterDomain}},
		{signer: ca, file: "apiserver-kubelet-client", user: "kube-apiserver-kubelet-client", group: "system:masters"},
		{signer: frontProxyCA, file: "front-proxy-client", user: "front-proxy-client"},
		{signer: ca, file: "controller-manager", user: "system:kube-controller-manager"},
		{signer: ca, file: "scheduler", user: "system:kube-scheduler"},
		{signer: ca, file: "proxy", user: "system:kube-proxy"},
		{signer: ca, file: "coredns", user: dnsUser},
		{signer: ca, file: "admin", user: "kubernetes-admin", group: "system:masters"},
		{signer: ca, file: "kubelet", user: "system:node:" + node, group: "system:nodes"},
		// Without the node's address the API server refuses logs and exec.
		{signer: ca, file: "kubelet-server", user: "kubelet", serverNotJustClient: true, addresses: []string{node, nodeIP, "127.0.0.1"}},
	} {
		template := &x509.Certificate{
			Subject:     pkix.Name{CommonName: i.user},
			KeyUsage:    x509.KeyUsageDigitalSignature,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}
		if i.group != "" {
			template.Subject.Organization = []string{i.group}
		}
		if i.serverNotJustClient {
			template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		}
		for _, address := range i.addresses {
			if ip := net.ParseIP(address); ip != nil {
				template.IPAddresses = append(template.IPAddresses, ip)
			} else {
				template.DNSNames = append(template.DNSNames, address)
			}
		}
		if _, err := issue(folder, i.file, template, i.signer); err != nil {
			return err
		}
	}
	if err := newServiceAccountKey(folder); err != nil {
		return err
	}
	return os.WriteFile(complete, nil, 0o600)
}

func newAuthority(folder, file, name string) (*authority, error) {
	return issue(folder, file, &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}, nil)
}

// issue makes a key and a certificate for it, signed by signer or, without one,
// by itself.
func issue(folder, file string, template *x509.Certificate, signer *authority) (*authority, error) {
	key, err := newKey(file)
	if err != nil {
		return nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, err
	}
	now := time.Now()
	template.NotBefore, template.NotAfter = now.Add(-clockAllowance), now.Add(certificateLife)
	issuer := &authority{certificate: template, key: key}
	if signer != nil {
		issuer = signer
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, key.Public(), issuer.key)
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", file, err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if err := writePEM(filepath.Join(folder, file+".crt"), "CERTIFICATE", der); err != nil {
		return nil, err
	}
	return &authority{certificate, key}, writeKey(filepath.Join(folder, file+".key"), key)
}

// newKey makes an elliptic key, which is quick, for all but the administrator:
// that one's kubeconfig is read by clients in other languages, and some of them
// know RSA keys only.
func newKey(file string) (crypto.Signer, error) {
	if file == "admin" {
		return rsa.GenerateKey(rand.Reader, 2048)
	}
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// writeNodePKI gives a further node the keys of its cluster, and a kubelet's of
// its own.
func writeNodePKI(from, folder string, c cluster) error {
	complete := filepath.Join(folder, "complete")
	if _, err := os.Stat(complete); err == nil {
		return nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	// Which includes "complete" only at the end, by its own name.
	for _, name := range []string{"ca", "admin", "proxy", "controller-manager", "scheduler", "coredns"} {
		for _, suffix := range []string{".crt", ".key"} {
			if err := copyKey(filepath.Join(from, name+suffix), filepath.Join(folder, name+suffix)); err != nil {
				return err
			}
		}
	}
	ca, err := readAuthority(from, "ca")
	if err != nil {
		return err
	}
	if _, err := issue(folder, "kubelet", &x509.Certificate{
		Subject:     pkix.Name{CommonName: "system:node:" + c.Name, Organization: []string{"system:nodes"}},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, ca); err != nil {
		return err
	}
	if _, err := issue(folder, "kubelet-server", &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kubelet"},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{c.Name},
		IPAddresses: []net.IP{net.ParseIP(c.nodeAddress()), net.IPv4(127, 0, 0, 1)},
	}, ca); err != nil {
		return err
	}
	return os.WriteFile(complete, nil, 0o600)
}

func copyKey(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}

// readAuthority reads an authority that issue has written.
func readAuthority(folder, file string) (*authority, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, file+".crt"), filepath.Join(folder, file+".key"))
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		return nil, err
	}
	return &authority{certificate, pair.PrivateKey.(crypto.Signer)}, nil
}

// newServiceAccountKey makes the key that signs service account tokens, and its
// public half, which checks them.
func newServiceAccountKey(folder string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if err := writePEM(filepath.Join(folder, "service-accounts.pub"), "PUBLIC KEY", public); err != nil {
		return err
	}
	return writeKey(filepath.Join(folder, "service-accounts.key"), key)
}

func writeKey(file string, key crypto.Signer) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(file, "PRIVATE KEY", der)
}

func writePEM(file, kind string, der []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
