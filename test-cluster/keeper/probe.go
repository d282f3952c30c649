package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// probe returns a check that fails until the component serves.
func (s *supervisor) probe(component string) func() error {
	p := s.place
	switch component {
	case "etcd":
		return func() error { return etcdHealthy(p, s.ports) }
	case "containerd":
		return func() error {
			connection, err := net.Dial("unix", p.containerdSocket())
			if err != nil {
				return err
			}
			return connection.Close()
		}
	case "apiserver":
		return func() error {
			api, err := newAPI(p)
			if err != nil {
				return err
			}
			return api.ready()
		}
	default:
		return func() error { return s.healthz(component) }
	}
}

// healthz asks a component's own port. Any answer of the kubelet counts: it asks the API server who may read its health, and
// a test may have stopped that.
func (s *supervisor) healthz(component string) error {
	client, err := tlsClient(s.place, "admin")
	if err != nil {
		return err
	}
	own := &api{server: fmt.Sprintf("https://127.0.0.1:%d", s.ports[component]), client: client}
	_, err = own.text("GET", "/healthz", "", nil)
	var answer *apiError
	if component == "kubelet" && errors.As(err, &answer) {
		return nil
	}
	return err
}

// waitFor repeats a check until it succeeds, the component dies, or the time is over.
func (s *supervisor) waitFor(component string, limit time.Duration, check func() error) error {
	limit = patient(limit)
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		err := check()
		if err == nil {
			return nil
		}
		select {
		case <-s.running[component].done:
			return fmt.Errorf("%s ended with %s; the end of %s:\n%s", component, describe(s.running[component].status),
				s.place.log(component), lastLines(s.place.log(component), 15))
		case <-deadline.C:
			return fmt.Errorf("%s was not ready after %s: %w; the end of %s:\n%s", component, limit, err,
				s.place.log(component), lastLines(s.place.log(component), 15))
		case <-again.C:
		}
	}
}

func lastLines(path string, count int) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}
