package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// sweep removes what a cluster leaves outside its namespace once its processes are gone: cgroups, the bridge with its
// interfaces, sysctls, the directories it made for its mounts, the runtime directory, and the state but for binaries and logs.
// It may be repeated, and is run before every start as well.
func sweep(p place) error {
	return errors.Join(removeCgroups(p), removeBridge(p), restoreSysctls(p), removeDirs(p), os.RemoveAll(p.runtime), removeState(p))
}

// prepareHost makes what the namespace needs from outside, and notes it first.
func prepareHost(p place) error {
	if connection, err := net.Dial("unix", kubeletRoot+"/device-plugins/kubelet.sock"); err == nil {
		connection.Close()
		return fmt.Errorf("a kubelet runs on this machine already: use its cluster instead (K8SDAG_TEST_KUBECONFIG, see docs/test-cluster.md)")
	}
	if err := saveSysctls(p); err != nil {
		return err
	}
	var missing []string
	for dir := range privateDirs(p) {
		for ; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(dir); err == nil {
				break
			}
			missing = append(missing, dir)
		}
	}
	if err := writeJSON(p.path("made-dirs.json"), missing); err != nil {
		return err
	}
	for dir := range privateDirs(p) {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(p.path("log"), 0o755); err != nil {
		return err
	}
	if err := os.MkdirAll(p.runtime, 0o700); err != nil {
		return err
	}
	return makeCgroups(p)
}

// removeBridge waits for the kernel to drop the pods' interfaces with their network namespaces, which it does a moment after
// the last process of each, and then removes the bridge.
func removeBridge(p place) error {
	bridge := "/sys/class/net/" + p.bridge()
	if _, err := os.Stat(bridge); os.IsNotExist(err) {
		return nil
	}
	gone := until(15*time.Second, func() error {
		ports, err := os.ReadDir(bridge + "/brif")
		if err == nil && len(ports) > 0 {
			err = fmt.Errorf("%d interfaces are still on bridge %s", len(ports), p.bridge())
		}
		return err
	})
	ip, err := find("ip")
	if err != nil {
		return err
	}
	if output, err := exec.Command(ip, "link", "delete", p.bridge()).CombinedOutput(); err != nil {
		return fmt.Errorf("remove bridge %s: %w: %s", p.bridge(), err, output)
	}
	return gone
}

// removeDirs removes the directories that prepareHost made, where they are still empty.
func removeDirs(p place) error {
	var made []string
	err := readJSON(p.path("made-dirs.json"), &made)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return until(5*time.Second, func() error {
		for again := true; again; { // children come before or after their parents: go on while one more goes
			again = false
			for _, dir := range made {
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

func removeState(p place) error {
	entries, err := os.ReadDir(p.state)
	if err != nil {
		return err
	}
	var failures error
	for _, entry := range entries {
		if !kept[entry.Name()] {
			failures = errors.Join(failures, os.RemoveAll(p.path(entry.Name())))
		}
	}
	return failures
}

// until repeats an action that may need the kernel to finish something first; its last error is returned.
func until(limit time.Duration, action func() error) error {
	deadline := time.Now().Add(limit)
	for {
		err := action()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}
