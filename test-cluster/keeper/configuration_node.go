package main

import "fmt"

// containerdConfiguration is in format 2: read by containerd 1.4 to 1.7, and converted by 2.x itself. AppArmor is off
// everywhere, because containerd would load a profile into the machine's kernel and leave it there. Registry k8sdag.test
// leads to a closed port of this machine, so that a missing image fails at once instead of waiting for a name server.
func containerdConfiguration(p place, h host) string {
	snapshotter := "native"
	if h.overlayOnState {
		snapshotter = "overlayfs"
	}
	return fmt.Sprintf(`version = 2
root = %[1]q
state = %[2]q
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]

[grpc]
  address = %[3]q

[plugins."io.containerd.internal.v1.opt"]
  path = %[4]q

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = %[5]q
  disable_apparmor = true
  restrict_oom_score_adj = %[6]t
  tolerate_missing_hugetlb_controller = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"

[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = %[7]q

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = false

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = %[8]q
  conf_dir = %[9]q

[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = %[10]q
`, p.path("containerd"), p.runtime+"/containerd", p.containerdSocket(), p.path("containerd-opt"), pauseImage,
		!h.sysResource, snapshotter, h.cniPlugins, p.path("cni.d"), p.path("registries"))
}

// kubeletConfiguration: the cgroup driver is always cgroupfs with a cgroup of our own at the top, with or without systemd:
// systemd leaves cgroups alone that it did not make, and one way is easier to clean up than two. Images are never collected
// and a nearly full disk evicts nothing: the images cannot be pulled again, and the machine's disk is not under test.
func kubeletConfiguration(p place, h host, ports map[string]int) object {
	return object{
		"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
		"address": "127.0.0.1", "port": ports["kubelet"], "readOnlyPort": 0, "healthzPort": 0,
		"authentication": object{
			"anonymous": object{"enabled": false}, "webhook": object{"enabled": true},
			"x509": object{"clientCAFile": p.certificate("ca")},
		},
		"authorization":            object{"mode": "Webhook"},
		"tlsCertFile":              p.certificate("kubelet"),
		"tlsPrivateKeyFile":        p.key("kubelet"),
		"containerRuntimeEndpoint": "unix://" + p.containerdSocket(),
		"volumePluginDir":          kubeletRoot + "/volume-plugins",
		"cgroupDriver":             "cgroupfs",
		"cgroupRoot":               p.cgroup(),
		"failCgroupV1":             false,
		"enforceNodeAllocatable":   []string{},
		"makeIPTablesUtilChains":   false,
		"failSwapOn":               false,
		"oomScoreAdj":              0,
		"clusterDNS":               []string{"127.0.0.1"}, // nobody answers there; without one every pod gets a warning event
		"clusterDomain":            "cluster.local",
		"maxPods":                  250,
		"evictionHard": object{"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%",
			"nodefs.inodesFree": "1%", "imagefs.inodesFree": "1%"},
		"imageGCHighThresholdPercent": 100,
		"imageGCLowThresholdPercent":  99,
	}
}
