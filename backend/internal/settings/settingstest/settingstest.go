// Package settingstest serves settings to programs under test, over SSM's own
// wire protocol. The real emulator serves them in the end-to-end tests.
package settingstest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/settings"
)

const path = "/cruddur/test/backend"

// Serve serves the settings and points the process's AWS settings there, for
// the time of the test. It returns the environment for the program's run.
func Serve(t *testing.T, values map[string]string) (getenv func(string) string) {
	t.Helper()
	type parameter struct {
		Name  string `json:"Name"`
		Type  string `json:"Type"`
		Value string `json:"Value"`
	}
	var answer struct {
		Parameters []parameter `json:"Parameters"`
	}
	for name, value := range values {
		answer.Parameters = append(answer.Parameters, parameter{Name: path + "/" + name, Type: "String", Value: value})
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if target := r.Header.Get("X-Amz-Target"); target != "AmazonSSM.GetParametersByPath" {
			t.Errorf("SSM was asked for %s", target)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-west-1",
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_MAX_ATTEMPTS": "1",
	} {
		t.Setenv(name, value)
	}
	return func(name string) string {
		if name == settings.PathVariable {
			return path
		}
		return ""
	}
}
