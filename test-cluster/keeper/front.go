package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// commandUp brings the cluster up, or finds it up, and prints the kubeconfig's path.
func commandUp([]string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	if _, err := ask(p, "GET", "/status"); err == nil {
		fmt.Fprintln(os.Stderr, "test-cluster: is up already")
		fmt.Println(p.kubeconfig())
		return nil
	}
	lifeline, err := startGuard(p)
	if err != nil {
		return err
	}
	if _, err := lifeline.WriteString("stay\n"); err != nil {
		return err
	}
	fmt.Println(p.kubeconfig())
	return nil
}

// commandDown ends the cluster and waits until nothing is left. Without a cluster it removes the remains of a killed one.
func commandDown([]string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	guard := identity{}
	if err := readJSON(p.path("guard.json"), &guard); err == nil {
		guard.signal(syscall.SIGTERM)
	}
	lock, err := lockPlace(p, 90*time.Second)
	if err != nil {
		return err
	}
	defer lock.Close()
	return sweep(p)
}

func commandStatus([]string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	answer, err := ask(p, "GET", "/status")
	if err != nil {
		fmt.Printf("down (%s)\n", p.state)
		return exitStatus(3)
	}
	fmt.Print(answer)
	api, err := newAPI(p)
	if err != nil {
		return err
	}
	if err := api.nodeReady(); err != nil {
		fmt.Printf("%-20s %v\n", "node "+nodeName, err)
		return exitStatus(1)
	}
	fmt.Printf("%-20s Ready\n%-20s %s\n%-20s %s\n", "node "+nodeName, "kubeconfig", p.kubeconfig(), "audit log", p.audit())
	if strings.Contains(answer, "DIED") {
		return exitStatus(1)
	}
	return nil
}

// commandRun brings a cluster up for one command and takes it down in all cases. A cluster that is up already is used and
// left as it was.
func commandRun(args []string) error {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return fmt.Errorf("usage: test-cluster/run -- COMMAND [ARGUMENT]…")
	}
	p, err := currentPlace()
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 4)
	if _, err := ask(p, "GET", "/status"); err == nil {
		fmt.Fprintln(os.Stderr, "test-cluster: uses the cluster that is up, and leaves it up")
	} else {
		// Held open to the end of this process: whatever ends it, the guard notices.
		lifeline, err := startGuard(p)
		if err != nil {
			fmt.Fprintf(os.Stderr, "test-cluster: %v\n", err)
			return exitStatus(125)
		}
		defer func() {
			lifeline.Close()
			if err := commandDown(nil); err != nil {
				fmt.Fprintf(os.Stderr, "test-cluster: %v\n", err)
			}
		}()
	}
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	return runCommand(p, args, signals)
}

func runCommand(p place, args []string, signals <-chan os.Signal) error {
	command := exec.Command(args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.Env = append(os.Environ(), "KUBECONFIG="+p.kubeconfig(), "K8SDAG_TEST_KUBECONFIG="+p.kubeconfig())
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := command.Start(); err != nil {
		fmt.Fprintf(os.Stderr, "test-cluster: %v\n", err)
		return exitStatus(127)
	}
	ended := make(chan struct{})
	go func() {
		count := 0
		for {
			select {
			case <-ended:
				return
			case sig := <-signals:
				if count++; count > 1 {
					sig = syscall.SIGKILL
				}
				// An error means that it has ended, which Wait reports.
				_ = command.Process.Signal(sig)
			}
		}
	}()
	err := command.Wait()
	close(ended)
	if err == nil {
		return nil
	}
	status, is := command.ProcessState.Sys().(syscall.WaitStatus)
	if is && status.Signaled() {
		return exitStatus(128 + int(status.Signal()))
	}
	if is && status.Exited() {
		return exitStatus(status.ExitStatus())
	}
	return err
}

// startGuard starts a guard and waits until its cluster is ready. The returned lifeline keeps the cluster up.
func startGuard(p place) (*os.File, error) {
	theirs, lifeline, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	report, reporting, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(p.path("log"), 0o755); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(p.path("log"), "guard.log"))
	if err != nil {
		return nil, err
	}
	guard := exec.Command("/proc/self/exe", "guard")
	guard.Stdout, guard.Stderr = log, log
	guard.ExtraFiles = []*os.File{theirs, reporting}
	guard.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	guard.Dir = "/"
	began := time.Now()
	if err := guard.Start(); err != nil {
		return nil, err
	}
	for _, file := range []*os.File{theirs, reporting, log} {
		file.Close()
	}
	var failure error
	lines := bufio.NewReader(report)
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "ready":
			fmt.Fprintf(os.Stderr, "test-cluster: ready after %.1f s\n", time.Since(began).Seconds())
			return lifeline, nil
		case strings.HasPrefix(line, "error: "):
			failure = fmt.Errorf("%s", strings.TrimPrefix(line, "error: "))
		case failure != nil && err == nil:
			failure = fmt.Errorf("%w\n%s", failure, line)
		case line != "":
			fmt.Fprintf(os.Stderr, "test-cluster: %s\n", line)
		}
		if err != nil {
			lifeline.Close()
			if failure == nil {
				failure = fmt.Errorf("the cluster ended while it started; see %s", p.path("log"))
			}
			_ = guard.Wait() // until nothing is left; its own failure is in the log, the cause is known here
			return nil, failure
		}
	}
}
