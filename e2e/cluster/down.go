package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// downPatience bounds the end of all processes and the removal of cgroups
	// after a SIGKILL.
	downPatience = time.Minute

	// endPatience bounds the end of a process that somebody else has killed.
	endPatience = 10 * time.Second

	// stopAllPatience bounds an orderly end: every pod and every component.
	stopAllPatience = 2 * time.Minute
)

func downCommand(arguments []string) error {
	s, rest, err := stateArguments("down", arguments)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("down takes no arguments, not %q", rest)
	}
	started := time.Now()
	if _, err := os.Stat(s.folder); errors.Is(err, fs.ErrNotExist) {
		progress("%s is not there: nothing to remove", s.folder)
		return nil
	}
	if err := s.lock(); err != nil {
		return err
	}
	c, err := s.cluster()
	if errors.Is(err, fs.ErrNotExist) {
		// Removing a folder that is no cluster's would be somebody's loss.
		return fmt.Errorf("%s holds no cluster (there is no cluster.json in it) and is left alone", s.folder)
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), downPatience)
	defer cancel()
	if err := s.endNodes(ctx); err != nil {
		return err
	}
	first, err := s.runningProcess()
	if err == nil {
		if err := first.kill(ctx); err != nil {
			return err
		}
	} else if !errors.Is(err, errNoCluster) {
		return err
	}
	if err := removeCgroups(ctx, c); err != nil {
		return err
	}
	if err := s.removeKubeconfig(c); err != nil {
		return err
	}
	if err := os.RemoveAll(s.folder); err != nil {
		return err
	}
	took("removed cluster "+c.Name, started)
	return nil
}

// removeKubeconfig removes the file that up wrote, unless it is another's by now.
func (s *state) removeKubeconfig(c cluster) error {
	content, err := os.ReadFile(c.Kubeconfig)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	ours, err := kubeconfig(s.path("var/lib/kubernetes/pki"), "admin", c.Name, fmt.Sprintf("https://127.0.0.1:%d", c.Port))
	if err == nil && string(content) == ours {
		return os.Remove(c.Kubeconfig)
	}
	progress("%s was changed since up wrote it and is left", c.Kubeconfig)
	return nil
}

// kill ends the first process, and with it the kernel ends all others of the
// PID namespace before the first counts as ended. Mounts, devices and rules go
// with the last process.
func (p firstProcess) kill(ctx context.Context) error {
	return p.end(ctx, unix.SIGKILL)
}

// noSignal makes end only wait.
const noSignal = unix.Signal(0)

// end sends a signal and returns when the process has ended.
func (p firstProcess) end(ctx context.Context, signal unix.Signal) error {
	descriptor, err := unix.PidfdOpen(p.PID, 0)
	if errors.Is(err, unix.ESRCH) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open process %d: %w", p.PID, err)
	}
	defer unix.Close(descriptor)
	// The number may have gone to another process before the descriptor pinned it.
	if started, err := startTime(p.PID); err != nil || started != p.StartTime {
		return nil
	}
	if err := unix.PidfdSendSignal(descriptor, signal, nil, 0); err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("signal process %d: %w", p.PID, err)
	}
	return await(ctx, fmt.Sprintf("the end of process %d", p.PID), func() error {
		ready, err := unix.Poll([]unix.PollFd{{Fd: int32(descriptor), Events: unix.POLLIN}}, 0)
		if ready > 0 {
			return nil
		}
		return errors.Join(err, errors.New("it still runs"))
	})
}

// stopCommand stops one component, or without one the whole cluster in order:
// its data stays, and up starts it again.
func stopCommand(arguments []string) error {
	s, names, err := stateArguments("stop", arguments)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return componentCommand("stop", arguments)
	}
	started := time.Now()
	if err := s.lock(); err != nil {
		return err
	}
	c, err := s.cluster()
	if err != nil {
		return fmt.Errorf("%s holds no cluster: %w", s.folder, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopAllPatience)
	defer cancel()
	first, err := s.runningProcess()
	if errors.Is(err, errNoCluster) {
		progress("cluster %s does not run", c.Name)
		return nil
	}
	if err != nil {
		return err
	}
	if err := first.end(ctx, unix.SIGTERM); err != nil {
		return err
	}
	if err := removeCgroups(ctx, c); err != nil {
		return err
	}
	took("stopped cluster "+c.Name, started)
	return nil
}
