package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The hostPath provisioner makes each volume as a folder of mode 0750 that
// belongs to root, and the kubelet applies no fsGroup to a hostPath volume, so a
// pod that does not run as root could not write to it. openVolumes makes every
// new folder writable for all, within microseconds of its making: the pod that
// uses it is not even scheduled then.
func openVolumes(report func(error)) error {
	watch, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		return fmt.Errorf("watch %s: %w", volumesFolder, err)
	}
	if _, err := unix.InotifyAddWatch(watch, volumesFolder, unix.IN_CREATE|unix.IN_MOVED_TO|unix.IN_ONLYDIR); err != nil {
		return fmt.Errorf("watch %s: %w", volumesFolder, err)
	}
	entries, err := os.ReadDir(volumesFolder) // what was made while nobody watched
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := openVolume(entry.Name()); err != nil {
			return err
		}
	}
	go func() {
		report(fmt.Errorf("the watch on %s ended: %w", volumesFolder, followVolumes(watch, report)))
	}()
	return nil
}

// followVolumes handles events until reading them fails.
func followVolumes(watch int, report func(error)) error {
	buffer := make([]byte, 64*(unix.SizeofInotifyEvent+unix.NAME_MAX+1))
	for {
		length, err := unix.Read(watch, buffer)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return err
		}
		for rest := buffer[:length]; len(rest) >= unix.SizeofInotifyEvent; {
			event := (*unix.InotifyEvent)(unsafe.Pointer(&rest[0]))
			end := unix.SizeofInotifyEvent + int(event.Len)
			name := string(bytes.TrimRight(rest[unix.SizeofInotifyEvent:end], "\x00"))
			rest = rest[end:]
			if name == "" {
				continue // about the watch itself
			}
			if err := openVolume(name); err != nil {
				report(err)
			}
		}
	}
}

func openVolume(name string) error {
	err := os.Chmod(filepath.Join(volumesFolder, name), 0o777)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // deleted already
	}
	return err
}
