package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// cluster is what one cluster is: written once to cluster.json in its state
// folder, and handed to the processes inside the namespaces.
type cluster struct {
	// Name is the name of the node and of the kubeconfig's context.
	Name string
	// ID is unique on the machine: it names what lives outside the namespaces,
	// which is the cgroup.
	ID string
	// Programs is the folder that `build` printed.
	Programs string
	// Port on 127.0.0.1 of the machine on which the API server answers. It stays
	// the same for the life of the state, so that a kubeconfig stays valid.
	Port int
	// CPUWeight of all pods together beside the other programs of the machine, as
	// cgroup v2 counts it; 0 in the state of a cluster from before it was there.
	CPUWeight int
	// Kubeconfig is the file that up wrote and down removes.
	Kubeconfig string
	// Snapshotter of containerd: overlayfs, or native where overlay mounts fail.
	Snapshotter string
	// Member is there for a further node of a cluster, see nodes.go.
	Member *member `json:",omitempty"`
}

// nodeAddress returns the address of the node.
func (c cluster) nodeAddress() string {
	if c.Member != nil {
		return c.Member.Address
	}
	return nodeIP
}

// podSubnet returns the addresses of the node's pods.
func (c cluster) podSubnet() string {
	if c.Member != nil {
		return c.Member.PodSubnet
	}
	return firstPodSubnet
}

// state is the folder of one cluster:
//
//	cluster.json   what the cluster is
//	init.json      its first process, while it runs
//	control.sock   the supervisor's control socket
//	var/nodes/     the state folders of further nodes
//	var/           the /var of the cluster: data, configuration, keys, logs
type state struct {
	folder string
}

// errNoCluster is the error of commands that need a running cluster.
var errNoCluster = errors.New("no cluster is running there")

func openState(folder string) (*state, error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if resolved, err := filepath.EvalSymlinks(absolute); err == nil {
		absolute = resolved
	}
	return &state{folder: absolute}, nil
}

// path returns the path of a file of the cluster as the machine sees it; inside
// the namespaces var/... is /var/....
func (s *state) path(elements ...string) string {
	return filepath.Join(append([]string{s.folder}, elements...)...)
}

// clusterID derives the machine-wide unique name from the state folder.
func (s *state) clusterID(name string) string {
	return fmt.Sprintf("%s-%x", name, sha256.Sum256([]byte(s.folder)))[:len(name)+9]
}

// lock excludes other commands that change the same cluster until the process
// ends. The folder itself is locked: down removes every file in it.
func (s *state) lock() error {
	if err := os.MkdirAll(s.folder, 0o755); err != nil {
		return err
	}
	descriptor, err := unix.Open(s.folder, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open %s: %w", s.folder, err)
	}
	if err := unix.Flock(descriptor, unix.LOCK_EX|unix.LOCK_NB); err == nil {
		return nil
	}
	progress("waiting for another local-cluster command on %s", s.folder)
	return unix.Flock(descriptor, unix.LOCK_EX)
}

// cluster reads cluster.json; fs.ErrNotExist says that there is none yet.
func (s *state) cluster() (cluster, error) {
	var c cluster
	err := readJSON(s.path("cluster.json"), &c)
	return c, err
}

// firstProcess is PID 1 of the cluster's PID namespace as the machine sees it.
// The start time guards against a process id that was given to another process.
type firstProcess struct {
	PID       int
	StartTime uint64
}

// runningProcess returns the cluster's first process, or errNoCluster.
func (s *state) runningProcess() (firstProcess, error) {
	var p firstProcess
	err := readJSON(s.path("init.json"), &p)
	if errors.Is(err, fs.ErrNotExist) {
		return p, fmt.Errorf("%s: %w: start it with up", s.folder, errNoCluster)
	}
	if err != nil {
		return p, err
	}
	started, err := startTime(p.PID)
	if err != nil || started != p.StartTime {
		return p, fmt.Errorf("%s: %w (process %d ended): start it again with up", s.folder, errNoCluster, p.PID)
	}
	return p, nil
}

// startTime returns when a process started, in clock ticks since boot, or an
// error when there is no such process or only its zombie.
func startTime(pid int) (uint64, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The second field is the command in parentheses and may contain anything;
	// the state is the first field after it and the start time the twentieth.
	fields := strings.Fields(string(content[strings.LastIndexByte(string(content), ')')+1:]))
	if fields[0] == "Z" || fields[0] == "X" {
		return 0, fs.ErrNotExist
	}
	return strconv.ParseUint(fields[19], 10, 64)
}

// dialControl connects to the supervisor. The state folder's own path may be
// longer than a socket address can be, so the address goes through /proc.
func (s *state) dialControl() (net.Conn, error) {
	folder, err := os.Open(s.folder)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	return net.Dial("unix", fmt.Sprintf("/proc/self/fd/%d/control.sock", folder.Fd()))
}

// listenControl makes the control socket; see dialControl for the address.
func (s *state) listenControl() (*os.File, error) {
	if err := os.Remove(s.path("control.sock")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	folder, err := os.Open(s.folder)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	listener, err := net.Listen("unix", fmt.Sprintf("/proc/self/fd/%d/control.sock", folder.Fd()))
	if err != nil {
		return nil, fmt.Errorf("control socket in %s: %w", s.folder, err)
	}
	defer listener.Close()
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	return listener.(*net.UnixListener).File()
}

func readJSON(file string, into any) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func writeJSON(file string, value any) error {
	content, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(file, string(content)+"\n", 0o644)
}

// writeFile writes a file in one step, so that a reader sees the old content or
// the new, and makes the folders it is in.
func writeFile(file, content string, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	temporary := file + ".new"
	if err := os.WriteFile(temporary, []byte(content), mode); err != nil {
		return err
	}
	return os.Rename(temporary, file)
}
