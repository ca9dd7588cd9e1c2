package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const (
	// A component that dies sooner than this after its start is started again
	// only after restartPause, so that one that cannot run does not burn the
	// machine.
	shortLife    = 2 * time.Second
	restartPause = time.Second

	// hopelessRestarts is after how many restarts nobody waits any more for a
	// component to be ready.
	hopelessRestarts = 5

	// stopPatience is how long a component may take to end in order. The API
	// server would wait a minute for its watchers to leave.
	stopPatience = 3 * time.Second
)

// process keeps one component running: it starts it again whenever it ends,
// until it is told to stop.
type process struct {
	*component

	mu       sync.Mutex
	wanted   bool
	command  *exec.Cmd
	ended    chan struct{} // closed when command has ended; nil while none runs
	started  time.Time
	restarts int
}

// start starts the component unless it runs.
func (p *process) start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wanted {
		return nil
	}
	if err := p.launch(); err != nil {
		return err
	}
	p.wanted = true
	return nil
}

// launch starts the program and a goroutine that waits for it. The caller holds
// the mutex.
func (p *process) launch() error {
	log, err := os.OpenFile(p.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	program, arguments := p.component.command()
	command := exec.Command(program, arguments...)
	command.Dir = "/"
	command.Stdout, command.Stderr = log, log
	// No terminal and no group of the supervisor's: a signal is meant for one.
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.command, p.started, p.ended = command, time.Now(), make(chan struct{})
	go p.keepRunning(command, p.ended)
	return nil
}

func (p *process) keepRunning(command *exec.Cmd, ended chan struct{}) {
	err := command.Wait()
	close(ended)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.command, p.ended = nil, nil
	pause := time.Duration(0)
	if time.Since(p.started) < shortLife {
		pause = restartPause
	}
	for p.wanted && p.command == nil {
		p.restarts++
		logf("%s ended (%v) and is started again", p.name, describe(err))
		p.mu.Unlock()
		time.Sleep(pause)
		p.mu.Lock()
		if !p.wanted || p.command != nil {
			return
		}
		if err = p.launch(); err != nil {
			pause = restartPause
		}
	}
}

func describe(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}

// stop ends the component in order and keeps it down. It returns when it has
// ended.
func (p *process) stop() {
	p.mu.Lock()
	p.wanted = false
	command, ended := p.command, p.ended
	p.mu.Unlock()
	if command == nil {
		return
	}
	command.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(stopPatience):
		logf("%s did not end within %s and is killed", p.name, stopPatience)
		command.Process.Kill()
		<-ended
	}
}

// kill ends the component without warning. It is started again at once.
func (p *process) kill() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.command == nil {
		return fmt.Errorf("%s does not run: start it first", p.name)
	}
	return p.command.Process.Kill()
}

// awaitReady returns when the component serves. The error carries the end of
// the component's log, which is where the reason is.
func (p *process) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	before := p.status().Restarts
	err := await(ctx, p.name, func() error {
		if p.status().Restarts >= before+hopelessRestarts {
			cancel()
		}
		return p.ready(ctx)
	})
	if err == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Errorf("%w\n%s was restarted %d times; its log %s ends:\n%s", err, p.name, p.restarts, p.logFile(), lastLines(p.logFile(), 5))
}

func (p *process) logFile() string { return filepath.Join(logFolder, p.name+".log") }

// processStatus is what the status command shows of a component.
type processStatus struct {
	Name     string
	Running  bool
	PID      int // inside the PID namespace
	Restarts int
	Started  time.Time
}

func (p *process) status() processStatus {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := processStatus{Name: p.name, Running: p.command != nil, Restarts: p.restarts, Started: p.started}
	if s.Running {
		s.PID = p.command.Process.Pid
	}
	return s
}

// lastLines returns the last lines of a file, as far as they are within its last
// 16 KiB.
func lastLines(file string, count int) []byte {
	content, err := os.ReadFile(file)
	if err != nil {
		return []byte(err.Error())
	}
	content = content[max(0, len(content)-16<<10):]
	lines := bytes.Split(bytes.TrimSpace(content), []byte("\n"))
	return bytes.Join(lines[max(0, len(lines)-count):], []byte("\n"))
}
