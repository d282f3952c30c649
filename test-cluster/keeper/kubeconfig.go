package main

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const kubeconfigUsage = `usage: test-cluster/kubeconfig --service-account NAMESPACE/NAME [option …]
Writes a kubeconfig for that service account and prints its path. Namespace and service account are made if missing.
  --allow VERB,…:RESOURCE[/SUB][.GROUP]     a rule of its own Role k8sdag-NAME, which then holds these rules only (repeatable),
                                            e.g. --allow create,get,delete:jobs.batch --allow get:pods/log
  --role NAME                               binds an existing Role (repeatable)
  --duration 10m                            how long until its token is refused (default 1h; seconds are possible)
  --expired                                 a token that is refused already
  --output FILE                             where to write it`

type texts []string

func (t *texts) String() string         { return strings.Join(*t, " ") }
func (t *texts) Set(value string) error { *t = append(*t, value); return nil }

func commandKubeconfig(args []string) error {
	var allow, roles texts
	flags := flag.NewFlagSet("kubeconfig", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprintln(os.Stderr, kubeconfigUsage) }
	account := flags.String("service-account", "", "")
	duration := flags.Duration("duration", time.Hour, "")
	expired := flags.Bool("expired", false, "")
	output := flags.String("output", "", "")
	flags.Var(&allow, "allow", "")
	flags.Var(&roles, "role", "")
	if flags.Parse(args) != nil {
		return exitStatus(2)
	}
	namespace, name, found := strings.Cut(*account, "/")
	if !found || namespace == "" || name == "" || flags.NArg() > 0 {
		flags.Usage()
		return exitStatus(2)
	}
	p, err := currentPlace()
	if err != nil {
		return err
	}
	api, err := newAPI(p)
	if err != nil {
		return err
	}
	uid, err := ensureAccount(api, namespace, name)
	if err != nil {
		return err
	}
	if len(allow) > 0 {
		if err := writeRole(api, namespace, "k8sdag-"+name, allow); err != nil {
			return err
		}
		roles = append(roles, "k8sdag-"+name)
	}
	for _, role := range roles {
		if err := bindRole(api, namespace, name, role); err != nil {
			return err
		}
	}
	refused := time.Now().Add(*duration)
	if *expired {
		refused = time.Now().Add(-time.Second)
	}
	token, err := signToken(p, namespace, name, uid, refused)
	if err != nil {
		return err
	}
	if *output == "" {
		*output = p.path("kubeconfigs", namespace+"."+name)
	}
	if err := os.MkdirAll(filepath.Dir(*output), 0o755); err != nil {
		return err
	}
	if err := writeKubeconfig(*output, p, api.server, name, namespace, object{"token": token}); err != nil {
		return err
	}
	giveToCaller(*output)
	fmt.Println(*output)
	return nil
}

// ensureAccount returns the service account's UID, which its tokens carry.
func ensureAccount(api *api, namespace, name string) (string, error) {
	_, err := api.create("/api/v1/namespaces", object{"metadata": object{"name": namespace}})
	if err != nil && !isCode(err, 409) {
		return "", err
	}
	accounts := "/api/v1/namespaces/" + namespace + "/serviceaccounts"
	_, err = api.create(accounts, object{"metadata": object{"name": name}})
	if err != nil && !isCode(err, 409) {
		return "", err
	}
	account, err := api.get(accounts + "/" + name)
	return text(account, "metadata", "uid"), err
}

func writeRole(api *api, namespace, name string, allow []string) error {
	rules := []object{}
	for _, rule := range allow {
		verbs, resource, found := strings.Cut(rule, ":")
		if !found {
			return fmt.Errorf("--allow %q: write VERB,…:RESOURCE[.GROUP], for example create,get:jobs.batch", rule)
		}
		resource, group, _ := strings.Cut(resource, ".")
		rules = append(rules, object{"verbs": strings.Split(verbs, ","), "resources": []string{resource}, "apiGroups": []string{group}})
	}
	return replace(api, "/apis/rbac.authorization.k8s.io/v1/namespaces/"+namespace+"/roles", name, object{"rules": rules})
}

func bindRole(api *api, namespace, account, role string) error {
	return replace(api, "/apis/rbac.authorization.k8s.io/v1/namespaces/"+namespace+"/rolebindings", account+"-"+role, object{
		"roleRef":  object{"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": role},
		"subjects": []object{{"kind": "ServiceAccount", "namespace": namespace, "name": account}},
	})
}

func replace(api *api, path, name string, value object) error {
	value["metadata"] = object{"name": name}
	_, err := api.create(path, value)
	if isCode(err, 409) {
		_, err = api.call("PUT", path+"/"+url.PathEscape(name), "application/json", value)
	}
	return err
}
