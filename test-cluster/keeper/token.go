package main

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"os"
	"time"
)

const tokenIssuer = "https://kubernetes.default.svc"

// An API server grants every token a minute after its end (the leeway of its JWT library), for clocks that differ.
const leeway = time.Minute

// signToken makes a service account token as the API server would, refused from the given moment on, which may be past. (A
// token that was seen to be good stays so in the API server's cache for up to 10 seconds more.) The TokenRequest API gives ten
// minutes at least; a test of an expired token cannot wait that long.
func signToken(p place, namespace, name, uid string, refused time.Time) (string, error) {
	data, err := os.ReadFile(p.key("service-account"))
	if err != nil {
		return "", err
	}
	block, _ := pem.Decode(data)
	key, err := x509.ParseECPrivateKey(block.Bytes)
	if err != nil {
		return "", err
	}
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return "", err
	}
	end := refused.Add(-leeway)
	issued := end.Add(-24 * time.Hour)
	claims, err := json.Marshal(object{
		"iss": tokenIssuer, "aud": []string{tokenIssuer}, "sub": "system:serviceaccount:" + namespace + ":" + name,
		"iat": issued.Unix(), "nbf": issued.Unix(), "exp": end.Unix(), "jti": hex.EncodeToString(id),
		"kubernetes.io": object{"namespace": namespace, "serviceaccount": object{"name": name, "uid": uid}},
	})
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		return "", err
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return signed + "." + encode(signature), nil
}
