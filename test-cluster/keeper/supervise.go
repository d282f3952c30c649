package main

import (
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"
)

// A supervisor owns the components of one cluster. It is PID 1 of their namespace; it never restarts what dies by itself,
// because a test wants to see that, and says so in status.
type supervisor struct {
	place    place
	host     host
	ports    map[string]int
	launcher *launcher
	mutex    sync.Mutex // one change of components at a time
	running  map[string]*child
	asked    map[string]bool // stopped on request
}

// commandSupervise is run by the guard in new PID and mount namespaces. Descriptor 3 takes lines of progress, then "ready".
func commandSupervise([]string) error {
	if os.Getpid() != 1 {
		return fmt.Errorf("supervise is started by the guard, as PID 1 of a namespace")
	}
	syscall.CloseOnExec(3)
	report := os.NewFile(3, "report")
	s, err := newSupervisor()
	if err == nil {
		err = s.bringUp(func(text string) { fmt.Fprintln(report, text) })
	}
	if err != nil {
		fmt.Fprintf(report, "error: %v\n", err)
		return err
	}
	fmt.Fprintln(report, "ready")
	if err := report.Close(); err != nil {
		return err
	}
	return s.serveControl()
}

func newSupervisor() (*supervisor, error) {
	p, err := currentPlace()
	if err != nil {
		return nil, err
	}
	h, err := lookAtHost(p)
	if err != nil {
		return nil, err
	}
	ports, err := choosePorts(p)
	if err != nil {
		return nil, err
	}
	return &supervisor{place: p, host: h, ports: ports, launcher: newLauncher(), running: map[string]*child{}, asked: map[string]bool{}}, nil
}

func (s *supervisor) bringUp(say func(string)) error {
	p := s.place
	if err := makePrivate(p); err != nil {
		return err
	}
	if err := writeCertificates(p); err != nil {
		return err
	}
	if err := writeConfiguration(p, s.host, s.ports); err != nil {
		return err
	}
	say("starting etcd, containerd")
	for _, component := range []string{"etcd", "containerd", "apiserver", "controller-manager", "scheduler"} {
		if component == "apiserver" {
			say("starting kube-apiserver, controller-manager, scheduler")
		}
		if err := s.start(component, nil); err != nil {
			return err
		}
	}
	ctr, err := find("ctr")
	if err != nil {
		return err
	}
	importLine := []string{ctr, "--address", p.containerdSocket(), "--namespace", "k8s.io", "images", "import", p.path("images.tar")}
	if !s.host.overlayOnState {
		importLine = append(importLine[:7], "--snapshotter", "native", p.path("images.tar"))
	}
	if err := s.launcher.run(importLine, p.log("import")); err != nil {
		return err
	}
	say("starting kubelet")
	if err := s.start("kubelet", nil); err != nil {
		return err
	}
	return s.waitForNode()
}

// waitForNode returns when pods can be created in the default namespace and have a node to run on.
func (s *supervisor) waitForNode() error {
	api, err := newAPI(s.place)
	if err != nil {
		return err
	}
	return s.waitFor("kubelet", 120*time.Second, func() error {
		if err := api.nodeReady(); err != nil {
			return err
		}
		for component, c := range s.running {
			if c.ended() {
				return fmt.Errorf("%s ended with %s", component, describe(c.status))
			}
		}
		_, err := api.get("/api/v1/namespaces/default/serviceaccounts/default")
		return err
	})
}

// start launches a component and waits until it serves. Extra flags last until its next start.
func (s *supervisor) start(component string, extra []string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if c := s.running[component]; c != nil && !c.ended() {
		return fmt.Errorf("%s runs already, PID %d in the cluster's namespace", component, c.pid)
	}
	line, err := commandLine(component, s.place, s.ports)
	if err != nil {
		return err
	}
	c, err := s.launcher.start(append(line, extra...), s.place.log(component))
	if err != nil {
		return err
	}
	s.running[component] = c
	s.asked[component] = false
	return s.waitFor(component, 60*time.Second, s.probe(component))
}

// stop ends a component by a signal, and by SIGKILL when it has not gone after 75 seconds: an API server that is asked to
// stop waits for its watches, a minute long.
func (s *supervisor) stop(component string, sig syscall.Signal) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	c := s.running[component]
	if c == nil || c.ended() {
		return fmt.Errorf("%s does not run", component)
	}
	s.asked[component] = true
	if err := syscall.Kill(c.pid, sig); err != nil {
		return fmt.Errorf("stop %s: %w", component, err)
	}
	select {
	case <-c.done:
		return nil
	case <-time.After(75 * time.Second):
	}
	if err := syscall.Kill(c.pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("stop %s: %w", component, err)
	}
	<-c.done
	return nil
}

func (c *child) ended() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}
