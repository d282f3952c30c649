package main

import (
	"os"
	"strconv"
	"time"
)

// patient stretches a time limit by K8SDAG_CLUSTER_PATIENCE, for machines that are slow or busy. No limit is ever waited out
// when things go well.
func patient(limit time.Duration) time.Duration {
	factor, err := strconv.ParseFloat(os.Getenv("K8SDAG_CLUSTER_PATIENCE"), 64)
	if err != nil || factor < 1 {
		return limit
	}
	return time.Duration(factor * float64(limit))
}

// until repeats an action that may need something else to happen first; its last error is returned.
func until(limit time.Duration, action func() error) error {
	deadline := time.Now().Add(patient(limit))
	for {
		err := action()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}
