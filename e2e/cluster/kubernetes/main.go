// Command kubernetes is every program of a small cluster in one executable.
//
// Linked together the programs share their libraries: one file of some 130 MB
// that builds in minutes, instead of eight that take four times as long. Which
// program runs is the name it was started by (a symbolic link called kubelet
// starts the kubelet) or, under any other name, the first argument.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// programs maps the name of a program to its main function. A main function
// finds its own name in os.Args[0] and returns the exit code.
var programs = map[string]func() int{
	"coredns":                 coredns,
	"etcd":                    etcd,
	"kube-apiserver":          kubeAPIServer,
	"kube-controller-manager": kubeControllerManager,
	"kube-proxy":              kubeProxy,
	"kube-scheduler":          kubeScheduler,
	"kubectl":                 kubectl,
	"kubelet":                 kubelet,
}

func main() {
	name := filepath.Base(os.Args[0])
	if programs[name] == nil && len(os.Args) > 1 {
		name = os.Args[1]
		os.Args = os.Args[1:]
	}
	program := programs[name]
	if program == nil {
		fmt.Fprintf(os.Stderr, "%q is none of the programs in this executable: give one of %s as the first argument, or start it through a link of that name\n",
			name, strings.Join(names(), ", "))
		os.Exit(2)
	}
	if name != "coredns" {
		hideCoreDNSFlags()
	}
	os.Exit(program())
}

func names() []string {
	var all []string
	for name := range programs {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
