package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

func (s smoker) do(path string) error {
	_, err := ask(s.place, "POST", path)
	return err
}

func (s smoker) kubeletRestarts() error {
	if err := s.pod(smokeNamespace, "survivor", "sleep 600", nil); err != nil {
		return err
	}
	if _, err := s.phase(smokeNamespace, "survivor", "Running"); err != nil {
		return err
	}
	if err := s.do("/kubelet/stop?signal=KILL"); err != nil {
		return err
	}
	if err := s.do("/kubelet/start"); err != nil {
		return err
	}
	if err := until(time.Minute, s.api.nodeReady); err != nil {
		return err
	}
	pod, err := s.phase(smokeNamespace, "survivor", "Running")
	if err != nil {
		return err
	}
	for _, status := range list(pod, "status", "containerStatuses") {
		if count, _ := status["restartCount"].(float64); count != 0 {
			return fmt.Errorf("its container was started again %v times", count)
		}
	}
	return nil
}

func (s smoker) apiserverRestarts() error {
	if err := s.do("/apiserver/restart?signal=KILL"); err != nil {
		return err
	}
	_, err := s.phase(smokeNamespace, "survivor", "Running")
	return err
}

func (s smoker) revisionsExpire() error {
	pods, err := s.api.get(s.pods(smokeNamespace))
	if err != nil {
		return err
	}
	if _, err := compact(s.place); err != nil {
		return err
	}
	if err := s.do("/apiserver/restart"); err != nil {
		return err
	}
	old := text(pods, "metadata", "resourceVersion")
	stream, err := s.api.open("GET", s.pods(smokeNamespace)+"?watch=true&timeoutSeconds=20&resourceVersion="+old, "", nil)
	if isCode(err, 410) {
		return nil
	}
	if err != nil {
		return err
	}
	defer stream.Close()
	event := object{}
	if err := json.NewDecoder(stream).Decode(&event); err != nil {
		return fmt.Errorf("a watch from revision %s got no event: %w", old, err)
	}
	if code, _ := field(event, []string{"object", "code"}).(float64); code != 410 {
		return fmt.Errorf("a watch from revision %s got %v", old, event)
	}
	return nil
}

func (s smoker) taintEvicts() error {
	if err := ctlNode(s.place, "taint", []string{"k8sdag.test/smoke:NoExecute"}); err != nil {
		return err
	}
	gone := s.wait("the tainted pod to go", func() (bool, error) {
		_, err := s.api.get(s.pods(smokeNamespace) + "/survivor")
		return isCode(err, 404), nil
	})
	if err := ctlNode(s.place, "untaint", []string{"k8sdag.test/smoke"}); err != nil {
		return err
	}
	return gone
}

// auditCounts creates one object and reads the log right after: it is written before the response.
func (s smoker) auditCounts() error {
	name := fmt.Sprintf("audited-%d", time.Now().UnixNano())
	path := "/api/v1/namespaces/" + smokeNamespace + "/configmaps"
	if _, err := s.api.create(path, object{"metadata": object{"name": name}}); err != nil {
		return err
	}
	file, err := os.Open(s.place.audit())
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	count := 0
	for lines.Scan() {
		event := object{}
		if err := json.Unmarshal(lines.Bytes(), &event); err != nil {
			return err
		}
		if text(event, "objectRef", "name") == name && text(event, "verb") == "create" && text(event, "stage") == "ResponseComplete" {
			count++
		}
	}
	if count != 1 {
		return fmt.Errorf("it shows %d creates of ConfigMap %s, not 1", count, name)
	}
	return lines.Err()
}
