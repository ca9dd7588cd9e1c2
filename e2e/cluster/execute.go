package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
)

func execCommand(arguments []string) error {
	s, command, err := stateArguments("exec", arguments)
	if err != nil {
		return err
	}
	if len(command) == 0 {
		return errors.New("the command is missing: give it after --")
	}
	inside, err := s.inside(command...)
	if err != nil {
		return err
	}
	inside.Stdin, inside.Stdout, inside.Stderr = os.Stdin, os.Stdout, os.Stderr
	return inside.Run()
}

// inside returns a command that runs in the namespaces of the cluster, with the
// cluster's programs on its path and an administrator's kubeconfig. It sees the
// cluster's /run, /tmp and /var in place of the machine's.
func (s *state) inside(arguments ...string) (*exec.Cmd, error) {
	first, err := s.runningProcess()
	if err != nil {
		return nil, err
	}
	command := exec.Command("nsenter", append([]string{
		"--target", strconv.Itoa(first.PID),
		"--net", "--mount", "--pid", "--uts", "--ipc", "--wd=/", "--",
	}, arguments...)...)
	command.Env = append(os.Environ(),
		"PATH="+programsFolder+":"+os.Getenv("PATH"),
		"KUBECONFIG="+componentKubeconfig("admin"))
	return command, nil
}
