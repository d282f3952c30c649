package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// refused checks that an error is a 403 that says what was expected.
func refused(err error, message string) error {
	if isCode(err, 403) && strings.Contains(err.Error(), message) {
		return nil
	}
	return fmt.Errorf("expected HTTP 403 with %q, got: %v", message, err)
}

func (s smoker) quotaRefuses() error {
	const namespace = quotaNamespace
	if err := s.namespace(namespace, nil); err != nil {
		return err
	}
	quotas := "/api/v1/namespaces/" + namespace + "/resourcequotas"
	_, err := s.api.create(quotas, object{"metadata": object{"name": "none"}, "spec": object{"hard": object{"pods": "0"}}})
	if err != nil {
		return err
	}
	err = s.wait("the quota's status", func() (bool, error) {
		quota, err := s.api.get(quotas + "/none")
		return text(quota, "status", "hard", "pods") == "0", err
	})
	if err != nil {
		return err
	}
	return refused(s.pod(namespace, "one", "true", nil), "exceeded quota: none")
}

func (s smoker) limitRangeRefuses() error {
	const namespace = limitsNamespace
	if err := s.namespace(namespace, nil); err != nil {
		return err
	}
	_, err := s.api.create("/api/v1/namespaces/"+namespace+"/limitranges", object{"metadata": object{"name": "small"},
		"spec": object{"limits": []object{{"type": "Container", "max": object{"memory": "64Mi"}}}}})
	if err != nil {
		return err
	}
	tooMuch := object{"resources": object{"limits": object{"memory": "128Mi"}}}
	return refused(s.pod(namespace, "big", "true", tooMuch), "maximum memory usage per Container is 64Mi")
}

func (s smoker) restrictedRefuses() error {
	if err := s.namespace(restrictedNamespace, object{"pod-security.kubernetes.io/enforce": "restricted"}); err != nil {
		return err
	}
	privileged := object{"securityContext": object{"privileged": true}}
	return refused(s.pod(restrictedNamespace, "privileged", "true", privileged), `violates PodSecurity "restricted:latest"`)
}

func (s smoker) restrictedRuns() error {
	security := object{"allowPrivilegeEscalation": false, "runAsNonRoot": true, "seccompProfile": object{"type": "RuntimeDefault"},
		"capabilities": object{"drop": []string{"ALL"}}}
	script := `[ "$(id -u)" = 65532 ] && echo hello > /tmp/file && cat /tmp/file`
	err := s.pod(restrictedNamespace, "nonroot", script, object{"image": nonrootImage, "securityContext": security})
	if err != nil {
		return err
	}
	if _, err := s.phase(restrictedNamespace, "nonroot", "Succeeded"); err != nil {
		return err
	}
	withUser := object{"runAsUser": 1234}
	for key, value := range security {
		withUser[key] = value
	}
	script = `[ "$(id -u)" = 1234 ] && echo hello > /tmp/file`
	if err := s.pod(restrictedNamespace, "user", script, object{"securityContext": withUser}); err != nil {
		return err
	}
	_, err = s.phase(restrictedNamespace, "user", "Succeeded")
	return err
}

// as returns the API as a service account sees it, with the kubeconfig that test-cluster/kubeconfig would write.
func (s smoker) as(name string, arguments ...string) (*api, error) {
	path := s.place.path("smoke.kubeconfig")
	arguments = append([]string{"--service-account", smokeNamespace + "/" + name, "--output", path}, arguments...)
	if err := silently(func() error { return commandKubeconfig(arguments) }); err != nil {
		return nil, err
	}
	kubeconfig := object{}
	if err := readJSON(path, &kubeconfig); err != nil {
		return nil, err
	}
	client, err := tlsClient(s.place, "")
	if err != nil {
		return nil, err
	}
	return &api{server: s.api.server, token: text(list(kubeconfig, "users")[0], "user", "token"), client: client}, os.Remove(path)
}

func silently(action func() error) error {
	standard := os.Stdout
	defer func() { os.Stdout = standard }()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer null.Close()
	os.Stdout = null
	return action()
}

func (s smoker) roleHolds() error {
	reader, err := s.as("reader", "--allow", "get,list:pods")
	if err != nil {
		return err
	}
	// The authorizer learns of a new Role by a watch, a moment later.
	if err := s.wait("the Role to hold", func() (bool, error) {
		_, err := reader.get(s.pods(smokeNamespace))
		return err == nil, nil
	}); err != nil {
		return err
	}
	_, err = reader.call("DELETE", s.pods(smokeNamespace)+"/lines", "", nil)
	return refused(err, `cannot delete resource "pods"`)
}

func (s smoker) tokenExpires() error {
	late, err := s.as("late", "--expired")
	if err != nil {
		return err
	}
	if _, err := late.get("/api"); !isCode(err, 401) {
		return fmt.Errorf("an expired token got: %v", err)
	}
	short, err := s.as("late", "--duration", "3s")
	if err != nil {
		return err
	}
	if _, err := short.get("/api"); err != nil {
		return fmt.Errorf("a fresh token got: %w", err)
	}
	return until(30*time.Second, func() error {
		if _, err := short.get("/api"); !isCode(err, 401) {
			return fmt.Errorf("a token of 3 seconds still got: %v", err)
		}
		return nil
	})
}
