package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyTheTreeOfProcessorsIsWeighed(t *testing.T) {
	for name, want := range map[string]string{"cpu.weight": "800", "cpu.shares": "8192", "memory.max": "as it was"} {
		folder := t.TempDir()
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte("as it was"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := weigh(folder, 800); err != nil {
			t.Fatal(err)
		}
		if content, _ := os.ReadFile(file); string(content) != want {
			t.Errorf("%s holds %q, not %q", name, content, want)
		}
		if entries, _ := os.ReadDir(folder); len(entries) != 1 {
			t.Errorf("files were made beside %s: %v", name, entries)
		}
	}
}
