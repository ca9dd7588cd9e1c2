package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// cniPrograms is where Debian's containernetworking-plugins are.
const cniPrograms = "/usr/lib/cni"

// validName is a node name, short enough for the names that are made from it.
var validName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$`)

func upCommand(arguments []string) error {
	started := time.Now()
	flags := flag.NewFlagSet("up", flag.ContinueOnError)
	name := flags.String("name", "", "name of the cluster, its node and its kubeconfig context")
	folder := flags.String("state", "", "folder for everything the cluster keeps")
	file := flags.String("kubeconfig", "", "kubeconfig to write")
	weight := flags.Int("cpu-weight", usualCPUWeight,
		"weight of all pods beside other programs when the processors are busy, 1 to 10000")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("up takes no arguments besides its flags, not %q", flags.Args())
	case !validName.MatchString(*name):
		return fmt.Errorf("--name %q is not a name for a cluster: give 1 to 40 lower case letters, digits and hyphens", *name)
	case *weight < 1 || *weight > maxCPUWeight:
		return fmt.Errorf("--cpu-weight %d is not between 1 and %d", *weight, maxCPUWeight)
	case *folder == "":
		return errors.New("--state is missing: give a folder for the cluster's data")
	case *file == "":
		return errors.New("--kubeconfig is missing: give the file to write")
	}
	s, err := openState(*folder)
	if err != nil {
		return err
	}
	kubeconfigFile, err := filepath.Abs(*file)
	if err != nil {
		return err
	}
	if err := checkMachine(); err != nil {
		return err
	}
	if err := s.lock(); err != nil {
		return err
	}

	c, err := s.cluster()
	known := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if known && c.Name != *name {
		return fmt.Errorf("%s holds the cluster %q, not %q: give another folder, or run down first", s.folder, c.Name, *name)
	}
	running, err := s.isRunning()
	if err != nil {
		return err
	}
	if known && running {
		return s.joinRunning(c, kubeconfigFile, started)
	}
	if known {
		progress("cluster %s was made before and does not run: it is started again with its data", c.Name)
	}

	c.Name, c.ID, c.Kubeconfig, c.CPUWeight = *name, s.clusterID(*name), kubeconfigFile, *weight
	if c.Programs, err = build(); err != nil {
		return err
	}
	return s.boot(c, started)
}

// isRunning says whether the cluster's processes run. A supervisor that does not
// answer has usually been killed this moment: then the end of the first process
// is awaited.
func (s *state) isRunning() (bool, error) {
	first, err := s.runningProcess()
	if errors.Is(err, errNoCluster) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	silence := s.control(http.MethodGet, "/status", func(io.Reader) error { return nil })
	if silence == nil {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), endPatience)
	defer cancel()
	if first.end(ctx, noSignal) != nil {
		return false, fmt.Errorf("process %d runs, but %w: run down, or stop, first", first.PID, silence)
	}
	return false, nil
}

// joinRunning waits until a cluster that runs already is ready, which it usually
// is, and writes its kubeconfig.
func (s *state) joinRunning(c cluster, kubeconfigFile string, started time.Time) error {
	if err := s.followBoot(func(bootEvent) {}); err != nil {
		return err
	}
	if c.Kubeconfig != kubeconfigFile {
		c.Kubeconfig = kubeconfigFile
		if err := writeJSON(s.path("cluster.json"), c); err != nil {
			return err
		}
	}
	if err := writeMachineKubeconfig(s, c); err != nil {
		return err
	}
	took("cluster "+c.Name+" runs already", started)
	if programs, err := build(); err == nil && programs != c.Programs {
		progress("it runs older programs, from %s: down and up renew them", c.Programs)
	}
	fmt.Println(c.Kubeconfig)
	return nil
}

// boot starts the processes of a cluster and waits until it is ready. When that
// fails they are ended again and the state is kept for its logs.
func (s *state) boot(c cluster, started time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), downPatience)
	defer cancel()
	if err := removeCgroups(ctx, c); err != nil { // of a cluster whose processes were killed
		return err
	}
	var err error
	if c.Snapshotter == "" {
		if c.Snapshotter, err = overlaySnapshotter(s); err != nil {
			return err
		}
	}
	if err := writePKI(s.path("var/lib/kubernetes/pki"), c.Name); err != nil {
		return err
	}
	api, err := s.listenAPI(&c)
	if err != nil {
		return err
	}
	defer api.Close()
	control, err := s.listenControl()
	if err != nil {
		return err
	}
	defer control.Close()
	if err := writeJSON(s.path("cluster.json"), c); err != nil {
		return err
	}
	first, err := startNamespaces(s, c, api, control)
	if err != nil {
		return err
	}
	// Held here too, the listeners would outlive the cluster for this command.
	api.Close()
	control.Close()

	err = s.followBoot(func(event bootEvent) {
		progress("%-62s %6.1f s", event.Step, event.Took.Seconds())
	})
	if err != nil {
		ctx, cancel := context.WithTimeout(context.Background(), downPatience)
		defer cancel()
		return errors.Join(fmt.Errorf("%w\nthe logs are in %s", err, s.path("var/log")), first.kill(ctx), removeCgroups(ctx, c))
	}
	if err := writeMachineKubeconfig(s, c); err != nil {
		return err
	}
	took("cluster "+c.Name+" is ready", started)
	fmt.Println(c.Kubeconfig)
	return nil
}

// followBoot hands the steps of the start to each as they finish, and returns
// when the cluster is ready or has failed.
func (s *state) followBoot(each func(bootEvent)) error {
	return s.control(http.MethodGet, "/boot", func(r io.Reader) error {
		for decoder := json.NewDecoder(r); ; {
			var event bootEvent
			if err := decoder.Decode(&event); err != nil {
				return fmt.Errorf("the supervisor ended during the start (%w): see %s\n%s",
					err, s.path("var/log/supervisor.log"), lastLines(s.path("var/log/supervisor.log"), 5))
			}
			switch {
			case event.Ready:
				return nil
			case event.Failure != "":
				return errors.New(event.Failure)
			}
			each(event)
		}
	})
}

// listenAPI opens the API server's port on the loopback address: the one that
// kubeconfigs out there know, or for a new cluster a free one.
func (s *state) listenAPI(c *cluster) (*os.File, error) {
	listener, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", c.Port))
	if err != nil && c.Port != 0 {
		progress("port %d is taken (%v): the cluster gets another one, and copies of its kubeconfig are out of date", c.Port, err)
		listener, err = net.Listen("tcp4", "127.0.0.1:0")
	}
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	c.Port = listener.Addr().(*net.TCPAddr).Port
	return listener.(*net.TCPListener).File()
}

// checkMachine names all that is missing at once.
func checkMachine() error {
	if os.Geteuid() != 0 {
		return errors.New("only root can make namespaces and mounts: run it as root")
	}
	var missing []string
	for _, program := range []string{"containerd", "containerd-shim-runc-v2", "ctr", "runc", "ip", "iptables", "conntrack", "nsenter", "socat"} {
		if _, err := exec.LookPath(program); err != nil {
			missing = append(missing, program)
		}
	}
	for _, plugin := range []string{"bridge", "host-local", "loopback", "portmap"} {
		if _, err := os.Stat(filepath.Join(cniPrograms, plugin)); err != nil {
			missing = append(missing, filepath.Join(cniPrograms, plugin))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("the machine lacks %s: install the packages of debian-packages.txt", strings.Join(missing, ", "))
	}
	return nil
}
