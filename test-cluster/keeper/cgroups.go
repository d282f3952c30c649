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
// hands down: those that the root does not yet hand down are noted, for removeCgroups to take back.
func makeCgroups(p place) error {
	mounts, err := cgroupMounts()
	if err != nil {
		return err
	}
	for _, mount := range mounts {
		if err := handDown(p, mount); err != nil {
			return err
		}
		if err := os.MkdirAll(mount+p.cgroup(), 0o755); err != nil {
			return fmt.Errorf("no cgroup can be made in %s (in a container: it needs a writable cgroup file system): %w", mount, err)
		}
	}
	return nil
}

func handDown(p place, mount string) error {
	has, err := os.ReadFile(mount + "/cgroup.controllers")
	if os.IsNotExist(err) {
		return nil // a hierarchy of v1
	}
	if err != nil {
		return err
	}
	down, err := os.ReadFile(mount + "/cgroup.subtree_control")
	if err != nil {
		return err
	}
	var changed []string
	for _, controller := range kubeletControllers {
		if !slices.Contains(strings.Fields(string(has)), controller) || slices.Contains(strings.Fields(string(down)), controller) {
			continue
		}
		if err := os.WriteFile(mount+"/cgroup.subtree_control", []byte("+"+controller), 0o644); err != nil {
			return fmt.Errorf("cgroup controller %s cannot be handed down from %s (in a container: move its processes into a "+
				"child cgroup first, as the images of kind and docker:dind do): %w", controller, mount, err)
		}
		changed = append(changed, controller)
		if err := writeJSON(p.path("controllers.json"), changed); err != nil {
			return err
		}
	}
	return nil
}

// takeBack undoes handDown, but for a controller that something else has come to use meanwhile.
func takeBack(p place, mounts []string) error {
	var changed []string
	err := readJSON(p.path("controllers.json"), &changed)
	if os.IsNotExist(err) {
		return nil
	}
	for _, mount := range mounts {
		if !exists(mount + "/cgroup.subtree_control") {
			continue // a hierarchy of v1
		}
		for _, controller := range changed {
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
		failures = takeBack(p, mounts)
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
