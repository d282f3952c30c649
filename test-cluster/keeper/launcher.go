package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
)

// A launcher starts processes for PID 1 of the namespace and collects the dead, its own and the orphans that fall to PID 1
// (shims, their helpers): an exec.Cmd would compete with it for them. Safe for any goroutine.
type launcher struct {
	starts chan func() // run on one locked thread: a child's parent-death signal belongs to the thread that started it
	mutex  sync.Mutex
	exits  map[int]chan syscall.WaitStatus
}

// A child is one started process.
type child struct {
	pid  int
	done chan struct{}
	// Valid once done is closed.
	status syscall.WaitStatus
}

func newLauncher() *launcher {
	l := &launcher{starts: make(chan func()), exits: map[int]chan syscall.WaitStatus{}}
	go func() {
		runtime.LockOSThread()
		for start := range l.starts {
			start()
		}
	}()
	deaths := make(chan os.Signal, 1)
	signal.Notify(deaths, syscall.SIGCHLD)
	go func() {
		for range deaths {
			l.reap()
		}
	}()
	return l
}

// start runs a program with its output appended to logPath; the program dies with this process.
func (l *launcher) start(line []string, logPath string) (*child, error) {
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	result := make(chan error)
	exited := make(chan syscall.WaitStatus, 1)
	c := &child{done: make(chan struct{})}
	l.starts <- func() {
		l.mutex.Lock() // held over start and entry, so that the reaper cannot meet an unknown child
		defer l.mutex.Unlock()
		process, err := os.StartProcess(line[0], line, &os.ProcAttr{
			Env:   os.Environ(),
			Files: []*os.File{null, log, log},
			Sys:   &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL},
		})
		if err == nil {
			c.pid = process.Pid
			l.exits[c.pid] = exited
			err = process.Release()
		}
		result <- err
	}
	if err := <-result; err != nil {
		return nil, fmt.Errorf("start %s: %w", line[0], err)
	}
	go func() {
		c.status = <-exited
		close(c.done)
	}()
	return c, nil
}

// run starts a program and waits for its end; anything but exit status 0 is an error that names the log.
func (l *launcher) run(line []string, logPath string) error {
	c, err := l.start(line, logPath)
	if err != nil {
		return err
	}
	<-c.done
	if c.status.ExitStatus() != 0 {
		return fmt.Errorf("%s ended with %s; see %s", line[0], describe(c.status), logPath)
	}
	return nil
}

func (l *launcher) reap() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		if exited := l.exits[pid]; exited != nil {
			delete(l.exits, pid)
			exited <- status
		}
	}
}

func describe(status syscall.WaitStatus) string {
	if status.Signaled() {
		return "signal " + status.Signal().String()
	}
	return fmt.Sprintf("exit status %d", status.ExitStatus())
}
