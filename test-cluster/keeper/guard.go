package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// commandGuard runs for as long as its cluster, in a session of its own, holding the place's lock. Descriptor 3 is the lifeline
// to the front that started it: its end, for whatever reason, ends the cluster, unless the line "stay" came first. Descriptor 4
// takes the reports of guard and supervisor.
func commandGuard([]string) error {
	runtime.LockOSThread() // the supervisor dies with the thread that starts it: this one, which lives as long as the process
	syscall.CloseOnExec(3)
	syscall.CloseOnExec(4)
	lifeline, report := os.NewFile(3, "lifeline"), os.NewFile(4, "report")
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	end := make(chan string, 2)
	go func() { end <- "received signal " + (<-signals).String() }()
	go func() {
		if !toldToStay(lifeline) {
			end <- "the process that wanted the cluster is gone"
		}
	}()
	err := guard(report, end)
	if err != nil {
		fmt.Fprintf(report, "error: %v\n", err)
	}
	return err
}

func guard(report *os.File, end <-chan string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	lock, err := lockPlace(p, 60*time.Second)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := writeJSON(p.path("guard.json"), identify(os.Getpid())); err != nil {
		return err
	}
	if err := sweep(p); err != nil {
		return fmt.Errorf("remains of an earlier cluster: %w", err)
	}
	if err := removeLogs(p); err != nil {
		return err
	}
	if err := writeJSON(p.path("guard.json"), identify(os.Getpid())); err != nil {
		return err
	}
	why := live(p, report, end)
	fmt.Fprintf(os.Stderr, "%s: the cluster ends: %s\n", time.Now().Format(time.RFC3339), why)
	return sweep(p)
}

// live starts the supervisor and returns when it has ended, with the reason.
func live(p place, report *os.File, end <-chan string) string {
	if err := prepareHost(p); err != nil {
		fmt.Fprintf(report, "error: %v\n", err)
		return err.Error()
	}
	log, err := os.OpenFile(p.log("supervisor"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		fmt.Fprintf(report, "error: %v\n", err)
		return err.Error()
	}
	supervisor := exec.Command("/proc/self/exe", "supervise")
	supervisor.Stdout, supervisor.Stderr = log, log
	supervisor.ExtraFiles = []*os.File{report}
	supervisor.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS,
		Setsid:     true,
		Pdeathsig:  syscall.SIGKILL,
	}
	if err := supervisor.Start(); err != nil {
		fmt.Fprintf(report, "error: no PID and mount namespace for the cluster: %v\n", err)
		return err.Error()
	}
	report.Close() // the supervisor has it now; its end of file tells the front that nobody is left to report
	log.Close()
	ended := make(chan string, 1)
	go func() { ended <- fmt.Sprintf("the supervisor ended: %v", supervisor.Wait()) }()
	select {
	case why := <-ended:
		return why
	case why := <-end:
		if err := supervisor.Process.Kill(); err != nil {
			fmt.Fprintf(os.Stderr, "kill the supervisor: %v\n", err)
		}
		<-ended
		return why
	}
}

func toldToStay(lifeline *os.File) bool {
	line, err := bufio.NewReader(lifeline).ReadString('\n')
	return err == nil && line == "stay\n"
}

func removeLogs(p place) error {
	logs, err := filepath.Glob(p.path("log", "*"))
	if err != nil {
		return err
	}
	for _, log := range logs {
		if filepath.Base(log) != "guard.log" {
			if err := os.RemoveAll(log); err != nil {
				return err
			}
		}
	}
	return nil
}

// lockPlace takes the lock that a living guard holds: the kernel frees it when its holder dies.
func lockPlace(p place, limit time.Duration) (*os.File, error) {
	lock, err := os.OpenFile(p.path("lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	err = until(limit, func() error { return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) })
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("another test cluster is up, or starting, or ending, in %s (K8SDAG_CLUSTER_STATE=DIR for a second one)", p.state)
	}
	return lock, nil
}
