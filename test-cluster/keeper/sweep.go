package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// sweep removes what a cluster leaves outside its namespace once its processes are gone: cgroups, the bridge with its
// interfaces, the runtime directory, what it changed on the machine, and the state but for binaries and logs.
// It may be repeated, and is run before every start as well.
func sweep(p place) error {
	return errors.Join(removeCgroups(p), removeBridge(p), releaseHost(p), removeState(p))
}

// prepareHost makes what the namespace needs from outside. The images are made here too, because that runs a program, which
// the supervisor, who collects all dead children, leaves to its launcher.
func prepareHost(p place) error {
	if err := claimHost(p); err != nil {
		return err
	}
	if err := os.MkdirAll(p.path("log"), 0o755); err != nil {
		return err
	}
	if err := makeCgroups(p); err != nil {
		return err
	}
	busybox, err := find("busybox")
	if err != nil {
		return err
	}
	return writeImages(p.path("images.tar"), busybox)
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
