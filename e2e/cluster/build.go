package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// sourceVariable names the folder of this tool's sources, which holds the
// modules that are built. local-cluster.sh sets it.
const sourceVariable = "LOCAL_CLUSTER_SOURCE"

// sourceFolders are the inputs of the build: what is in them, with the version
// of Go, decides whether a build is there already.
var sourceFolders = []string{"kubernetes", "pause"}

// kubernetesPrograms are the names under which the one executable is linked;
// any of them runs the program of that name.
var kubernetesPrograms = []string{
	"coredns", "etcd", "kube-apiserver", "kube-controller-manager",
	"kube-proxy", "kube-scheduler", "kubectl", "kubelet",
}

func buildCommand(arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("build takes no arguments, not %q", arguments)
	}
	folder, err := build()
	if err == nil {
		fmt.Println(folder)
	}
	return err
}

// build makes sure that the programs are in the cache and returns their folder.
// It costs some minutes once and some 50 ms when nothing changed.
func build() (string, error) {
	folder, err := cached("", sourceFolders, func(folder, source string) error {
		return buildInto(filepath.Join(folder, "bin"), source)
	})
	return filepath.Join(folder, "bin"), err
}

// cached makes sure that what is made of these folders of the sources is in the
// cache, and returns its folder there, whose name begins with the prefix.
func cached(prefix string, folders []string, make func(folder, source string) error) (string, error) {
	source := os.Getenv(sourceVariable)
	if source == "" {
		return "", fmt.Errorf("%s is not set: start the tool through local-cluster.sh, or set it to the folder of the tool's sources", sourceVariable)
	}
	cache, err := cacheFolder()
	if err != nil {
		return "", err
	}
	hash, err := hashSources(source, folders)
	if err != nil {
		return "", err
	}
	name := prefix + hash
	result := filepath.Join(cache, name)
	if _, err := os.Stat(result); err == nil {
		return result, nil
	}

	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", err
	}
	unlock, err := lockFile(filepath.Join(cache, name+".lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(result); err == nil {
		return result, nil // another process built it while this one waited
	}

	// The folder appears under its final name only when all of it is there.
	unfinished, err := os.MkdirTemp(cache, name+".unfinished-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(unfinished)
	if err := make(unfinished, source); err != nil {
		return "", err
	}
	if err := os.Chmod(unfinished, 0o755); err != nil {
		return "", err
	}
	return result, os.Rename(unfinished, result)
}

func buildInto(bin, source string) error {
	if err := os.Mkdir(bin, 0o755); err != nil {
		return err
	}
	module := filepath.Join(source, "kubernetes")
	kubernetes, err := moduleVersion(module, "k8s.io/kubernetes")
	if err != nil {
		return err
	}
	parts := strings.SplitN(strings.TrimPrefix(kubernetes, "v"), ".", 3)
	if len(parts) != 3 {
		return fmt.Errorf("kubernetes/go.mod requires k8s.io/kubernetes %s: a version like v1.34.4 is needed", kubernetes)
	}
	major, minor := parts[0], parts[1]
	var flags []string
	for _, in := range []string{"k8s.io/component-base/version", "k8s.io/client-go/pkg/version"} {
		flags = append(flags, define(in, "gitVersion", kubernetes), define(in, "gitMajor", major),
			define(in, "gitMinor", minor), define(in, "gitTreeState", "clean"))
	}
	if err := goBuild("Kubernetes "+kubernetes+" with etcd and CoreDNS (4 to 8 minutes the first time)",
		module, ".", filepath.Join(bin, "kubernetes"), flags); err != nil {
		return err
	}
	for _, name := range kubernetesPrograms {
		if err := os.Symlink("kubernetes", filepath.Join(bin, name)); err != nil {
			return err
		}
	}

	helm, err := moduleVersion(module, "helm.sh/helm/v3")
	if err != nil {
		return err
	}
	// Without the Kubernetes version `helm template` believes in an ancient one
	// and charts refuse to render.
	flags = []string{define("helm.sh/helm/v3/internal/version", "version", helm)}
	for _, in := range []string{"helm.sh/helm/v3/pkg/chartutil", "helm.sh/helm/v3/pkg/lint/rules"} {
		flags = append(flags, define(in, "k8sVersionMajor", major), define(in, "k8sVersionMinor", minor))
	}
	if err := goBuild("Helm "+helm,
		module, "helm.sh/helm/v3/cmd/helm", filepath.Join(bin, "helm"), flags); err != nil {
		return err
	}

	pause := filepath.Join(bin, "pause")
	if err := goBuild("pause image", source, "./pause", pause, nil); err != nil {
		return err
	}
	return writePauseImage(pause, filepath.Join(bin, pauseArchive))
}

func define(in, name, value string) string { return "-X " + in + "." + name + "=" + value }

// The settings of the compiler, as in build/common.sh: others compile again what
// has been.
const compilerFlags = "-gcflags=all=-dwarf=false"

// goBuild builds one package statically (no C compiler is needed, and the pause
// image holds nothing else) and without the paths of this machine in the result.
func goBuild(what, folder, pkg, output string, linkerFlags []string) error {
	started := time.Now()
	progress("building %s", what)
	command := exec.Command("go", "build", "-buildvcs=false", "-trimpath", compilerFlags,
		"-ldflags", strings.Join(append([]string{"-s", "-w"}, linkerFlags...), " "), "-o", output, pkg)
	command.Dir = folder
	// A sixth of the compiler's processor time is garbage collection of processes
	// that end before they need the memory.
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOGC=400", "GOMEMLIMIT=1500MiB")
	command.Stdout, command.Stderr = os.Stderr, os.Stderr

	done := make(chan struct{})
	defer close(done)
	go func() {
		for ticker := time.NewTicker(30 * time.Second); ; {
			select {
			case <-ticker.C:
				progress("  still building, %.0f s", time.Since(started).Seconds())
			case <-done:
				ticker.Stop()
				return
			}
		}
	}()
	if err := command.Run(); err != nil {
		return fmt.Errorf("go build of %s in %s failed (%w): its output is above", pkg, folder, err)
	}
	took("built "+filepath.Base(output), started)
	return nil
}

// moduleVersion returns the version of a module that a go.mod requires.
func moduleVersion(folder, module string) (string, error) {
	content, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return "", err
	}
	found := regexp.MustCompile(`(?m)^(?:require)?\s*` + regexp.QuoteMeta(module) + ` (v\S+)`).FindSubmatch(content)
	if found == nil {
		return "", fmt.Errorf("%s/go.mod does not require %s", folder, module)
	}
	return string(found[1]), nil
}

// hashSources returns 16 hexadecimal digits that change with what is in these
// folders of the sources, and with the version of Go.
func hashSources(source string, folders []string) (string, error) {
	version, err := exec.Command("go", "env", "GOVERSION", "GOOS", "GOARCH").Output()
	if err != nil {
		return "", fmt.Errorf("go env failed (%w): Go 1.24 or newer must be on the PATH", err)
	}
	hash := sha256.New()
	hash.Write(version)
	for _, folder := range folders {
		var files []string
		err := filepath.WalkDir(filepath.Join(source, folder), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return "", err
		}
		slices.Sort(files)
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(hash, "%s %d\n", strings.TrimPrefix(file, source), len(content))
			hash.Write(content)
		}
	}
	return fmt.Sprintf("%x", hash.Sum(nil))[:16], nil
}

func cacheFolder() (string, error) {
	base, err := os.UserCacheDir() // XDG_CACHE_HOME, or .cache in the home folder
	if err != nil {
		return "", errors.New("there is no cache folder: set HOME or XDG_CACHE_HOME")
	}
	return filepath.Join(base, "memory-service"), nil
}

// lockFile takes an exclusive lock and says so when it has to wait for it.
func lockFile(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
		progress("waiting for another build")
		if err := unix.Flock(int(file.Fd()), unix.LOCK_EX); err != nil {
			return nil, err
		}
	}
	return func() { file.Close() }, nil
}
