package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// The images of the test cluster. One layer (static busybox with every applet), three ways to start it.
const (
	busyboxImage = "k8sdag.test/busybox:1"
	nonrootImage = "k8sdag.test/busybox-nonroot:1"
	pauseImage   = "k8sdag.test/pause:1"
)

// commandImages writes the images for other clusters.
func commandImages(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: test-cluster/images FILE.tar")
	}
	busybox, err := find("busybox")
	if err != nil {
		return err
	}
	return writeImages(args[0], busybox)
}

// writeImages writes a tar such as `docker save` writes, for `ctr images import`, `docker load` or `kind load image-archive`.
func writeImages(path, busybox string) error {
	layer, err := busyboxLayer(busybox)
	if err != nil {
		return err
	}
	digest := hexDigest(layer)
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	archive := tar.NewWriter(file)
	var manifest []object
	for _, image := range []struct {
		name   string
		config object
	}{
		{busyboxImage, object{"Cmd": []string{"sh"}}},
		{nonrootImage, object{"Cmd": []string{"sh"}, "User": "65532:65532"}},
		// The pause container only has to exist; busybox' sleep costs a pod some kilobytes and no image of its own.
		{pauseImage, object{"Entrypoint": []string{"/bin/sleep", "2147483647"}}},
	} {
		image.config["Env"] = []string{"PATH=/bin", "HOME=/tmp"}
		image.config["WorkingDir"] = "/tmp"
		config, err := json.Marshal(object{
			"architecture": runtime.GOARCH, "os": "linux", "created": time.Unix(0, 0).UTC(), "config": image.config,
			"rootfs": object{"type": "layers", "diff_ids": []string{"sha256:" + digest}},
		})
		if err != nil {
			return err
		}
		configName := hexDigest(config) + ".json"
		if err := addFile(archive, configName, 0o644, config); err != nil {
			return err
		}
		manifest = append(manifest, object{"Config": configName, "RepoTags": []string{image.name}, "Layers": []string{digest + ".tar"}})
	}
	index, err := json.Marshal(manifest)
	if err != nil {
		return err
	}
	if err := addFile(archive, digest+".tar", 0o644, layer); err != nil {
		return err
	}
	if err := addFile(archive, "manifest.json", 0o644, index); err != nil {
		return err
	}
	return archive.Close()
}

// busyboxLayer is the file system of every image: /bin with all applets, the few files of /etc that programs look for, and
// a /tmp that any user may write to.
func busyboxLayer(busybox string) ([]byte, error) {
	program, err := os.ReadFile(busybox)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(program[:min(len(program), 4096)], []byte("/ld-linux")) {
		return nil, fmt.Errorf("%s is linked dynamically: install a static one (Debian: busybox-static)", busybox)
	}
	applets, err := exec.Command(busybox, "--list").Output()
	if err != nil {
		return nil, fmt.Errorf("%s --list: %w", busybox, err)
	}
	var layer bytes.Buffer
	archive := tar.NewWriter(&layer)
	for _, dir := range []struct {
		name string
		mode int64
	}{{"bin/", 0o755}, {"dev/", 0o755}, {"etc/", 0o755}, {"proc/", 0o755}, {"sys/", 0o755}, {"root/", 0o700}, {"tmp/", 0o1777}} {
		if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir.name, Mode: dir.mode}); err != nil {
			return nil, err
		}
	}
	if err := addFile(archive, "bin/busybox", 0o755, program); err != nil {
		return nil, err
	}
	for _, applet := range strings.Fields(string(applets)) {
		if applet == "busybox" {
			continue
		}
		link := &tar.Header{Typeflag: tar.TypeSymlink, Name: "bin/" + applet, Linkname: "busybox", Mode: 0o777}
		if err := archive.WriteHeader(link); err != nil {
			return nil, err
		}
	}
	users := "root:x:0:0:root:/root:/bin/sh\nnonroot:x:65532:65532:nonroot:/tmp:/bin/sh\n"
	if err := addFile(archive, "etc/passwd", 0o644, []byte(users)); err != nil {
		return nil, err
	}
	if err := addFile(archive, "etc/group", 0o644, []byte("root:x:0:\nnonroot:x:65532:\n")); err != nil {
		return nil, err
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return layer.Bytes(), nil
}

func addFile(archive *tar.Writer, name string, mode int64, data []byte) error {
	if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(data))}); err != nil {
		return err
	}
	_, err := io.Copy(archive, bytes.NewReader(data))
	return err
}

func hexDigest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
