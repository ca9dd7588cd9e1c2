package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// cgroupMount is where cgroup v1 has a folder of folders, one for each
// controller, and where cgroup v2 has its one tree.
const cgroupMount = "/sys/fs/cgroup"

// The weight that every cgroup has by itself, and the largest one.
const (
	usualCPUWeight = 100
	maxCPUWeight   = 10000
)

// cgroupName returns the cluster's folder in every cgroup tree. Its pods are
// below; it is all that a cluster makes outside its namespaces.
func (c cluster) cgroupName() string { return "/memory-service-" + c.ID }

// cgroupTrees returns the roots of the cgroup trees.
func cgroupTrees() ([]string, error) {
	if cgroupsUnified() {
		return []string{cgroupMount}, nil
	}
	entries, err := os.ReadDir(cgroupMount)
	if err != nil {
		return nil, err
	}
	var trees []string
	for _, entry := range entries {
		// cpu and cpuacct may be links to one tree; the link's target is enough.
		// "unified" is a tree of v2 beside those of v1: runc uses it as well.
		if entry.IsDir() {
			trees = append(trees, filepath.Join(cgroupMount, entry.Name()))
		}
	}
	if len(trees) == 0 {
		return nil, fmt.Errorf("%s holds no cgroup tree: pods cannot run without", cgroupMount)
	}
	return trees, nil
}

func cgroupsUnified() bool {
	_, err := os.Stat(cgroupMount + "/cgroup.controllers")
	return err == nil
}

// makeCgroups makes the cluster's folder, which the kubelet expects to find.
func makeCgroups(c cluster) error {
	trees, err := cgroupTrees()
	if err != nil {
		return err
	}
	if cgroupsUnified() {
		controllers, err := os.ReadFile(cgroupMount + "/cgroup.controllers")
		if err != nil {
			return err
		}
		// A child of the root has only the controllers that the root passes on.
		enable := "+" + strings.Join(strings.Fields(string(controllers)), " +")
		if err := os.WriteFile(cgroupMount+"/cgroup.subtree_control", []byte(enable), 0o644); err != nil {
			return fmt.Errorf("pass %s on to the cluster's cgroup: %w", enable, err)
		}
	}
	for _, tree := range trees {
		if err := os.MkdirAll(tree+c.cgroupName(), 0o755); err != nil {
			return err
		}
		if err := weigh(tree+c.cgroupName(), cmp.Or(c.CPUWeight, usualCPUWeight)); err != nil {
			return err
		}
	}
	return nil
}

// weigh gives a cgroup its weight, in the tree that is about processors.
func weigh(folder string, weight int) error {
	const usualShares = 1024 // what cgroup v1 calls the usual weight
	files := map[string]int{"cpu.weight": weight, "cpu.shares": weight * usualShares / usualCPUWeight}
	for name, value := range files {
		file := filepath.Join(folder, name)
		// The kernel made the file, or this tree is about something else.
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.WriteFile(file, []byte(strconv.Itoa(value)), 0o644); err != nil {
			return fmt.Errorf("weigh the cluster's pods: %w", err)
		}
	}
	return nil
}

// removeCgroups removes the cluster's folders, which no namespace removes. The
// kernel refuses while a killed process is still on its way out.
func removeCgroups(ctx context.Context, c cluster) error {
	trees, err := cgroupTrees()
	if err != nil {
		return err
	}
	for _, tree := range trees {
		folder := tree + c.cgroupName()
		if err := await(ctx, "the removal of "+folder, func() error { return removeCgroup(folder) }); err != nil {
			return err
		}
	}
	return nil
}

// removeCgroup removes a folder and those below, the deepest first. The files in
// them are the kernel's and go with them.
func removeCgroup(root string) error {
	folders, err := cgroupsBelow(root)
	for _, folder := range slices.Backward(folders) {
		if removeErr := os.Remove(folder); removeErr != nil && !errors.Is(removeErr, fs.ErrNotExist) {
			err = errors.Join(err, removeErr)
		}
	}
	return err
}

// cgroupsBelow returns a cgroup's folder and those below it, parents first.
func cgroupsBelow(root string) ([]string, error) {
	var folders []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return err
	})
	return folders, err
}

// podProcesses returns the processes of all pods, as this PID namespace numbers
// them.
func podProcesses(c cluster) ([]int, error) {
	tree := cgroupMount
	if !cgroupsUnified() {
		tree += "/memory"
	}
	folders, err := cgroupsBelow(tree + c.cgroupName())
	var processes []int
	for _, folder := range folders {
		content, readErr := os.ReadFile(folder + "/cgroup.procs")
		if readErr != nil {
			continue // the cgroup ended meanwhile
		}
		for _, line := range strings.Fields(string(content)) {
			if pid, parseErr := strconv.Atoi(line); parseErr == nil {
				processes = append(processes, pid)
			}
		}
	}
	return processes, err
}
