package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// A host is what this machine has, found out rather than assumed: from a laptop with systemd and cgroup v2 to a small virtual
// machine with neither.
type host struct {
	cgroupV2       bool
	cgroupMounts   []string // v1: one per controller, plus a "unified" one on hybrid machines; v2: one
	sysResource    bool     // CAP_SYS_RESOURCE: may lower oom_score_adj
	overlayOnState bool     // overlayfs can stack on the state directory's file system
	cniPlugins     string
}

const (
	cgroup2Magic   = 0x63677270
	overlayMagic   = 0x794c7630
	capSysResource = 24
)

func lookAtHost(p place) (host, error) {
	h := host{}
	var fs syscall.Statfs_t
	if err := syscall.Statfs("/sys/fs/cgroup", &fs); err != nil {
		return h, err
	}
	h.cgroupV2 = fs.Type == cgroup2Magic
	if err := syscall.Statfs(p.state, &fs); err != nil {
		return h, err
	}
	h.overlayOnState = fs.Type != overlayMagic
	h.sysResource = hasCapability(capSysResource)
	for _, dir := range []string{"/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"} {
		if _, err := os.Stat(filepath.Join(dir, "bridge")); err == nil {
			h.cniPlugins = dir
			break
		}
	}
	var err error
	h.cgroupMounts, err = cgroupMounts()
	return h, err
}

func hasCapability(bit int) bool {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return false
	}
	for _, line := range strings.Split(string(status), "\n") {
		if mask, found := strings.CutPrefix(line, "CapEff:"); found {
			bits, err := strconv.ParseUint(strings.TrimSpace(mask), 16, 64)
			return err == nil && bits&(1<<bit) != 0
		}
	}
	return false
}

// find returns the full path of an executable; sbin directories are searched even when a plain user's PATH lacks them.
func find(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	for _, dir := range []string{"/usr/sbin", "/sbin", "/usr/local/sbin"} {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return exec.LookPath(name)
}
