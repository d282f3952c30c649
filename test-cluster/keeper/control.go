package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"
)

// The supervisor is asked over a socket in the runtime directory, which only root can reach:
//
//	GET  /status                                     one line per component
//	POST /COMPONENT/stop?signal=KILL|TERM             KILL, a crash, is the default
//	POST /COMPONENT/start?flag=--v=4                  flags last until the next start
//	POST /COMPONENT/restart?signal=KILL|TERM&flag=…
//	POST /kubelet/set?field=NAME=VALUE                changes its configuration and restarts it
func (s *supervisor) serveControl() error {
	listener, err := net.Listen("unix", s.place.controlSocket())
	if err != nil {
		return err
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, s.status()) })
	routes.HandleFunc("POST /{component}/{action}", func(w http.ResponseWriter, r *http.Request) {
		if err := s.act(r.PathValue("component"), r.PathValue("action"), r.URL.Query()); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
	})
	return http.Serve(listener, routes)
}

func (s *supervisor) act(component, action string, query url.Values) error {
	if !contains(componentNames, component) {
		return fmt.Errorf("there is no component %q; there are %s", component, strings.Join(componentNames, ", "))
	}
	sig := syscall.SIGKILL
	switch name := query.Get("signal"); name {
	case "", "KILL":
	case "TERM":
		sig = syscall.SIGTERM
	default:
		return fmt.Errorf("signal %q: use TERM or KILL", name)
	}
	switch action {
	case "stop":
		return s.stop(component, sig)
	case "start":
		return s.start(component, query["flag"])
	case "restart":
		if err := s.stop(component, sig); err != nil {
			return err
		}
		return s.start(component, query["flag"])
	case "set":
		if component != "kubelet" {
			return fmt.Errorf("only the kubelet has a configuration to set; restart %s with flags instead", component)
		}
		return s.setKubelet(query["field"])
	}
	return fmt.Errorf("there is no action %q; there are stop, start, restart, set", action)
}

// setKubelet changes top-level fields of the kubelet's configuration until the cluster ends. Pods keep running meanwhile.
func (s *supervisor) setKubelet(fields []string) error {
	path := s.place.path("kubelet.json")
	configuration := object{}
	if err := readJSON(path, &configuration); err != nil {
		return err
	}
	for _, change := range fields {
		name, text, found := strings.Cut(change, "=")
		if !found {
			return fmt.Errorf("%q: write FIELD=VALUE, for example containerLogMaxSize=100Ki", change)
		}
		var value any
		if json.Unmarshal([]byte(text), &value) != nil {
			value = text // not JSON: a plain string
		}
		configuration[name] = value
	}
	if err := writeJSON(path, configuration); err != nil {
		return err
	}
	if err := s.act("kubelet", "restart", url.Values{}); err != nil {
		return err
	}
	return s.waitForNode()
}

func (s *supervisor) status() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var lines strings.Builder
	for _, component := range componentNames {
		c := s.running[component]
		switch {
		case c == nil:
			fmt.Fprintf(&lines, "%-20s not started\n", component)
		case !c.ended():
			fmt.Fprintf(&lines, "%-20s running, %d MiB\n", component, residentMiB(c.pid))
		case s.asked[component]:
			fmt.Fprintf(&lines, "%-20s stopped on request\n", component)
		default:
			fmt.Fprintf(&lines, "%-20s DIED with %s, see %s\n", component, describe(c.status), s.place.log(component))
		}
	}
	return lines.String()
}

func residentMiB(pid int) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	var size, resident int
	if _, err := fmt.Sscan(string(data), &size, &resident); err != nil {
		return 0
	}
	return resident * os.Getpagesize() >> 20
}

// ask sends one request to the supervisor of a place.
func ask(p place, method, path string) (string, error) {
	client := &http.Client{Timeout: 3 * time.Minute, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", p.controlSocket())
		},
	}}
	request, err := http.NewRequest(method, "http://keeper"+path, nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return "", fmt.Errorf("no test cluster is up with state in %s (test-cluster/up starts one): %w", p.state, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s", strings.TrimSpace(string(body)))
	}
	return string(body), err
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
