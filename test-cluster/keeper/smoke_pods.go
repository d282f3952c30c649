package main

import (
	"bufio"
	"fmt"
	"strings"
)

func (s smoker) jobCompletes() error {
	jobs := "/apis/batch/v1/namespaces/" + smokeNamespace + "/jobs"
	_, err := s.api.create(jobs, object{"metadata": object{"name": "true"}, "spec": object{"backoffLimit": 0,
		"template": object{"spec": object{"restartPolicy": "Never",
			"containers": []object{{"name": "main", "image": busyboxImage, "command": []string{"true"}}}}}}})
	if err != nil {
		return err
	}
	return s.wait("Job true to be Complete", func() (bool, error) {
		job, err := s.api.get(jobs + "/true")
		for _, condition := range list(job, "status", "conditions") {
			if text(condition, "type") == "Complete" && text(condition, "status") == "True" {
				return true, nil
			}
		}
		return false, err
	})
}

// logFollows reads the first line of a log while its container still has one to write.
func (s smoker) logFollows() error {
	if err := s.pod(smokeNamespace, "lines", "echo first; sleep 2; echo last", nil); err != nil {
		return err
	}
	if _, err := s.phase(smokeNamespace, "lines", "Running"); err != nil {
		return err
	}
	stream, err := s.api.open("GET", s.pods(smokeNamespace)+"/lines/log?follow=true", "", nil)
	if err != nil {
		return err
	}
	defer stream.Close()
	lines := bufio.NewReader(stream)
	first, err := lines.ReadString('\n')
	if err != nil || first != "first\n" {
		return fmt.Errorf("the first line is %q: %w", first, err)
	}
	pod, err := s.api.get(s.pods(smokeNamespace) + "/lines")
	if err != nil || text(pod, "status", "phase") != "Running" {
		return fmt.Errorf("the first line came when the pod was %s: %w", text(pod, "status", "phase"), err)
	}
	last, err := lines.ReadString('\n')
	if err != nil || last != "last\n" {
		return fmt.Errorf("the last line is %q: %w", last, err)
	}
	return nil
}

func (s smoker) outOfMemory() error {
	limit := object{"resources": object{"limits": object{"memory": "32Mi"}}}
	if err := s.pod(smokeNamespace, "hungry", "x=aaaaaaaa; while :; do x=$x$x; done", limit); err != nil {
		return err
	}
	pod, err := s.phase(smokeNamespace, "hungry", "Failed")
	if err != nil {
		return err
	}
	for _, status := range list(pod, "status", "containerStatuses") {
		if reason := text(status, "state", "terminated", "reason"); reason != "OOMKilled" {
			return fmt.Errorf("the reason is %q", reason)
		}
	}
	return nil
}

func (s smoker) imageMissing() error {
	if err := s.pod(smokeNamespace, "absent", "true", object{"image": "k8sdag.test/absent:1"}); err != nil {
		return err
	}
	return s.wait("ErrImagePull", func() (bool, error) {
		pod, err := s.api.get(s.pods(smokeNamespace) + "/absent")
		for _, status := range list(pod, "status", "containerStatuses") {
			if strings.Contains(text(status, "state", "waiting", "reason"), "ImagePull") {
				return true, nil
			}
		}
		return false, err
	})
}
