package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// The stages of the cluster's own processes. stageInit is PID 1 of the
// namespaces: it prepares the mounts, starts stageSupervise and reaps. They are
// two processes because the supervisor waits for each of its children by
// itself, which a process that reaps every child cannot do.
const (
	stageInit      = "namespace-init"
	stageSupervise = "namespace-supervisor"
	// stageLaunch starts stageInit from inside another cluster's PID namespace, see
	// startNodeNamespaces.
	stageLaunch = "node-launch"
)

// stageVariable carries the cluster as JSON to both stages.
const stageVariable = "LOCAL_CLUSTER"

// The two listeners that both stages inherit. A socket belongs to the network
// namespace in which it was made, so the first one accepts connections to the
// machine's loopback address although its process has no device of the machine.
const (
	apiListenerDescriptor     = 3
	controlListenerDescriptor = 4
)

// Folders as the cluster's processes see them.
const (
	programsFolder = "/run/programs"
	pkiFolder      = "/var/lib/kubernetes/pki"
	configFolder   = "/var/lib/kubernetes/config"
	logFolder      = "/var/log"
)

// volumesFolder is where kube-controller-manager's hostPath provisioner makes
// volumes; the path is fixed in its source.
const volumesFolder = "/tmp/hostpath_pv"

// startNamespaces starts stageInit in namespaces of its own. It ends with
// everything in it when it is killed, and not when the caller ends.
func startNamespaces(s *state, c cluster, api, control *os.File) (firstProcess, error) {
	pid, err := newNamespaces(s, c, api, control)
	if err != nil {
		return firstProcess{}, err
	}
	return s.recordFirstProcess(pid)
}

// recordFirstProcess remembers what has to be killed to end everything.
func (s *state) recordFirstProcess(pid int) (firstProcess, error) {
	started, err := startTime(pid)
	if err != nil {
		return firstProcess{}, fmt.Errorf("the first process ended at once: see %s", s.path("var/log/supervisor.log"))
	}
	p := firstProcess{PID: pid, StartTime: started}
	return p, writeJSON(s.path("init.json"), p)
}

// newNamespaces starts stageInit and returns its process id, as the caller's PID
// namespace numbers it.
func newNamespaces(s *state, c cluster, api, control *os.File) (int, error) {
	configuration, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(s.path("var/log"), 0o755); err != nil {
		return 0, err
	}
	log, err := os.OpenFile(s.path("var/log/supervisor.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	command := exec.Command("/proc/self/exe")
	command.Args = []string{"local-cluster", stageInit, c.ID}
	command.Dir = s.folder
	command.Env = append(os.Environ(), stageVariable+"="+string(configuration))
	command.Stdout, command.Stderr = log, log
	command.ExtraFiles = []*os.File{api, control}
	command.SysProcAttr = &syscall.SysProcAttr{
		Setsid:     true,
		Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC,
	}
	if err := command.Start(); err != nil {
		return 0, fmt.Errorf("start a process in new namespaces (%w): root is needed", err)
	}
	return command.Process.Pid, nil
}

// stageCluster reads what startNamespaces handed over.
func stageCluster() (cluster, error) {
	var c cluster
	if err := json.Unmarshal([]byte(os.Getenv(stageVariable)), &c); err != nil {
		return c, fmt.Errorf("%s: %w (this stage is started by up, not by hand)", stageVariable, err)
	}
	return c, nil
}

func initStage([]string) error {
	// The mounts need the working folder, which is the state.
	c, err := stageCluster()
	if err != nil {
		return err
	}
	if os.Getpid() != 1 {
		return errors.New("this stage is started by up, not by hand")
	}
	if err := mountPrivateFolders(c); err != nil {
		return err
	}
	if err := unix.Sethostname([]byte(c.Name)); err != nil {
		return fmt.Errorf("set the host name %s: %w", c.Name, err)
	}
	if err := raiseFileLimit(); err != nil {
		return err
	}
	return superviseAndReap()
}

// superviseAndReap runs the supervisor until it ends and reaps every orphan of
// the namespace meanwhile. When it returns the kernel kills all that is left.
func superviseAndReap() error {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	supervisor, err := syscall.ForkExec("/proc/self/exe", []string{"local-cluster", stageSupervise}, &syscall.ProcAttr{
		Env:   os.Environ(),
		Files: []uintptr{0, 1, 2, apiListenerDescriptor, controlListenerDescriptor},
	})
	if err != nil {
		return fmt.Errorf("start the supervisor: %w", err)
	}
	go func() {
		for received := range signals {
			syscall.Kill(supervisor, received.(syscall.Signal))
		}
	}()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return fmt.Errorf("wait for children: %w", err)
		case pid == supervisor:
			if status.ExitStatus() != 0 {
				return fmt.Errorf("the supervisor ended with status %d, signal %d", status.ExitStatus(), status.Signal())
			}
			return nil
		}
	}
}

// mountPrivateFolders gives the cluster a /run, /tmp and /var of its own, so
// that the usual paths of Kubernetes neither meet those of the machine or of
// another cluster nor leave anything behind: /run and /tmp end with the
// namespace, /var is the state folder's.
func mountPrivateFolders(c cluster) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	for _, folder := range []string{"var/lib/volumes", "var/log", "var/cache", "var/tmp"} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	if err := os.Chmod("var/tmp", 0o1777); err != nil {
		return err
	}
	if err := os.Symlink("/run", "var/run"); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	// Both may be below a folder that is about to be covered: an open descriptor
	// still reaches them then.
	variable, err := os.Open("var")
	if err != nil {
		return err
	}
	volumes := "/var/lib/volumes"
	if c.Member != nil {
		shared, err := os.Open(c.Member.Volumes)
		if err != nil {
			return err
		}
		volumes = descriptorPath(shared)
	}
	programs, err := os.Open(c.Programs)
	if err != nil {
		return fmt.Errorf("the programs are gone (%w): run down, then up", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	mounts := []struct {
		source, target, kind string
		flags                uintptr
		options              string
	}{
		{"run", "/run", "tmpfs", unix.MS_NOSUID | unix.MS_NODEV, "mode=755"},
		{"tmp", "/tmp", "tmpfs", unix.MS_NOSUID | unix.MS_NODEV, "mode=1777"},
		{descriptorPath(programs), programsFolder, "", unix.MS_BIND, ""},
		{descriptorPath(variable), "/var", "", unix.MS_BIND | unix.MS_REC, ""},
		{volumes, volumesFolder, "", unix.MS_BIND, ""},
	}
	for _, m := range mounts {
		if err := os.MkdirAll(m.target, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(m.source, m.target, m.kind, m.flags, m.options); err != nil {
			return fmt.Errorf("mount %s on %s: %w", m.source, m.target, err)
		}
	}
	return coverKernelSettings()
}

func descriptorPath(file *os.File) string { return fmt.Sprintf("/proc/self/fd/%d", file.Fd()) }

// kernelSettings are the machine-wide settings that the kubelet insists on.
var kernelSettings = map[string]string{
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/keys/root_maxbytes": "25000000",
}

// coverKernelSettings shows the kubelet the settings it wants without changing
// them: they have no namespace, and a test cluster has no say in whether the
// machine reboots after an oops.
func coverKernelSettings() error {
	for name, value := range kernelSettings {
		cover := filepath.Join("/run/kernel-settings", filepath.Base(name))
		if err := writeFile(cover, value+"\n", 0o644); err != nil {
			return err
		}
		if err := unix.Mount(cover, "/proc/sys/"+name, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("cover /proc/sys/%s: %w", name, err)
		}
	}
	return nil
}

// raiseFileLimit lets the components and the pods open as many files as the
// machine allows; databases in pods take the soft limit for the truth.
func raiseFileLimit() error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	limit.Cur = limit.Max
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
}

// overlaySnapshotter returns the snapshotter that works in the state folder. The
// overlay file system does not stack on itself, which is what a state folder
// inside a container usually is on.
func overlaySnapshotter(s *state) (string, error) {
	probe := s.path("overlay-probe")
	defer os.RemoveAll(probe)
	for _, folder := range []string{"lower", "upper", "work", "merged"} {
		if err := os.MkdirAll(filepath.Join(probe, folder), 0o755); err != nil {
			return "", err
		}
	}
	// The mount lives in a namespace of this one thread and ends with it.
	works := make(chan bool)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		works <- unix.Unshare(unix.CLONE_FS|unix.CLONE_NEWNS) == nil &&
			unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "") == nil &&
			unix.Mount("overlay", filepath.Join(probe, "merged"), "overlay", 0, fmt.Sprintf(
				"lowerdir=%[1]s/lower,upperdir=%[1]s/upper,workdir=%[1]s/work", probe)) == nil &&
			unix.Unmount(filepath.Join(probe, "merged"), unix.MNT_DETACH) == nil
	}()
	if <-works {
		return "overlayfs", nil
	}
	return "native", nil
}
