package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cgroupMounts lists where cgroup hierarchies are mounted, each once (cpu and cpuacct are often two names of one mount).
func cgroupMounts() ([]string, error) {
	file, err := os.Open("/proc/self/mounts")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var mounts []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) > 2 && (fields[2] == "cgroup" || fields[2] == "cgroup2") {
			mounts = append(mounts, fields[1])
		}
	}
	return mounts, lines.Err()
}

// What the kubelet wants to find in its cgroup; a kernel may lack some, which the kubelet then says itself.
var kubeletControllers = []string{"cpu", "cpuset", "memory", "pids", "io", "hugetlb"}

// makeCgroups makes the cluster's own cgroup in every hierarchy. Under v2 a child has only the controllers that its parent
// hands down. Which ones the root handed down before is noted, for removeCgroups to take back the rest: ours and those that
// the kubelet and runc ask for.
func makeCgroups(p place) error {
	mounts, err := cgroupMounts()
	if err != nil {
		return err
	}
	before := map[string][]string{}
	for _, mount := range mounts {
		if isV2(mount) {
			if before[mount], err = controllers(mount + "/cgroup.subtree_control"); err != nil {
				return err
			}
		}
	}
	if err := writeJSON(p.path("controllers.json"), before); err != nil {
		return err
	}
	for _, mount := range mounts {
		if err := handDown(mount, before[mount]); err != nil {
			return err
		}
		if err := os.MkdirAll(mount+p.cgroup(), 0o755); err != nil {
			return fmt.Errorf("no cgroup can be made in %s (in a container: it needs a writable cgroup file system): %w", mount, err)
		}
	}
	return nil
}

func isV2(mount string) bool { return exists(mount + "/cgroup.subtree_control") }

func controllers(path string) ([]string, error) {
	names, err := os.ReadFile(path)
	return strings.Fields(string(names)), err
}

func handDown(mount string, already []string) error {
	if !isV2(mount) {
		return nil
	}
	has, err := controllers(mount + "/cgroup.controllers")
	if err != nil {
		return err
	}
	for _, controller := range kubeletControllers {
		if !slices.Contains(has, controller) || slices.Contains(already, controller) {
			continue
		}
		if err := os.WriteFile(mount+"/cgroup.subtree_control", []byte("+"+controller), 0o644); err != nil {
			return fmt.Errorf("cgroup controller %s cannot be handed down from %s (in a container: move its processes into a "+
				"child cgroup first, as the images of kind and docker:dind do): %w", controller, mount, err)
		}
	}
	return nil
}

// takeBack undoes what was handed down, but for a controller that something else has come to use meanwhile.
func takeBack(p place) error {
	before := map[string][]string{}
	err := readJSON(p.path("controllers.json"), &before)
	if os.IsNotExist(err) {
		return nil
	}
	for mount, already := range before {
		now, readErr := controllers(mount + "/cgroup.subtree_control")
		err = errors.Join(err, readErr)
		for _, controller := range now {
			if slices.Contains(already, controller) {
				continue
			}
			writeErr := os.WriteFile(mount+"/cgroup.subtree_control", []byte("-"+controller), 0o644)
			if writeErr != nil && !errors.Is(writeErr, syscall.EBUSY) {
				err = errors.Join(err, writeErr)
			}
		}
	}
	return err
}

// removeCgroups ends the processes that are still in our cgroups, and removes those, the deepest first.
func removeCgroups(p place) error {
	mounts, err := cgroupMounts()
	if err != nil {
		return err
	}
	var failures error
	for _, mount := range mounts {
		failures = errors.Join(failures, until(20*time.Second, func() error { return removeCgroup(mount + p.cgroup()) }))
	}
	if failures == nil {
		failures = takeBack(p)
	}
	return failures
}

func removeCgroup(top string) error {
	var groups []string
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			groups = append(groups, path)
		}
		if os.IsNotExist(err) {
			return nil // removed meanwhile
		}
		return err
	})
	if err != nil {
		return err
	}
	for i := len(groups) - 1; i >= 0; i-- {
		processes, err := os.ReadFile(groups[i] + "/cgroup.procs")
		if err == nil {
			for _, line := range strings.Fields(string(processes)) {
				if pid, err := strconv.Atoi(line); err == nil && pid > 0 {
					// Gone already is fine; anything else shows when the directory cannot be removed.
					_ = syscall.Kill(pid, syscall.SIGKILL)
				}
			}
		}
		if err := syscall.Rmdir(groups[i]); err != nil && err != syscall.ENOENT {
			return fmt.Errorf("remove cgroup %s: %w", groups[i], err)
		}
	}
	return nil
}
