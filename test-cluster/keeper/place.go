package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// A place is where one cluster lives: everything it writes is under the state directory (kept: binaries and logs) and the
// runtime directory (sockets; short, because a socket's path may have 107 bytes at most).
type place struct {
	state   string // absolute
	runtime string
	id      string // eight hex digits of the state directory's name: names the bridge and the cgroup
}

// currentPlace reads K8SDAG_CLUSTER_STATE, which the scripts always set.
func currentPlace() (place, error) {
	dir := os.Getenv("K8SDAG_CLUSTER_STATE")
	if dir == "" {
		return place{}, fmt.Errorf("K8SDAG_CLUSTER_STATE is not set: call the scripts in test-cluster/, not the keeper itself")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	sum := sha256.Sum256([]byte(dir))
	id := hex.EncodeToString(sum[:4])
	return place{state: dir, runtime: "/run/k8sdag-" + id, id: id}, os.MkdirAll(dir, 0o755)
}

func (p place) path(parts ...string) string {
	return filepath.Join(append([]string{p.state}, parts...)...)
}

func (p place) log(component string) string    { return p.path("log", component+".log") }
func (p place) audit() string                  { return p.path("log", "audit.log") }
func (p place) kubeconfig() string             { return p.path("kubeconfig") }
func (p place) certificate(name string) string { return p.path("pki", name+".crt") }
func (p place) key(name string) string         { return p.path("pki", name+".key") }
func (p place) controlSocket() string          { return filepath.Join(p.runtime, "keeper.sock") }
func (p place) containerdSocket() string       { return filepath.Join(p.runtime, "containerd.sock") }
func (p place) bridge() string                 { return "kd" + p.id }
func (p place) cgroup() string                 { return "/k8sdag-" + p.id }
func (p place) components() string             { return p.path("bin", "components") }
func (p place) ports() (map[string]int, error) {
	ports := map[string]int{}
	return ports, readJSON(p.path("ports.json"), &ports)
}

// What a cluster leaves in the state directory when it is down: the binaries (and a build under way), its logs, and the ports it likes to have.
var kept = map[string]bool{"bin": true, "tmp": true, "log": true, "ports.json": true, "lock": true, "build.lock": true}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func writeJSON(path string, value any) error {
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o600)
}
