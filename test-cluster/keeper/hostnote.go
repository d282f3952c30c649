package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// What a kubelet sets on its machine, and leaves so.
var kubeletSysctls = []string{"vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops",
	"kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes"}

// A hostNote says how the machine was before its first test cluster; the last one to end puts it back. It is in /run, because
// it must not outlive a restart of the machine either.
type hostNote struct {
	Sysctls map[string]string `json:"sysctls"`
	Dirs    []string          `json:"dirs"` // that were not there
}

const hostNotePath = "/run/k8sdag.json"

// claimHost takes the note if there is none, and then makes the runtime directory, by which other clusters see this one, and
// the directories that the namespace covers.
func claimHost(p place) error {
	return withHostLock(func() error {
		note := hostNote{}
		err := readJSON(hostNotePath, &note)
		if os.IsNotExist(err) {
			note.Sysctls, err = readSysctls()
		}
		if err != nil {
			return err
		}
		for dir := range privateDirs(p) {
			for ; !exists(dir); dir = filepath.Dir(dir) {
				note.Dirs = append(note.Dirs, dir)
			}
		}
		if err := writeJSON(hostNotePath, note); err != nil {
			return err
		}
		if err := os.MkdirAll(p.runtime, 0o700); err != nil {
			return err
		}
		for dir := range privateDirs(p) {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
		}
		return nil
	})
}

// releaseHost removes the runtime directory and, when no other cluster is there, restores what the note says. Not earlier:
// removing a directory that another cluster has covered in its own namespace would take the mount away there.
func releaseHost(p place) error {
	return withHostLock(func() error {
		if err := os.RemoveAll(p.runtime); err != nil {
			return err
		}
		others, err := filepath.Glob("/run/k8sdag-*")
		if err != nil || len(others) > 0 {
			return err
		}
		note := hostNote{}
		err = readJSON(hostNotePath, &note)
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := errors.Join(restoreSysctls(note.Sysctls), removeDirs(note.Dirs)); err != nil {
			return err
		}
		return os.Remove(hostNotePath)
	})
}

func withHostLock(action func() error) error {
	run, err := os.Open("/run")
	if err != nil {
		return err
	}
	defer run.Close()
	if err := syscall.Flock(int(run.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return action()
}

func readSysctls() (map[string]string, error) {
	values := map[string]string{}
	for _, name := range kubeletSysctls {
		data, err := os.ReadFile("/proc/sys/" + name)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		values[name] = strings.TrimSpace(string(data))
	}
	return values, nil
}

func restoreSysctls(values map[string]string) error {
	now, err := readSysctls()
	if err != nil {
		return err
	}
	for name, value := range values {
		if now[name] == value {
			continue
		}
		if err := os.WriteFile("/proc/sys/"+name, []byte(value), 0o644); err != nil {
			return fmt.Errorf("restore sysctl %s to %s: %w", name, value, err)
		}
	}
	return nil
}

// removeDirs removes directories where they are still empty, children before their parents.
func removeDirs(dirs []string) error {
	return until(5*time.Second, func() error {
		for again := true; again; {
			again = false
			for _, dir := range dirs {
				switch err := syscall.Rmdir(dir); err {
				case nil:
					again = true
				case syscall.ENOENT, syscall.ENOTEMPTY, syscall.EEXIST:
				default:
					return fmt.Errorf("remove %s: %w", dir, err)
				}
			}
		}
		return nil
	})
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
