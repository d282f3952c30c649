package main

import (
	"fmt"
	"os"
	"strings"
)

// What a kubelet sets on its machine, and leaves so.
var kubeletSysctls = []string{"vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops",
	"kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes"}

// saveSysctls notes the values before a kubelet starts. A note that is there already is of a cluster that did not get to
// restore them: it is the true one and stays.
func saveSysctls(p place) error {
	if _, err := os.Stat(p.path("sysctls.json")); err == nil {
		return nil
	}
	values := map[string]string{}
	for _, name := range kubeletSysctls {
		data, err := os.ReadFile("/proc/sys/" + name)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		values[name] = strings.TrimSpace(string(data))
	}
	return writeJSON(p.path("sysctls.json"), values)
}

func restoreSysctls(p place) error {
	values := map[string]string{}
	err := readJSON(p.path("sysctls.json"), &values)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for name, value := range values {
		now, err := os.ReadFile("/proc/sys/" + name)
		if err != nil {
			return err
		}
		if strings.TrimSpace(string(now)) == value {
			continue
		}
		if err := os.WriteFile("/proc/sys/"+name, []byte(value), 0o644); err != nil {
			return fmt.Errorf("restore sysctl %s to %s: %w", name, value, err)
		}
	}
	return os.Remove(p.path("sysctls.json"))
}
