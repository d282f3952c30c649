package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// An identity names one process for good: a PID alone may be another process' by the time it is used.
type identity struct {
	PID     int    `json:"pid"`
	Started string `json:"started"` // clock ticks after boot
	Boot    string `json:"boot"`
}

func identify(pid int) identity {
	id := identity{PID: pid}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return id
	}
	// The second field is the program's name in parentheses and may hold anything; the start time is the 20th after it.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) > 19 {
		id.Started = fields[19]
	}
	if boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id"); err == nil {
		id.Boot = strings.TrimSpace(string(boot))
	}
	return id
}

// signal sends a signal to the process if it still is that process.
func (id identity) signal(sig syscall.Signal) bool {
	return id.Started != "" && identify(id.PID) == id && syscall.Kill(id.PID, sig) == nil
}
