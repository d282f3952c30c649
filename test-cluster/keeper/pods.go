package main

import "fmt"

// commandPods starts three pods that sleep, with an argument in their command line to find them by, and waits until they run.
func commandPods(args []string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	admin, err := newAPI(p)
	if err != nil {
		return err
	}
	s := smoker{p, admin}
	for i := range 3 {
		name := fmt.Sprintf("sleeper-%d", i)
		if err := s.pod("default", name, "sleep 3600; : "+args[0], nil); err != nil {
			return err
		}
	}
	for i := range 3 {
		if _, err := s.phase("default", fmt.Sprintf("sleeper-%d", i), "Running"); err != nil {
			return err
		}
	}
	return nil
}
