package config_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/cruddur/cruddur/platform/config"
)

// The test sets the environment, so it can't be parallel.
func TestNewSSMHonoursTheEndpoint(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if r.Header.Get("X-Amz-Target") != "AmazonSSM.GetParametersByPath" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"Parameters": []map[string]string{{"Name": path + "/database_url", "Type": "SecureString", "Value": "postgres://x"}},
		})
	}))
	defer server.Close()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-north-1",
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
		"AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
	} {
		t.Setenv(name, value)
	}
	client, err := config.NewSSM(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got settings
	if err := config.Load(t.Context(), client, path, &got); err != nil {
		t.Fatal(err)
	}
	if got.Database.Reveal() != "postgres://x" {
		t.Errorf("database_url = %q", got.Database.Reveal())
	}
}
