package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

// pauseImage is the image of every pod's sandbox. It comes from this tool and
// from no registry, so its name belongs to none.
const (
	pauseImage   = "localhost/pause:1"
	pauseArchive = "pause.tar"
)

// writePauseImage writes an image with one static executable as a docker
// archive: a tar of one layer (a tar itself), the configuration that names the
// layer by its digest, and a manifest that names both.
func writePauseImage(executable, archive string) error {
	program, err := os.ReadFile(executable)
	if err != nil {
		return err
	}
	layer, err := tarOf(map[string][]byte{"pause": program}, "pause")
	if err != nil {
		return err
	}
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH,
		"os":           "linux",
		"config":       map[string]any{"Entrypoint": []string{"/pause"}, "User": "65535:65535"},
		"rootfs": map[string]any{
			"type":     "layers",
			"diff_ids": []string{fmt.Sprintf("sha256:%x", sha256.Sum256(layer))},
		},
	})
	if err != nil {
		return err
	}
	configName := fmt.Sprintf("%x.json", sha256.Sum256(config))
	manifest, err := json.Marshal([]map[string]any{{
		"Config":   configName,
		"RepoTags": []string{pauseImage},
		"Layers":   []string{"layer.tar"},
	}})
	if err != nil {
		return err
	}
	image, err := tarOf(map[string][]byte{
		"layer.tar": layer, configName: config, "manifest.json": manifest,
	}, "layer.tar", configName, "manifest.json")
	if err != nil {
		return err
	}
	return os.WriteFile(archive, image, 0o644)
}

// tarOf makes a tar of files in the given order, without times or owners: the
// same content gives the same bytes and so the same image.
func tarOf(files map[string][]byte, order ...string) ([]byte, error) {
	var buffer bytes.Buffer
	writer := tar.NewWriter(&buffer)
	for _, name := range order {
		header := &tar.Header{Name: name, Mode: 0o755, Size: int64(len(files[name]))}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return buffer.Bytes(), err
}
