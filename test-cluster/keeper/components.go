package main

import (
	"fmt"
	"os"
	"strings"
)

// The components in the order they start.
var componentNames = []string{"etcd", "containerd", "apiserver", "controller-manager", "scheduler", "kubelet"}

// commandLine says how a component is started. Flags of K8SDAG_CLUSTER_<COMPONENT>_FLAGS come last, so they win.
func commandLine(component string, p place, ports map[string]int) ([]string, error) {
	var line []string
	switch component {
	case "etcd":
		line = etcdLine(p, ports)
	case "containerd":
		line = []string{"containerd", "--config", p.path("containerd.toml")}
	case "apiserver":
		line = append([]string{p.components(), component}, apiserverFlags(p, ports)...)
	case "controller-manager", "scheduler":
		line = append([]string{p.components(), component}, controllerFlags(component, p, ports)...)
	case "kubelet":
		line = []string{p.components(), component, "--config=" + p.path("kubelet.json"), "--kubeconfig=" + p.path("kubelet.kubeconfig"),
			"--hostname-override=" + nodeName, "--root-dir=" + kubeletRoot}
	default:
		return nil, fmt.Errorf("there is no component %q; there are %s", component, strings.Join(componentNames, ", "))
	}
	line = append(line, strings.Fields(os.Getenv(flagsVariable(component)))...)
	program, err := find(line[0])
	if err != nil {
		return nil, err
	}
	line[0] = program
	return line, nil
}

func flagsVariable(component string) string {
	return "K8SDAG_CLUSTER_" + strings.ToUpper(strings.ReplaceAll(component, "-", "_")) + "_FLAGS"
}

// etcdLine: data is thrown away with the cluster, so nothing waits for the disk.
func etcdLine(p place, ports map[string]int) []string {
	client := fmt.Sprintf("https://127.0.0.1:%d", ports["etcd"])
	peer := fmt.Sprintf("https://127.0.0.1:%d", ports["etcd-peer"])
	return []string{"etcd", "--name=test", "--data-dir=" + p.path("etcd"), "--unsafe-no-fsync",
		"--listen-client-urls=" + client, "--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer, "--initial-cluster=test=" + peer,
		"--client-cert-auth", "--trusted-ca-file=" + p.certificate("ca"),
		"--cert-file=" + p.certificate("etcd"), "--key-file=" + p.key("etcd"),
		"--peer-client-cert-auth", "--peer-trusted-ca-file=" + p.certificate("ca"),
		"--peer-cert-file=" + p.certificate("etcd"), "--peer-key-file=" + p.key("etcd"), "--log-level=warn"}
}

// apiserverFlags leaves every default of Kubernetes in place that a test could meet: admission plug-ins (LimitRanger,
// ResourceQuota and PodSecurity are among the defaults), event TTL, watch cache, priority and fairness.
func apiserverFlags(p place, ports map[string]int) []string {
	return []string{"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", ports["apiserver"]),
		"--endpoint-reconciler-type=none", "--service-cluster-ip-range=10.96.0.0/16",
		fmt.Sprintf("--etcd-servers=https://127.0.0.1:%d", ports["etcd"]), "--etcd-cafile=" + p.certificate("ca"),
		"--etcd-certfile=" + p.certificate("etcd"), "--etcd-keyfile=" + p.key("etcd"),
		"--tls-cert-file=" + p.certificate("apiserver"), "--tls-private-key-file=" + p.key("apiserver"),
		"--client-ca-file=" + p.certificate("ca"),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--allow-privileged=true",
		"--service-account-issuer=" + tokenIssuer, "--service-account-signing-key-file=" + p.key("service-account"),
		"--service-account-key-file=" + p.key("service-account"),
		"--kubelet-preferred-address-types=InternalIP", "--kubelet-certificate-authority=" + p.certificate("ca"),
		"--kubelet-client-certificate=" + p.certificate("apiserver-kubelet"), "--kubelet-client-key=" + p.key("apiserver-kubelet"),
		"--audit-policy-file=" + p.path("audit-policy.yaml"), "--audit-log-path=" + p.audit(), "--profiling=false"}
}

func controllerFlags(component string, p place, ports map[string]int) []string {
	kubeconfig := p.path(component + ".kubeconfig")
	flags := []string{"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--authentication-skip-lookup=true", "--client-ca-file=" + p.certificate("ca"),
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", ports[component]),
		"--tls-cert-file=" + p.certificate(component), "--tls-private-key-file=" + p.key(component),
		"--leader-elect=false", "--kube-api-qps=200", "--kube-api-burst=400", "--profiling=false"}
	if component == "controller-manager" {
		flags = append(flags, "--use-service-account-credentials=true", "--root-ca-file="+p.certificate("ca"),
			"--service-account-private-key-file="+p.key("service-account"), "--flex-volume-plugin-dir="+kubeletRoot+"/volume-plugins")
	}
	return flags
}
