package main

import (
	"fmt"
	"time"
)

// A smoker checks that the cluster is what the tests need, in namespaces of its own that it removes again.
type smoker struct {
	place place
	api   *api
}

const (
	smokeNamespace      = "k8sdag-smoke"
	quotaNamespace      = "k8sdag-smoke-quota"
	limitsNamespace     = "k8sdag-smoke-limits"
	restrictedNamespace = "k8sdag-smoke-restricted"
)

// commandSmoke runs every check on the cluster that is up, and goes on after a failed one.
func commandSmoke([]string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	admin, err := newAPI(p)
	if err != nil {
		return err
	}
	s := smoker{p, admin}
	checks := []struct {
		name  string
		check func() error
	}{
		{"the node is Ready", admin.nodeReady},
		{"a Job of `true` completes", s.jobCompletes},
		{"a running container's log can be followed", s.logFollows},
		{"a container above its memory limit is OOMKilled", s.outOfMemory},
		{"a missing image fails at once", s.imageMissing},
		{"a quota refuses a pod", s.quotaRefuses},
		{"a LimitRange refuses a pod", s.limitRangeRefuses},
		{"PodSecurity `restricted` refuses a privileged pod", s.restrictedRefuses},
		{"PodSecurity `restricted` runs a pod that asks for nothing", s.restrictedRuns},
		{"a service account may do what its Role says, and no more", s.roleHolds},
		{"an expired token is refused, and a short one expires", s.tokenExpires},
		{"a pod survives the kubelet's death", s.kubeletRestarts},
		{"the API server comes back on its port", s.apiserverRestarts},
		{"an old resourceVersion gives 410 after etcd's compaction", s.revisionsExpire},
		{"a NoExecute taint evicts, and goes again", s.taintEvicts},
		{"the audit log counts a create", s.auditCounts},
	}
	if err := s.clean(); err != nil { // of a smoke test that was interrupted
		return err
	}
	if err := s.namespace(smokeNamespace, nil); err != nil {
		return err
	}
	failed := 0
	for _, c := range checks {
		began := time.Now()
		if err := c.check(); err != nil {
			failed++
			fmt.Printf("FAILED  %s: %v\n", c.name, err)
			continue
		}
		fmt.Printf("ok      %s (%.1f s)\n", c.name, time.Since(began).Seconds())
	}
	if err := s.clean(); err != nil {
		failed++
		fmt.Printf("FAILED  the namespaces go: %v\n", err)
	}
	if failed > 0 {
		fmt.Printf("%d of %d checks failed; logs are in %s\n", failed, len(checks), p.path("log"))
		return exitStatus(1)
	}
	return nil
}

func (s smoker) clean() error {
	for _, namespace := range []string{smokeNamespace, quotaNamespace, limitsNamespace, restrictedNamespace} {
		if err := s.remove("/api/v1/namespaces/" + namespace); err != nil {
			return err
		}
	}
	return nil
}

func (s smoker) namespace(name string, labels object) error {
	_, err := s.api.create("/api/v1/namespaces", object{"metadata": object{"name": name, "labels": labels}})
	if err != nil {
		return err
	}
	return s.wait("service account default of "+name, func() (bool, error) {
		_, err := s.api.get("/api/v1/namespaces/" + name + "/serviceaccounts/default")
		return err == nil, nil
	})
}

// remove deletes an object and waits until it is gone.
func (s smoker) remove(path string) error {
	if _, err := s.api.call("DELETE", path, "", nil); err != nil && !isCode(err, 404) {
		return err
	}
	return s.wait(path+" to go", func() (bool, error) {
		_, err := s.api.get(path)
		return isCode(err, 404), nil
	})
}

func (s smoker) wait(what string, done func() (bool, error)) error {
	return until(60*time.Second, func() error {
		is, err := done()
		if err == nil && !is {
			err = fmt.Errorf("waited %s for %s", patient(time.Minute), what)
		}
		return err
	})
}

func (s smoker) pods(namespace string) string { return "/api/v1/namespaces/" + namespace + "/pods" }

// pod starts a pod of one container that runs a shell script; more is merged into its container.
func (s smoker) pod(namespace, name, script string, more object) error {
	container := object{"name": "main", "image": busyboxImage, "command": []string{"sh", "-c", script}}
	for key, value := range more {
		container[key] = value
	}
	_, err := s.api.create(s.pods(namespace), object{"metadata": object{"name": name},
		"spec": object{"restartPolicy": "Never", "terminationGracePeriodSeconds": 1, "containers": []object{container}}})
	return err
}

// phase waits until a pod has reached a phase, and returns the pod.
func (s smoker) phase(namespace, name, phase string) (object, error) {
	var pod object
	err := s.wait("pod "+name+" to be "+phase, func() (bool, error) {
		var err error
		pod, err = s.api.get(s.pods(namespace) + "/" + name)
		return text(pod, "status", "phase") == phase, err
	})
	return pod, err
}
