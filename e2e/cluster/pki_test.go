package main

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestEveryAddressOfTheAPIServerIsInItsCertificate(t *testing.T) {
	folder := t.TempDir()
	if err := writePKI(folder, "node"); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(folder, "apiserver.crt"))
	if err != nil {
		t.Fatal(err)
	}
	certificate := parseCertificate(t, content)
	for _, name := range []string{"127.0.0.1", nodeIP, kubernetesIP, "kubernetes.default.svc." + clusterDomain} {
		if err := certificate.VerifyHostname(name); err != nil {
			t.Error(err)
		}
	}
	if err := writePKI(folder, "node"); err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(filepath.Join(folder, "apiserver.crt"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(content, again) {
		t.Error("a second call made other keys: kubeconfigs out there would be void")
	}
}

func parseCertificate(t *testing.T, content []byte) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(content)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}
