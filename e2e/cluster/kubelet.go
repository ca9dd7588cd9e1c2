package main

import "strings"

const kubeletConfig = configFolder + "/kubelet.yaml"

// writeKubeletConfig configures the kubelet.
//
// The machine's disk is shared and an image cannot be pulled again, so images
// are never collected and pods are evicted only when there is no room at all.
// volumePluginDir would by default be made in the machine's /usr.
func writeKubeletConfig(c cluster) error {
	if err := writeFile(configFolder+"/resolv.conf", "nameserver "+nodeIP+"\n", 0o644); err != nil {
		return err
	}
	return writeFile(kubeletConfig, strings.NewReplacer("{cgroupRoot}", c.cgroupName(), "{address}", c.nodeAddress()).Replace(`apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix://`+containerdSocket+`
address: {address}
tlsCertFile: `+pkiFolder+`/kubelet-server.crt
tlsPrivateKeyFile: `+pkiFolder+`/kubelet-server.key
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: `+pkiFolder+`/ca.crt}
authorization: {mode: Webhook}
clusterDNS: [`+dnsIP+`]
clusterDomain: `+clusterDomain+`
resolvConf: `+configFolder+`/resolv.conf
cgroupDriver: cgroupfs
cgroupRoot: {cgroupRoot}
failSwapOn: false
oomScoreAdj: 0
serializeImagePulls: false
registryPullQPS: 0
syncFrequency: 10s
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard:
  memory.available: 50Mi
  nodefs.available: 200Mi
  nodefs.inodesFree: "1%"
  imagefs.available: 200Mi
volumePluginDir: /var/lib/kubelet/volume-plugins
`), 0o644)
}
