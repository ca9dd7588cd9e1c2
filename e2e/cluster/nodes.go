package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// furtherTaint keeps pods from a further node that do not ask for it: a test
// adds one, and the pods of others go on as if it were not there.
const furtherTaint = "local-cluster/further-node"

// mostNodes bounds what a test may add: each node is some 150 MB of processes.
const mostNodes = 9

// member is what a further node of a cluster has besides what every cluster has.
type member struct {
	// Address of the node on the network that it shares with the first one.
	Address string
	// PodSubnet is where its pods get their addresses.
	PodSubnet string
	// Volumes is the folder, as the machine sees it, of the volumes of the storage
	// class "standard", which every node can mount: as from a storage network.
	Volumes string
	// Link is the name of the other end of its cable, on the first node.
	Link string
}

// A further node is a state folder inside the first one's: what takes --state
// takes it as well, to stop its kubelet, to load images or to run a command.
func (s *state) nodeFolder(name string) string { return s.path("var/nodes", name) }

// nodes returns the further nodes that were added and not removed.
func (s *state) nodes() ([]*state, error) {
	folders, err := filepath.Glob(s.path("var/nodes", "*", "cluster.json"))
	var all []*state
	for _, folder := range folders {
		all = append(all, &state{folder: filepath.Dir(folder)})
	}
	return all, err
}

func nodeArguments(command string, arguments []string) (*state, string, error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	folder := flags.String("state", "", "the state folder given to up")
	name := flags.String("name", "", "name of the node")
	if err := flags.Parse(arguments); err != nil {
		return nil, "", err
	}
	switch {
	case flags.NArg() > 0:
		return nil, "", fmt.Errorf("%s takes no arguments besides its flags, not %q", command, flags.Args())
	case *folder == "":
		return nil, "", errors.New("--state is missing: give the folder that was given to up")
	case !validName.MatchString(*name):
		return nil, "", fmt.Errorf("--name %q is not a name for a node: give 1 to 40 lower case letters, digits and hyphens", *name)
	}
	s, err := openState(*folder)
	if err != nil {
		return nil, "", err
	}
	return s, *name, s.lock()
}

// addNodeCommand joins a further node to a running cluster and prints the state
// folder of the node.
func addNodeCommand(arguments []string) error {
	started := time.Now()
	s, name, err := nodeArguments("add-node", arguments)
	if err != nil {
		return err
	}
	first, err := s.runningProcess()
	if err != nil {
		return err
	}
	whole, err := s.cluster()
	if err != nil {
		return err
	}
	if whole.Name == name {
		return fmt.Errorf("%s is the name of the cluster's first node: give another", name)
	}
	node := &state{folder: s.nodeFolder(name)}
	if _, err := node.runningProcess(); err == nil {
		took("node "+name+" runs already", started)
		fmt.Println(node.folder)
		return nil
	}
	c, err := s.furtherNode(whole, node, name)
	if err != nil {
		return err
	}
	if err := node.bootNode(c, s, first); err != nil {
		return fmt.Errorf("%w\nthe logs are in %s", err, node.path("var/log"))
	}
	took("node "+name+" is ready", started)
	fmt.Println(node.folder)
	return nil
}

// furtherNode describes a node: as it was before, or with the first free address.
func (s *state) furtherNode(whole cluster, node *state, name string) (cluster, error) {
	c, err := node.cluster()
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		c.Programs = whole.Programs
		return c, err
	}
	others, err := s.nodes()
	if err != nil {
		return c, err
	}
	var taken []string
	for _, other := range others {
		known, err := other.cluster()
		if err != nil {
			return c, err
		}
		taken = append(taken, known.Member.Link)
	}
	for number := 2; number <= mostNodes; number++ {
		link := "link" + strconv.Itoa(number)
		if slices.Contains(taken, link) {
			continue
		}
		return cluster{
			Name: name, ID: node.clusterID(name), Programs: whole.Programs, Snapshotter: whole.Snapshotter,
			Member: &member{
				Address:   fmt.Sprintf("172.20.0.%d", number),
				PodSubnet: fmt.Sprintf("10.244.%d.0/24", number-1),
				Volumes:   s.path("var/lib/volumes"),
				Link:      link,
			},
		}, nil
	}
	return c, fmt.Errorf("the cluster has %d nodes: remove one first", mostNodes)
}

// bootNode starts the processes of a node and waits until it is ready. When that
// fails they are ended again and the state is kept for its logs.
func (s *state) bootNode(c cluster, whole *state, first firstProcess) error {
	ctx, cancel := context.WithTimeout(context.Background(), downPatience)
	defer cancel()
	if err := removeCgroups(ctx, c); err != nil { // of a node whose processes were killed
		return err
	}
	if err := writeNodePKI(whole.path("var/lib/kubernetes/pki"), s.path("var/lib/kubernetes/pki"), c); err != nil {
		return err
	}
	control, err := s.listenControl()
	if err != nil {
		return err
	}
	defer control.Close()
	if err := writeJSON(s.path("cluster.json"), c); err != nil {
		return err
	}
	process, err := startNodeNamespaces(s, c, control, first)
	if err != nil {
		return err
	}
	control.Close()
	err = connectNode(c, first, process)
	if err == nil {
		err = s.followBoot(func(event bootEvent) {
			progress("%-62s %6.1f s", event.Step, event.Took.Seconds())
		})
	}
	if err != nil {
		return errors.Join(err, process.kill(ctx), removeCgroups(ctx, c))
	}
	return nil
}

// startNodeNamespaces starts a node's first process inside the PID namespace of
// the cluster: whatever ends the cluster ends its nodes. The kernel lets only a
// process of that namespace make another one in it, so there is one in between.
func startNodeNamespaces(s *state, c cluster, control *os.File, first firstProcess) (firstProcess, error) {
	var none firstProcess
	program, err := os.Executable()
	if err != nil {
		return none, err
	}
	configuration, err := json.Marshal(c)
	if err != nil {
		return none, err
	}
	nothing, err := os.Open(os.DevNull) // in place of the API server's listener
	if err != nil {
		return none, err
	}
	defer nothing.Close()
	launch := exec.Command("nsenter", "--target", strconv.Itoa(first.PID), "--pid", "--", program, stageLaunch)
	launch.Dir = s.folder
	launch.Env = append(os.Environ(), stageVariable+"="+string(configuration))
	launch.ExtraFiles = []*os.File{nothing, control}
	if output, err := launch.CombinedOutput(); err != nil {
		return none, fmt.Errorf("launch the node: %w: %s", err, strings.TrimSpace(string(output)))
	}
	pid, err := processOf(c)
	if err != nil {
		return none, err
	}
	return s.recordFirstProcess(pid)
}

func launchStage([]string) error {
	c, err := stageCluster()
	if err != nil {
		return err
	}
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	_, err = newNamespaces(&state{folder: folder}, c,
		os.NewFile(apiListenerDescriptor, "nothing"), os.NewFile(controlListenerDescriptor, "control"))
	return err
}

// processOf returns the first process of a cluster as the machine numbers it. Its
// command line carries the cluster's ID, which is unique on the machine.
func processOf(c cluster) (int, error) {
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return 0, err
	}
	wanted := strings.Join([]string{"local-cluster", stageInit, c.ID, ""}, "\x00")
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil && string(content) == wanted {
			return strconv.Atoi(filepath.Base(filepath.Dir(file)))
		}
	}
	return 0, fmt.Errorf("the first process of %s ended at once", c.Name)
}

// connectNode lays a cable from the first node's network to the new one, and
// tells the first node where the pods of the new one are.
func connectNode(c cluster, first, node firstProcess) error {
	for _, command := range []string{
		"ip link add " + c.Member.Link + " type veth peer name " + nodeInterface + " netns " + strconv.Itoa(node.PID),
		"ip link set " + c.Member.Link + " master " + nodeInterface + " up",
		"ip route replace " + c.Member.PodSubnet + " via " + c.Member.Address,
	} {
		if err := runInNetwork(first, strings.Fields(command)...); err != nil {
			return err
		}
	}
	return nil
}

// runInNetwork runs a command in the cluster's network namespace, but with the
// machine's view of processes.
func runInNetwork(first firstProcess, arguments ...string) error {
	return run(append([]string{"nsenter", "--target", strconv.Itoa(first.PID), "--net", "--"}, arguments...)...)
}

func removeNodeCommand(arguments []string) error {
	started := time.Now()
	s, name, err := nodeArguments("remove-node", arguments)
	if err != nil {
		return err
	}
	node := &state{folder: s.nodeFolder(name)}
	c, err := node.cluster()
	if errors.Is(err, fs.ErrNotExist) {
		progress("there is no node %s: nothing to remove", name)
		return nil
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), downPatience)
	defer cancel()
	if err := node.endNode(ctx, c); err != nil {
		return err
	}
	if first, err := s.runningProcess(); err == nil {
		if err := s.forgetNode(c, first); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(node.folder); err != nil {
		return err
	}
	took("removed node "+name, started)
	return nil
}

// endNode ends the processes of a node and removes what is outside its namespaces.
func (s *state) endNode(ctx context.Context, c cluster) error {
	process, err := s.runningProcess()
	if err == nil {
		err = process.kill(ctx)
	}
	if err != nil && !errors.Is(err, errNoCluster) {
		return err
	}
	return removeCgroups(ctx, c)
}

// forgetNode takes a node that has ended out of the running cluster. Its cable
// ended with it; the route goes with the cable.
func (s *state) forgetNode(c cluster, first firstProcess) error {
	forget, err := s.inside("kubectl", "delete", "node", c.Name, "--ignore-not-found")
	if err != nil {
		return err
	}
	if output, err := forget.CombinedOutput(); err != nil {
		return fmt.Errorf("delete the Node %s: %w: %s", c.Name, err, strings.TrimSpace(string(output)))
	}
	var missing *exec.ExitError
	if err := runInNetwork(first, "ip", "route", "delete", c.Member.PodSubnet, "via", c.Member.Address); err != nil && !errors.As(err, &missing) {
		return err
	}
	return nil
}

// endNodes ends all further nodes, before the cluster that they belong to.
func (s *state) endNodes(ctx context.Context) error {
	all, err := s.nodes()
	for _, node := range all {
		c, readErr := node.cluster()
		if readErr != nil {
			return errors.Join(err, readErr)
		}
		err = errors.Join(err, node.endNode(ctx, c))
	}
	return err
}
