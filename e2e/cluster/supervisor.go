package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// bootPatience bounds the start of a cluster, which takes some 6 s on an idle
	// machine.
	bootPatience = 90 * time.Second

	// podPatience is how long pods may take to end when the cluster is stopped.
	podPatience = 10 * time.Second
)

// supervisor runs the components of one cluster, inside its namespaces.
type supervisor struct {
	cluster   cluster
	api       *apiClient
	processes []*process // in the order of components()
	boot      *bootLog
}

func superviseStage([]string) error {
	c, err := stageCluster()
	if err != nil {
		return err
	}
	// The components are looked up in the namespaces' own programs first.
	os.Setenv("PATH", programsFolder+":"+os.Getenv("PATH"))
	var apiListener net.Listener
	if c.Member == nil {
		if apiListener, err = inheritedListener(apiListenerDescriptor); err != nil {
			return err
		}
	}
	controlListener, err := inheritedListener(controlListenerDescriptor)
	if err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()

	s := &supervisor{cluster: c, boot: newBootLog()}
	if s.api, err = newAPIClient(); err != nil {
		return err
	}
	for _, component := range components(c, s.api) {
		s.processes = append(s.processes, &process{component: component})
	}
	go func() { logf("the control socket closed: %v", s.serveControl(controlListener)) }()
	if apiListener != nil {
		go func() { logf("the forwarder of the API server closed: %v", forwardAPI(apiListener)) }()
	}

	booting, done := context.WithTimeout(ctx, bootPatience)
	s.boot.finish(s.start(booting))
	done()
	<-ctx.Done()
	s.shutDown()
	return nil
}

func inheritedListener(descriptor uintptr) (net.Listener, error) {
	file := os.NewFile(descriptor, "listener")
	defer file.Close()
	listener, err := net.FileListener(file)
	if err != nil {
		return nil, fmt.Errorf("inherited listener %d: %w", descriptor, err)
	}
	return listener, nil
}

// start brings the cluster up. What does not depend on each other starts
// together.
func (s *supervisor) start(ctx context.Context) error {
	if err := s.step("network, control groups and configuration", s.prepare); err != nil {
		return err
	}
	if s.cluster.Member != nil {
		return s.startMember(ctx)
	}
	if err := together(ctx,
		func(ctx context.Context) error {
			return s.startComponents(ctx, etcd, apiServer)
		},
		func(ctx context.Context) error {
			if err := s.startComponents(ctx, containerd); err != nil {
				return err
			}
			return s.importPauseImage(ctx)
		},
	); err != nil {
		return err
	}
	if err := s.step("DNS Service, storage class, Node", func() error {
		return applyBootstrapObjects(ctx, s.api, s.cluster)
	}); err != nil {
		return err
	}
	kubeletStart := time.Now()
	if err := together(ctx,
		func(ctx context.Context) error { return s.startComponents(ctx, controllerManager) },
		func(ctx context.Context) error { return s.startComponents(ctx, scheduler) },
		func(ctx context.Context) error { return s.startComponents(ctx, coreDNS) },
		func(ctx context.Context) error { return s.startComponents(ctx, proxy, kubelet) },
	); err != nil {
		return err
	}
	return together(ctx,
		s.awaitStep("node "+s.cluster.Name+" Ready", func(ctx context.Context) error {
			return nodeReady(ctx, s.api, s.cluster.Name, kubeletStart)
		}),
		s.awaitStep("service account of the default namespace", func(ctx context.Context) error {
			return s.api.get(ctx, "/api/v1/namespaces/default/serviceaccounts/default", nil)
		}),
		s.awaitStep("DNS through its Service", resolveThroughService),
	)
}

// startMember brings a further node up, which joins a cluster that is ready.
func (s *supervisor) startMember(ctx context.Context) error {
	if err := together(ctx,
		func(ctx context.Context) error {
			if err := s.startComponents(ctx, containerd); err != nil {
				return err
			}
			return s.importPauseImage(ctx)
		},
		s.awaitStep("Node", func(ctx context.Context) error { return applyNode(ctx, s.api, s.cluster) }),
	); err != nil {
		return err
	}
	kubeletStart := time.Now()
	if err := s.startComponents(ctx, proxy, kubelet); err != nil {
		return err
	}
	return s.awaitStep("node "+s.cluster.Name+" Ready", func(ctx context.Context) error {
		return nodeReady(ctx, s.api, s.cluster.Name, kubeletStart)
	})(ctx)
}

func (s *supervisor) prepare() error {
	if err := os.MkdirAll(configFolder, 0o700); err != nil {
		return err
	}
	if err := s.prepareNode(); err != nil || s.cluster.Member != nil {
		return err
	}
	if err := writeDNSConfig(); err != nil {
		return err
	}
	return openVolumes(func(err error) { logf("volumes: %v", err) })
}

// prepareNode prepares what every node has.
func (s *supervisor) prepareNode() error {
	for _, prepare := range []func() error{
		func() error { return setUpNetwork(s.cluster) },
		func() error { return makeCgroups(s.cluster) },
		func() error { return writeComponentKubeconfigs(s.cluster) },
		func() error { return writeContainerdConfig(s.cluster) },
		func() error { return writeKubeletConfig(s.cluster) },
	} {
		if err := prepare(); err != nil {
			return err
		}
	}
	return nil
}

// startComponents starts components one after the other, each when the one
// before serves.
func (s *supervisor) startComponents(ctx context.Context, names ...string) error {
	for _, name := range names {
		p, err := s.process(name)
		if err != nil {
			return err
		}
		if err := s.step(name, func() error {
			if err := p.start(); err != nil {
				return err
			}
			return p.awaitReady(ctx)
		}); err != nil {
			return err
		}
	}
	return nil
}

// importPauseImage gives containerd the image of the sandboxes.
func (s *supervisor) importPauseImage(ctx context.Context) error {
	return s.step("pause image", func() error {
		archive, err := os.Open(programsFolder + "/" + pauseArchive)
		if err != nil {
			return err
		}
		defer archive.Close()
		arguments := importImage(s.cluster)
		command := exec.CommandContext(ctx, arguments[0], arguments[1:]...)
		command.Stdin = archive
		if output, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("import %s: %w: %s", pauseArchive, err, strings.TrimSpace(string(output)))
		}
		return nil
	})
}

// shutDown ends the cluster in order: the kubelet first, or it would start the
// pods again; then the pods, which may still write to their volumes; then the
// components, clients before servers.
func (s *supervisor) shutDown() {
	if p, err := s.process(kubelet); err == nil {
		p.stop()
	}
	s.stopPods()
	for _, p := range slices.Backward(s.processes) {
		p.stop()
	}
	logf("stopped")
}

func (s *supervisor) stopPods() {
	processes, err := podProcesses(s.cluster)
	if err != nil {
		logf("list the processes of the pods: %v", err)
	}
	for _, pid := range processes {
		syscall.Kill(pid, syscall.SIGTERM)
	}
	ctx, cancel := context.WithTimeout(context.Background(), podPatience)
	defer cancel()
	if err := await(ctx, "the pods to end", func() error {
		if left, err := podProcesses(s.cluster); err != nil || len(left) > 0 {
			return errors.Join(err, fmt.Errorf("%d processes are left", len(left)))
		}
		return nil
	}); err != nil {
		logf("%v: they are killed with the namespace", err)
	}
}

func (s *supervisor) process(name string) (*process, error) {
	var names []string
	for _, p := range s.processes {
		if p.name == name {
			return p, nil
		}
		names = append(names, p.name)
	}
	return nil, fmt.Errorf("there is no component %q: the components are %s", name, strings.Join(names, ", "))
}

// step runs one step of the boot and reports it with its duration.
func (s *supervisor) step(name string, run func() error) error {
	started := time.Now()
	if err := run(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.boot.add(name, time.Since(started))
	return nil
}

// awaitStep returns a step that waits for a condition.
func (s *supervisor) awaitStep(name string, condition func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		return s.step(name, func() error {
			return await(ctx, name, func() error { return condition(ctx) })
		})
	}
}

// together runs functions at the same time. When one fails the others are
// cancelled, and the first error is returned.
func together(ctx context.Context, functions ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	var once sync.Once
	var first error
	for _, function := range functions {
		group.Add(1)
		go func() {
			defer group.Done()
			if err := function(ctx); err != nil {
				once.Do(func() { first = err })
				cancel()
			}
		}()
	}
	group.Wait()
	return first
}

// logf writes to the supervisor's log.
func logf(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format(time.RFC3339)+" "+format+"\n", arguments...)
}
