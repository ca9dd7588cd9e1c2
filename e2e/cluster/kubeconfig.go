package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kubeconfig returns a kubeconfig with the keys inside, so that the file works
// wherever it is copied. The identity is the name of a certificate in folder.
func kubeconfig(folder, identity, cluster, server string) (string, error) {
	var encoded []string
	for _, file := range []string{"ca.crt", identity + ".crt", identity + ".key"} {
		content, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return "", err
		}
		encoded = append(encoded, base64.StdEncoding.EncodeToString(content))
	}
	return strings.NewReplacer(
		"{cluster}", cluster, "{server}", server, "{user}", identity,
		"{ca}", encoded[0], "{certificate}", encoded[1], "{key}", encoded[2],
	).Replace(`apiVersion: v1
kind: Config
current-context: {cluster}
clusters:
- name: {cluster}
  cluster:
    server: {server}
    certificate-authority-data: {ca}
users:
- name: {cluster}-{user}
  user:
    client-certificate-data: {certificate}
    client-key-data: {key}
contexts:
- name: {cluster}
  context:
    cluster: {cluster}
    user: {cluster}-{user}
`), nil
}

// writeMachineKubeconfig writes the administrator's kubeconfig that up was asked
// for. It goes through the port on the machine's loopback address.
func writeMachineKubeconfig(s *state, c cluster) error {
	content, err := kubeconfig(s.path("var/lib/kubernetes/pki"), "admin", c.Name, fmt.Sprintf("https://127.0.0.1:%d", c.Port))
	if err != nil {
		return err
	}
	return writeFile(c.Kubeconfig, content, 0o600)
}

// writeComponentKubeconfigs writes those of the components, which speak to the
// API server directly, and one for people who enter the namespaces with exec.
func writeComponentKubeconfigs(c cluster) error {
	for _, identity := range []string{"controller-manager", "scheduler", "proxy", "coredns", "kubelet", "admin"} {
		content, err := kubeconfig(pkiFolder, identity, c.Name, apiServerURL)
		if err != nil {
			return err
		}
		if err := writeFile(componentKubeconfig(identity), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func componentKubeconfig(identity string) string {
	return configFolder + "/" + identity + ".kubeconfig"
}
