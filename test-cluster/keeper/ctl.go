package main

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

const ctlUsage = `usage: test-cluster/ctl …
  COMPONENT stop [KILL|TERM]                KILL, as in a crash, is the default; an API server takes a minute for TERM
  COMPONENT start [--FLAG=VALUE …]          returns when it serves; the flags last until its next start
  COMPONENT restart [KILL|TERM] [--FLAG=VALUE …]
        COMPONENT: etcd, containerd, apiserver, controller-manager, scheduler, kubelet
  kubelet set FIELD=VALUE …                 a field of its configuration, e.g. containerLogMaxSize=100Ki; restarts it
  etcd compact                              forgets all earlier revisions
  etcd expire                               compacts and restarts the API server: every earlier resourceVersion gives 410
  node ready                                waits until the node is Ready and without taints (2 minutes at most)
  node taint KEY[=VALUE]:EFFECT | node untaint KEY
  node delete                               deletes the Node object; "kubelet restart" registers it again
  audit-path | log-path COMPONENT           the path of a file
  kubeconfig-path`

func commandCtl(args []string) error {
	p, err := currentPlace()
	if err != nil {
		return err
	}
	switch strings.Join(args[:min(2, len(args))], " ") {
	case "audit-path":
		fmt.Println(p.audit())
		return nil
	case "kubeconfig-path":
		fmt.Println(p.kubeconfig())
		return nil
	case "etcd compact":
		return printCompaction(p)
	case "etcd expire":
		if err := printCompaction(p); err != nil {
			return err
		}
		_, err := ask(p, "POST", "/apiserver/restart")
		return err
	}
	if len(args) < 2 {
		return usage()
	}
	switch {
	case args[0] == "log-path":
		fmt.Println(p.log(args[1]))
		return nil
	case args[0] == "node":
		return ctlNode(p, args[1], args[2:])
	case contains(componentNames, args[0]):
		query, err := query(args[1], args[2:])
		if err != nil {
			return err
		}
		_, err = ask(p, "POST", "/"+args[0]+"/"+args[1]+"?"+query.Encode())
		return err
	}
	return usage()
}

func usage() error {
	fmt.Println(ctlUsage)
	return exitStatus(2)
}

func query(action string, args []string) (url.Values, error) {
	values := url.Values{}
	for _, arg := range args {
		switch {
		case arg == "TERM" || arg == "KILL":
			values.Set("signal", arg)
		case strings.HasPrefix(arg, "--"):
			values.Add("flag", arg)
		case action == "set":
			values.Add("field", arg)
		default:
			return nil, fmt.Errorf("%q is neither TERM, KILL nor a --flag", arg)
		}
	}
	return values, nil
}

func printCompaction(p place) error {
	revision, err := compact(p)
	if err == nil {
		fmt.Println(revision)
	}
	return err
}

func ctlNode(p place, action string, args []string) error {
	api, err := newAPI(p)
	if err != nil {
		return err
	}
	path := "/api/v1/nodes/" + nodeName
	switch {
	case action == "ready":
		return until(2*time.Minute, api.nodeReady)
	case action == "delete":
		_, err := api.call("DELETE", path, "", nil)
		return err
	case action == "taint" && len(args) == 1:
		keyValue, effect, found := strings.Cut(args[0], ":")
		if !found {
			return fmt.Errorf("taint %q: write KEY[=VALUE]:EFFECT, for example maintenance:NoExecute", args[0])
		}
		key, value, _ := strings.Cut(keyValue, "=")
		return changeTaints(api, path, key, object{"key": key, "value": value, "effect": effect})
	case action == "untaint" && len(args) == 1:
		return changeTaints(api, path, args[0], nil)
	}
	return usage()
}

// changeTaints removes the taints of a key and adds one if given; it repeats when the node was changed meanwhile.
func changeTaints(api *api, path, key string, add object) error {
	for {
		node, err := api.get(path)
		if err != nil {
			return err
		}
		taints := []object{}
		for _, taint := range list(node, "spec", "taints") {
			if text(taint, "key") != key {
				taints = append(taints, taint)
			}
		}
		if add != nil {
			taints = append(taints, add)
		}
		node["spec"].(object)["taints"] = taints
		if _, err = api.call("PUT", path, "application/json", node); !isCode(err, 409) {
			return err
		}
	}
}
