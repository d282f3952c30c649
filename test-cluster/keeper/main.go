// The keeper starts, guards, disturbs and removes the test cluster. It uses the standard library only, so that it builds in
// seconds; Kubernetes itself is the separate binary of ../components.
//
// Three processes take part. The front (up, run, down, ctl …) is what a person or a test calls. The guard, a session of its own,
// holds the lock and removes whatever is left when the cluster ends. The supervisor is PID 1 of a PID and mount namespace in
// which every component, shim and container lives: when it dies, however it dies, the kernel ends all of them and their mounts.
package main

import (
	"errors"
	"fmt"
	"os"
)

var commands = map[string]func(args []string) error{
	"up":         commandUp,
	"down":       commandDown,
	"status":     commandStatus,
	"run":        commandRun,
	"ctl":        commandCtl,
	"kubeconfig": commandKubeconfig,
	"smoke":      commandSmoke,
	"pods":       commandPods,
	"images":     commandImages,
	// Started by the commands above, never by hand.
	"guard":     commandGuard,
	"supervise": commandSupervise,
}

// An exitStatus ends the process with a status of its own; its message is printed already.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: keeper up|down|status|run|ctl|kubeconfig|images|smoke (see docs/test-cluster.md)")
		os.Exit(2)
	}
	err := commands[os.Args[1]](os.Args[2:])
	var status exitStatus
	switch {
	case err == nil:
	case errors.As(err, &status):
		os.Exit(int(status))
	default:
		fmt.Fprintf(os.Stderr, "test-cluster: %v\n", err)
		os.Exit(1)
	}
}
