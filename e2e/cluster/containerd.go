package main

import "strings"

const (
	containerdSocket = "/run/containerd/containerd.sock"
	containerdConfig = configFolder + "/containerd.toml"

	// imageNamespace is where containerd's CRI plugin keeps the kubelet's images.
	imageNamespace = "k8s.io"
)

// writeContainerdConfig configures containerd 1.6.
//
// restrict_oom_score_adj: without CAP_SYS_RESOURCE, which sandboxed machines
// lack, runc cannot lower a score, and no pod would start. The paths below /opt
// and /etc that containerd would use by default are the machine's and not hidden
// by a mount, so all of them are set.
func writeContainerdConfig(c cluster) error {
	return writeFile(containerdConfig, strings.NewReplacer("{snapshotter}", c.Snapshotter).Replace(`version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
oom_score = 0
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[grpc]
  address = "`+containerdSocket+`"

[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "`+pauseImage+`"
  restrict_oom_score_adj = true
  enable_selinux = false
  disable_tcp_service = true

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "`+cniPrograms+`"
    conf_dir = "`+podCNIFolder+`"

  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "{snapshotter}"
    default_runtime_name = "runc"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = false
`), 0o644)
}

// importImage returns the command that imports an archive, from standard input,
// and unpacks it at once: otherwise the first pod that uses it waits for that.
func importImage(c cluster) []string {
	return []string{"ctr", "--namespace", imageNamespace, "images", "import", "--snapshotter", c.Snapshotter, "-"}
}
