package main

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// loadPatience bounds the wait for the kubelet's view of an imported image.
const loadPatience = 30 * time.Second

func loadCommand(arguments []string) error {
	s, archives, err := stateArguments("load", arguments)
	if err != nil {
		return err
	}
	if len(archives) == 0 {
		return errors.New("the archives are missing: give docker or OCI archives (tar files)")
	}
	c, err := s.cluster()
	if err != nil {
		return fmt.Errorf("%s holds no cluster: %w", s.folder, err)
	}
	for _, archive := range archives {
		if err := s.loadImage(c, archive); err != nil {
			return fmt.Errorf("load %s: %w", archive, err)
		}
	}
	return nil
}

// loadImage imports the images of an archive, unless all of them are there under
// the same names with the same content.
func (s *state) loadImage(c cluster, archive string) error {
	started := time.Now()
	wanted, err := imagesInArchive(archive)
	if err != nil {
		return err
	}
	present, err := s.presentImages()
	if err != nil {
		return err
	}
	var names []string
	for _, image := range wanted {
		names = append(names, image.name)
	}
	what := filepath.Base(archive) + " (" + strings.Join(names, ", ") + ")"
	if missing(wanted, present) == nil {
		took(what+" is there", started)
		return nil
	}

	if err := s.forgetImages(wanted, present); err != nil {
		return err
	}

	// Standard input, because the file may be in a folder that the cluster sees
	// differently.
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	importer, err := s.inside(importImage(c)...)
	if err != nil {
		return err
	}
	importer.Stdin = file
	if output, err := importer.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(output))
	}
	// The kubelet knows an image only after containerd's CRI plugin has seen it.
	ctx, cancel := context.WithTimeout(context.Background(), loadPatience)
	defer cancel()
	if err := await(ctx, "the image in the container runtime", func() error {
		present, err := s.presentImages()
		return errors.Join(err, missing(wanted, present))
	}); err != nil {
		return err
	}
	took("loaded "+what, started)
	return nil
}

// forgetImages removes the names that stand for an older content. Otherwise the
// CRI plugin takes the new content for an image that it has looked at already,
// and makes no second name for it. Running containers keep what they need.
func (s *state) forgetImages(wanted []archivedImage, present map[string]string) error {
	for _, image := range wanted {
		if _, known := present[image.name]; !known {
			continue
		}
		remove, err := s.inside("ctr", "--namespace", imageNamespace, "images", "remove", "--sync", image.name)
		if err != nil {
			return err
		}
		if output, err := remove.CombinedOutput(); err != nil {
			return fmt.Errorf("remove the older %s: %w: %s", image.name, err, bytes.TrimSpace(output))
		}
	}
	return nil
}

// archivedImage is one name in an archive with what the name stands for: the
// digest of the image's configuration (docker archive) or manifest (OCI).
type archivedImage struct {
	name             string
	config, manifest string
}

// missing returns an error that names an image that is not present as it is in
// the archive. For each image it knows, the CRI plugin keeps a second name, which
// is the digest of the configuration.
func missing(wanted []archivedImage, present map[string]string) error {
	for _, image := range wanted {
		target, known := present[image.name]
		switch {
		case !known:
			return fmt.Errorf("%s is not there", image.name)
		case image.manifest != "" && target != image.manifest:
			return fmt.Errorf("%s is %s, not %s", image.name, target, image.manifest)
		case image.config != "" && target != present[image.config]:
			return fmt.Errorf("%s is not the image with configuration %s", image.name, image.config)
		}
	}
	return nil
}

// presentImages returns the names of the images in containerd with the digests
// they stand for.
func (s *state) presentImages() (map[string]string, error) {
	list, err := s.inside("ctr", "--namespace", imageNamespace, "images", "list")
	if err != nil {
		return nil, err
	}
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("list the images: %w", err)
	}
	images := map[string]string{}
	for _, line := range strings.Split(string(output), "\n") {
		if fields := strings.Fields(line); len(fields) > 2 { // REF TYPE DIGEST ...
			images[fields[0]] = fields[2]
		}
	}
	return images, nil
}

// imagesInArchive reads the names and digests in a docker archive
// (manifest.json) or an OCI archive (index.json). An archive that has both, as
// docker writes them, is read as containerd reads it: OCI.
func imagesInArchive(archive string) ([]archivedImage, error) {
	file, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	found := map[string][]byte{}
	for reader := tar.NewReader(file); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("it is not a tar file (%w): give a docker or OCI archive, not compressed", err)
		}
		if name := filepath.Clean(header.Name); name == "manifest.json" || name == "index.json" {
			if found[name], err = io.ReadAll(reader); err != nil {
				return nil, err
			}
		}
	}
	var images []archivedImage
	switch {
	case found["index.json"] != nil:
		images, err = imagesInIndex(found["index.json"])
	case found["manifest.json"] != nil:
		images, err = imagesInManifest(found["manifest.json"])
	default:
		return nil, errors.New("there is no manifest.json and no index.json in it: give a docker or OCI archive")
	}
	if err == nil && len(images) == 0 {
		err = errors.New("no image in it has a name: tag it when it is written")
	}
	return images, err
}

func imagesInManifest(content []byte) ([]archivedImage, error) {
	var entries []struct {
		Config   string
		RepoTags []string
	}
	if err := json.Unmarshal(content, &entries); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	var images []archivedImage
	for _, entry := range entries {
		digest := strings.TrimSuffix(filepath.Base(entry.Config), ".json")
		for _, tag := range entry.RepoTags {
			images = append(images, archivedImage{name: fullImageName(tag), config: "sha256:" + digest})
		}
	}
	return images, nil
}

func imagesInIndex(content []byte) ([]archivedImage, error) {
	var index struct {
		Manifests []struct {
			Digest      string
			Annotations map[string]string
		}
	}
	if err := json.Unmarshal(content, &index); err != nil {
		return nil, fmt.Errorf("index.json: %w", err)
	}
	var images []archivedImage
	for _, manifest := range index.Manifests {
		name := manifest.Annotations["io.containerd.image.name"]
		if name == "" {
			name = manifest.Annotations["org.opencontainers.image.ref.name"]
		}
		if name != "" {
			images = append(images, archivedImage{name: fullImageName(name), manifest: manifest.Digest})
		}
	}
	return images, nil
}

// fullImageName returns a name as containerd and the kubelet write it:
// "memory-service:1" is docker.io/library/memory-service:1.
func fullImageName(name string) string {
	host, _, hasPath := strings.Cut(name, "/")
	switch {
	case !hasPath:
		return "docker.io/library/" + name
	case strings.ContainsAny(host, ".:") || host == "localhost":
		return name
	default:
		return "docker.io/" + name
	}
}
