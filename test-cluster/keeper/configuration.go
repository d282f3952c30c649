package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// object is a JSON object as the Kubernetes API writes it.
type object = map[string]any

// writeConfiguration writes every configuration file the components read.
func writeConfiguration(p place, h host, ports map[string]int) error {
	server := fmt.Sprintf("https://127.0.0.1:%d", ports["apiserver"])
	for name, path := range map[string]string{
		"admin":              p.kubeconfig(),
		"controller-manager": p.path("controller-manager.kubeconfig"),
		"scheduler":          p.path("scheduler.kubeconfig"),
		"kubelet":            p.path("kubelet.kubeconfig"),
	} {
		user := object{"client-certificate-data": fileData(p.certificate(name)), "client-key-data": fileData(p.key(name))}
		if err := writeKubeconfig(path, p, server, name, "default", user); err != nil {
			return err
		}
	}
	giveToCaller(p.kubeconfig())
	// The API server appends to it; made here, so that it belongs to whoever wants to count requests.
	if err := os.WriteFile(p.audit(), nil, 0o600); err != nil {
		return err
	}
	giveToCaller(p.audit())
	files := map[string]string{
		p.path("audit-policy.yaml"):                       auditPolicy,
		p.path("cni.d", "10-k8sdag.conflist"):             cniConfiguration(p),
		p.path("containerd.toml"):                         containerdConfiguration(p, h),
		p.path("registries", "k8sdag.test", "hosts.toml"): "server = \"http://127.0.0.1:9\"\n",
	}
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return writeJSON(p.path("kubelet.json"), kubeletConfiguration(p, h, ports))
}

// writeKubeconfig writes JSON, which is YAML: kubectl, fabric8 and client-go all read it.
func writeKubeconfig(path string, p place, server, name, namespace string, user object) error {
	return writeJSON(path, object{
		"apiVersion": "v1", "kind": "Config", "current-context": "test-cluster",
		"clusters": []object{{"name": "test-cluster",
			"cluster": object{"server": server, "certificate-authority-data": fileData(p.certificate("ca"))}}},
		"users": []object{{"name": name, "user": user}},
		"contexts": []object{{"name": "test-cluster",
			"context": object{"cluster": "test-cluster", "user": name, "namespace": namespace}}},
	})
}

func fileData(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		panic(err) // written a moment ago by this process
	}
	return base64.StdEncoding.EncodeToString(data)
}

// giveToCaller lets the person who called sudo read a file that root wrote.
func giveToCaller(path string) {
	uid, errUser := strconv.Atoi(os.Getenv("SUDO_UID"))
	gid, errGroup := strconv.Atoi(os.Getenv("SUDO_GID"))
	if errUser != nil || errGroup != nil {
		return
	}
	if err := os.Chown(path, uid, gid); err != nil {
		fmt.Fprintf(os.Stderr, "test-cluster: %s stays readable by root only: %v\n", path, err)
	}
}

// Metadata of every request: who, verb, resource, name, status. A watch or a followed log shows as ResponseStarted when it
// opens and as ResponseComplete when it ends; everything else as one ResponseComplete.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
`

// cniConfiguration gives pods an address and each other, but no gateway: the host gets no address on the bridge, and nothing
// of this machine's network is forwarded, masqueraded or reachable from a pod.
func cniConfiguration(p place) string {
	data, err := json.MarshalIndent(object{
		"cniVersion": "0.4.0", "name": "k8sdag",
		"plugins": []object{{
			"type": "bridge", "bridge": p.bridge(), "isGateway": false, "ipMasq": false,
			"ipam": object{"type": "host-local", "dataDir": p.path("cni"), "ranges": [][]object{{{"subnet": "10.243.0.0/16"}}}},
		}},
	}, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(data)
}
