package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// certManagerModule is where cert-manager's definitions come from, beside its
// controller.
const certManagerModule = "github.com/cert-manager/cert-manager"

func buildCertManagerCommand(arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("build-cert-manager takes no arguments, not %q", arguments)
	}
	folder, err := cached("cert-manager-", []string{"cert-manager"}, buildCertManager)
	if err == nil {
		fmt.Println(folder)
	}
	return err
}

// buildCertManager makes a folder with cert-manager's controller and, in crds,
// its CustomResourceDefinitions. The cluster itself does not need them, so they
// are not part of build, which everyone waits for who wants a cluster.
func buildCertManager(folder, source string) error {
	module := filepath.Join(source, "cert-manager")
	version, err := moduleVersion(module, certManagerModule)
	if err != nil {
		return err
	}
	if err := goBuild("cert-manager "+version+" (half a minute the first time)",
		module, ".", filepath.Join(folder, "cert-manager"), nil); err != nil {
		return err
	}
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", certManagerModule)
	list.Dir = module
	list.Env = append(os.Environ(), "GOWORK=off")
	list.Stderr = os.Stderr
	output, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list of %s failed (%w): its output is above", certManagerModule, err)
	}
	return os.CopyFS(filepath.Join(folder, "crds"),
		os.DirFS(filepath.Join(strings.TrimSpace(string(output)), "deploy", "crds")))
}
