// Command local-cluster makes a real single-node Kubernetes on a bare Linux
// machine: no container engine, no registry, no download beyond Go modules and
// distribution packages. README.md beside this file explains how.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
)

const usage = `local-cluster makes a real single-node Kubernetes on this machine.

  build                                              build the programs, print their folder
  build-cert-manager                                 build cert-manager's controller, print its folder
  up     --name NAME --state DIR --kubeconfig FILE   make or start a cluster, wait until it is ready
         [--cpu-weight N]                            and how its pods compare with other programs when processors are busy
  down   --state DIR                                 remove the cluster and everything it made
  status --state DIR                                 its components, ports and process
  load   --state DIR IMAGE.tar...                    docker or OCI archives into its container runtime
  exec   --state DIR -- COMMAND...                   run a command inside its namespaces
  forward --state DIR ADDRESS:PORT                   lead a port of this machine there, print it; until the input ends

  add-node    --state DIR --name NODE                join a further node, print its state folder (for load, exec, stop, ...)
  remove-node --state DIR --name NODE                take it out again

  stop    --state DIR [COMPONENT]    stop a component, or the whole cluster but keep its data
  start   --state DIR COMPONENT      start a stopped component and wait until it is ready
  restart --state DIR COMPONENT      stop it in order, start it, wait until it is ready
  kill    --state DIR COMPONENT      SIGKILL; the supervisor starts it again by itself
`

// commands maps the name of a subcommand to what it does. The last three are
// the stages of the cluster's own processes and not for people.
var commands = map[string]func(arguments []string) error{
	"build":              buildCommand,
	"build-cert-manager": buildCertManagerCommand,
	"up":                 upCommand,
	"down":               downCommand,
	"status":             statusCommand,
	"load":               loadCommand,
	"exec":               execCommand,
	"forward":            forwardCommand,
	"add-node":           addNodeCommand,
	"remove-node":        removeNodeCommand,
	"stop":               stopCommand,
	"start":              func(a []string) error { return componentCommand("start", a) },
	"restart":            func(a []string) error { return componentCommand("restart", a) },
	"kill":               func(a []string) error { return componentCommand("kill", a) },

	stageInit:      initStage,
	stageSupervise: superviseStage,
	stageLaunch:    launchStage,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	err := commands[os.Args[1]](os.Args[2:])
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	default:
		fmt.Fprintln(os.Stderr, "local-cluster "+os.Args[1]+":", err)
		os.Exit(1)
	}
}

// stateArguments parses the flag --state, which most subcommands have, and
// returns the state with the remaining arguments.
func stateArguments(command string, arguments []string) (*state, []string, error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	folder := flags.String("state", "", "the state folder given to up")
	if err := flags.Parse(arguments); err != nil {
		return nil, nil, err
	}
	if *folder == "" {
		return nil, nil, errors.New("--state is missing: give the folder that was given to up")
	}
	s, err := openState(*folder)
	return s, flags.Args(), err
}
