package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// An api speaks to the cluster's API server, as its administrator unless a token is set.
type api struct {
	server string
	token  string
	client *http.Client
}

// An apiError is an answer that is not 2xx.
type apiError struct {
	code    int
	message string
}

func (e *apiError) Error() string { return fmt.Sprintf("HTTP %d: %s", e.code, e.message) }

func isCode(err error, code int) bool {
	var answer *apiError
	return errors.As(err, &answer) && answer.code == code
}

func newAPI(p place) (*api, error) {
	ports, err := p.ports()
	if err != nil {
		return nil, fmt.Errorf("no test cluster is up here: %w", err)
	}
	client, err := tlsClient(p, "admin")
	if err != nil {
		return nil, fmt.Errorf("no test cluster is up here: %w", err)
	}
	return &api{server: fmt.Sprintf("https://127.0.0.1:%d", ports["apiserver"]), client: client}, nil
}

// tlsClient trusts the cluster's authority alone; name is the certificate to show, "" for none.
func tlsClient(p place, name string) (*http.Client, error) {
	pem, err := os.ReadFile(p.certificate("ca"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	configuration := &tls.Config{RootCAs: roots}
	if name != "" {
		pair, err := tls.LoadX509KeyPair(p.certificate(name), p.key(name))
		if err != nil {
			return nil, err
		}
		configuration.Certificates = []tls.Certificate{pair}
	}
	// No proxy, whatever the environment says: everything is on loopback.
	return &http.Client{Transport: &http.Transport{TLSClientConfig: configuration}, Timeout: 60 * time.Second}, nil
}

// open sends a request and returns its answer's body, for the caller to close.
func (a *api) open(method, path, contentType string, body []byte) (io.ReadCloser, error) {
	request, err := http.NewRequest(method, a.server+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if a.token != "" {
		request.Header.Set("Authorization", "Bearer "+a.token)
	}
	response, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 == 2 {
		return response.Body, nil
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	status := struct{ Message string }{}
	if json.Unmarshal(text, &status) != nil || status.Message == "" {
		status.Message = strings.TrimSpace(string(text))
	}
	return nil, &apiError{response.StatusCode, status.Message}
}

func (a *api) text(method, path, contentType string, body []byte) (string, error) {
	stream, err := a.open(method, path, contentType, body)
	if err != nil {
		return "", err
	}
	defer stream.Close()
	data, err := io.ReadAll(stream)
	return string(data), err
}

func (a *api) call(method, path, contentType string, value any) (object, error) {
	var body []byte
	if value != nil {
		var err error
		if body, err = json.Marshal(value); err != nil {
			return nil, err
		}
	}
	text, err := a.text(method, path, contentType, body)
	if err != nil {
		return nil, err
	}
	result := object{}
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	return result, nil
}

func (a *api) get(path string) (object, error) { return a.call("GET", path, "", nil) }

func (a *api) create(path string, value object) (object, error) {
	return a.call("POST", path, "application/json", value)
}

func (a *api) ready() error {
	_, err := a.text("GET", "/readyz", "", nil)
	return err
}

func (a *api) nodeReady() error {
	node, err := a.get("/api/v1/nodes/" + nodeName)
	if err != nil {
		return err
	}
	for _, condition := range list(node, "status", "conditions") {
		if text(condition, "type") == "Ready" {
			if text(condition, "status") == "True" && len(list(node, "spec", "taints")) == 0 {
				return nil
			}
			return fmt.Errorf("node %s: Ready is %s: %s", nodeName, text(condition, "status"), text(condition, "message"))
		}
	}
	return fmt.Errorf("node %s has no condition Ready yet", nodeName)
}

// text and list read a nested field, "" and nil where it is missing.
func text(o object, path ...string) string {
	value, _ := field(o, path).(string)
	return value
}

func list(o object, path ...string) []object {
	values, _ := field(o, path).([]any)
	var objects []object
	for _, value := range values {
		if o, is := value.(object); is {
			objects = append(objects, o)
		}
	}
	return objects
}

func field(o object, path []string) any {
	var value any = o
	for _, name := range path {
		inner, is := value.(object)
		if !is {
			return nil
		}
		value = inner[name]
	}
	return value
}
