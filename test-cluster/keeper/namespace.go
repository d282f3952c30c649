package main

import (
	"fmt"
	"os"
	"syscall"
)

const kubeletRoot = "/var/lib/kubelet"

// privateDirs are paths that containerd, CNI and the kubelet have built in. Inside the namespace each is covered: by a
// directory of the state directory where space and a real file system matter, else by a tmpfs. The machine's own stay untouched.
func privateDirs(p place) map[string]string {
	return map[string]string{
		kubeletRoot:           p.path("kubelet"),
		"/run/containerd":     "",
		"/run/netns":          "",
		"/var/lib/cni":        "",
		"/var/log/containers": "",
		"/var/log/pods":       p.path("log", "pods"),
	}
}

// makePrivate gives this process' new mount namespace its own /proc and private directories. Mounts of the machine still
// arrive (slave), ours never leave; below that they are shared, as the kubelet wants them for mount propagation.
func makePrivate(p place) error {
	if err := syscall.Mount("", "/", "", syscall.MS_SLAVE|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	if err := syscall.Mount("", "/", "", syscall.MS_SHARED|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("make the mounts shared inside: %w", err)
	}
	const quiet = syscall.MS_NOSUID | syscall.MS_NODEV
	if err := syscall.Mount("proc", "/proc", "proc", quiet|syscall.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mount /proc: %w", err)
	}
	for dir, source := range privateDirs(p) {
		if source == "" {
			if err := syscall.Mount("tmpfs", dir, "tmpfs", quiet, "mode=755"); err != nil {
				return fmt.Errorf("cover %s: %w", dir, err)
			}
			continue
		}
		if err := os.MkdirAll(source, 0o755); err != nil {
			return err
		}
		if err := syscall.Mount(source, dir, "", syscall.MS_BIND, ""); err != nil {
			return fmt.Errorf("cover %s: %w", dir, err)
		}
	}
	return nil
}
