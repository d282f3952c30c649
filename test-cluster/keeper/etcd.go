package main

import (
	"encoding/base64"
	"fmt"
)

// newEtcd speaks etcd's JSON gateway, with the certificate the API server itself uses.
func newEtcd(p place, ports map[string]int) (*api, error) {
	client, err := tlsClient(p, "etcd")
	if err != nil {
		return nil, err
	}
	return &api{server: fmt.Sprintf("https://127.0.0.1:%d", ports["etcd"]), client: client}, nil
}

func etcdHealthy(p place, ports map[string]int) error {
	etcd, err := newEtcd(p, ports)
	if err != nil {
		return err
	}
	health, err := etcd.get("/health")
	if err != nil {
		return err
	}
	if text(health, "health") != "true" {
		return fmt.Errorf("etcd says health=%v", health["health"])
	}
	return nil
}

// compact writes one key of its own, so that every resourceVersion handed out before is older than the newest revision, and
// then forgets all revisions before it. It returns that revision.
func compact(p place) (string, error) {
	ports, err := p.ports()
	if err != nil {
		return "", err
	}
	etcd, err := newEtcd(p, ports)
	if err != nil {
		return "", err
	}
	name := base64.StdEncoding.EncodeToString([]byte("/k8sdag-test-cluster/compacted"))
	written, err := etcd.create("/v3/kv/put", object{"key": name, "value": name})
	if err != nil {
		return "", err
	}
	revision := text(written, "header", "revision")
	_, err = etcd.create("/v3/kv/compaction", object{"revision": revision, "physical": true})
	return revision, err
}
