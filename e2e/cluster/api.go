package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// apiClient speaks to the API server as the administrator: enough to make the
// few objects of the tool and to wait for a few more, without a client library.
type apiClient struct {
	http *http.Client
}

func newAPIClient() (*apiClient, error) {
	certificate, err := tls.LoadX509KeyPair(pkiFolder+"/admin.crt", pkiFolder+"/admin.key")
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(pkiFolder + "/ca.crt")
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	return &apiClient{http: &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots},
		},
	}}, nil
}

// get reads an object, or only checks that the path answers when into is nil.
func (a *apiClient) get(ctx context.Context, path string, into any) error {
	return a.do(ctx, http.MethodGet, path, "", nil, into)
}

// apply makes an object or brings it to the given state.
func (a *apiClient) apply(ctx context.Context, path, yaml string) error {
	return a.do(ctx, http.MethodPatch, path+"?fieldManager=local-cluster&force=true",
		"application/apply-patch+yaml", []byte(yaml), nil)
}

func (a *apiClient) do(ctx context.Context, method, path, contentType string, body []byte, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, apiServerURL+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := a.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, bytes.TrimSpace(content))
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(content, into)
}
