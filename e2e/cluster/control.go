package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// restartPatience bounds the wait for one component.
const restartPatience = time.Minute

// serveControl answers the commands that reach into a running cluster, as HTTP
// on the control socket:
//
//	GET  /boot                      the events of the start, until it is over
//	GET  /status                    the components
//	POST /components/NAME/ACTION    stop, start, restart or kill one
func (s *supervisor) serveControl(listener net.Listener) error {
	handler := http.NewServeMux()
	handler.HandleFunc("GET /boot", func(w http.ResponseWriter, _ *http.Request) {
		flush := http.NewResponseController(w)
		s.boot.follow(w, func() { flush.Flush() })
	})
	handler.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		var all []processStatus
		for _, p := range s.processes {
			all = append(all, p.status())
		}
		json.NewEncoder(w).Encode(all)
	})
	var oneAtATime sync.Mutex
	handler.HandleFunc("POST /components/{name}/{action}", func(w http.ResponseWriter, r *http.Request) {
		oneAtATime.Lock()
		defer oneAtATime.Unlock()
		ctx, cancel := context.WithTimeout(r.Context(), restartPatience)
		defer cancel()
		if err := s.act(ctx, r.PathValue("name"), r.PathValue("action")); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
	})
	return http.Serve(listener, handler)
}

func (s *supervisor) act(ctx context.Context, name, action string) error {
	p, err := s.process(name)
	if err != nil {
		return err
	}
	logf("asked to %s %s", action, name)
	switch action {
	case "kill":
		return p.kill()
	case "stop":
		p.stop()
		return nil
	case "restart":
		p.stop()
	case "start":
	default:
		return fmt.Errorf("a component cannot %q: give start, stop, restart or kill", action)
	}
	if err := p.start(); err != nil {
		return err
	}
	return p.awaitReady(ctx)
}

// control sends a request to the supervisor and hands its answer to read.
func (s *state) control(method, path string, read func(io.Reader) error) error {
	client := http.Client{Transport: &http.Transport{
		DialContext:       func(context.Context, string, string) (net.Conn, error) { return s.dialControl() },
		DisableKeepAlives: true,
	}}
	request, err := http.NewRequest(method, "http://supervisor"+path, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("the supervisor does not answer (%w): see %s", err, s.path("var/log/supervisor.log"))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		message, _ := io.ReadAll(response.Body)
		return errors.New(string(bytes.TrimSpace(message)))
	}
	return read(response.Body)
}

func componentCommand(action string, arguments []string) error {
	s, names, err := stateArguments(action, arguments)
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return fmt.Errorf("%s needs the name of one component, not %q", action, names)
	}
	if _, err := s.runningProcess(); err != nil {
		return err
	}
	started := time.Now()
	if err := s.control(http.MethodPost, "/components/"+names[0]+"/"+action, func(io.Reader) error { return nil }); err != nil {
		return err
	}
	took(action+" "+names[0], started)
	return nil
}

func statusCommand(arguments []string) error {
	s, rest, err := stateArguments("status", arguments)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return fmt.Errorf("status takes no arguments, not %q", rest)
	}
	first, err := s.runningProcess()
	if err != nil {
		return err
	}
	c, err := s.cluster()
	if err != nil {
		return err
	}
	var all []processStatus
	if err := s.control(http.MethodGet, "/status", func(r io.Reader) error {
		return json.NewDecoder(r).Decode(&all)
	}); err != nil {
		return err
	}
	fmt.Printf("cluster     %s\nkubeconfig  %s\nAPI server  https://127.0.0.1:%d\nprograms    %s\nlogs        %s\nprocess     %d\n\n",
		c.Name, c.Kubeconfig, c.Port, c.Programs, s.path("var/log"), first.PID)
	fmt.Printf("%-26s %-8s %6s %9s  %s\n", "COMPONENT", "STATE", "PID", "RESTARTS", "SINCE")
	for _, p := range all {
		state := "stopped"
		if p.Running {
			state = "running"
		}
		fmt.Printf("%-26s %-8s %6d %9d  %s\n", p.Name, state, p.PID, p.Restarts, p.Started.Format(time.DateTime))
	}
	return nil
}
