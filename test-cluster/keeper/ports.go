package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
)

// choosePorts takes the ports of last time where they are free, so that a kubeconfig at hand keeps working, else the first
// free ones from K8SDAG_CLUSTER_PORT (26443) up: below the range from which Linux takes the ports of outgoing connections,
// so that nobody gets the API server's port while it restarts.
func choosePorts(p place) (map[string]int, error) {
	next := 26443
	if text := os.Getenv("K8SDAG_CLUSTER_PORT"); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil || port < 1024 || port > 65000 {
			return nil, fmt.Errorf("K8SDAG_CLUSTER_PORT=%s is not a port between 1024 and 65000", text)
		}
		next = port
	}
	before, err := p.ports()
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	if os.Getenv("K8SDAG_CLUSTER_PORT") != "" && before["apiserver"] != next {
		before = nil
	}
	ports := map[string]int{}
	taken := map[int]bool{}
	for _, port := range before {
		taken[port] = true
	}
	for _, name := range []string{"apiserver", "etcd", "etcd-peer", "controller-manager", "scheduler", "kubelet"} {
		if port := before[name]; port != 0 && free(port) {
			ports[name] = port
			continue
		}
		for taken[next] || !free(next) {
			next++
			if next > 65535 {
				return nil, fmt.Errorf("no free port is left above %d on 127.0.0.1", 26443)
			}
		}
		ports[name] = next
		taken[next] = true
	}
	return ports, writeJSON(p.path("ports.json"), ports)
}

func free(port int) bool {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	return err == nil && listener.Close() == nil
}
