package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestImageNamesAreThoseOfTheContainerRuntime(t *testing.T) {
	for name, want := range map[string]string{
		"memory-service:1":                "docker.io/library/memory-service:1",
		"team/memory-service:1":           "docker.io/team/memory-service:1",
		"localhost/memory-service:1":      "localhost/memory-service:1",
		"registry.example.com/a/b:1":      "registry.example.com/a/b:1",
		"registry:5000/memory-service:1":  "registry:5000/memory-service:1",
		"docker.io/library/postgres:17.0": "docker.io/library/postgres:17.0",
	} {
		if got := fullImageName(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestThePauseImageIsReadAsItWasWritten(t *testing.T) {
	folder := t.TempDir()
	executable, archive := filepath.Join(folder, "pause"), filepath.Join(folder, "pause.tar")
	if err := os.WriteFile(executable, []byte("a program"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writePauseImage(executable, archive); err != nil {
		t.Fatal(err)
	}
	images, err := imagesInArchive(archive)
	if err != nil {
		t.Fatal(err)
	}
	if len(images) != 1 || images[0].name != pauseImage {
		t.Errorf("the archive holds %v, want %s", images, pauseImage)
	}
}

func TestAnImageIsPresentOnlyWithTheSameContent(t *testing.T) {
	wanted := []archivedImage{{name: "localhost/a:1", config: "sha256:c1"}}
	for _, c := range []struct {
		what    string
		present map[string]string
		there   bool
	}{
		{"nothing", nil, false},
		{"the same image", map[string]string{"localhost/a:1": "sha256:m1", "sha256:c1": "sha256:m1"}, true},
		{"another image of that name", map[string]string{"localhost/a:1": "sha256:m2", "sha256:c2": "sha256:m2"}, false},
		{"the image under another name", map[string]string{"localhost/b:1": "sha256:m1", "sha256:c1": "sha256:m1"}, false},
	} {
		if there := missing(wanted, c.present) == nil; there != c.there {
			t.Errorf("with %s: there is %v, want %v", c.what, there, c.there)
		}
	}
}
