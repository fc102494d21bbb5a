package main

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
)

var all = []string{
	"--environment", "production", "--region", "ca-central-1", "--account", "123456789012", "--site", "https://cruddur.example.com",
	"--connect", "https://a.example.com https://b.example.com", "--issuer", "https://pool", "--client", "client", "--live-api", "live123456",
}

// What is printed is what Terraform's tests read.
func TestEverythingIsPrinted(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := run(all, &out); err != nil {
		t.Fatal(err)
	}
	var printed struct {
		Infrastructure map[string][]map[string]any `json:"infrastructure"`
		Edge           struct {
			Behaviours []map[string]any             `json:"behaviours"`
			Headers    map[string]map[string]string `json:"headers"`
			Crawlers   string                       `json:"crawlers"`
		} `json:"edge"`
	}
	if err := json.Unmarshal([]byte(out.String()), &printed); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Buckets", "Tables", "Queues", "Functions", "Services", "APIs", "SocketAPIs", "StreamMappings", "QueueMappings"} {
		if len(printed.Infrastructure[part]) == 0 {
			t.Errorf("there are no %s", part)
		}
	}
	if !slices.ContainsFunc(printed.Infrastructure["Tables"], func(table map[string]any) bool { return table["Name"] == "cruddur-production-conversations" }) {
		t.Errorf("the tables are %v", printed.Infrastructure["Tables"])
	}
	last := printed.Edge.Behaviours[len(printed.Edge.Behaviours)-1]
	if last["path"] != "*" || last["origin"] != "site" || last["headers"] != "site" {
		t.Errorf("the last behaviour is %v", last)
	}
	if policy := printed.Edge.Headers["site"]["Content-Security-Policy"]; !strings.Contains(policy, "connect-src 'self' https://a.example.com https://b.example.com;") {
		t.Errorf("the site's policy is %s", policy)
	}
	if printed.Edge.Crawlers == "" {
		t.Error("no crawler is known")
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	if err := run([]string{"--environment", "production"}, io.Discard); err == nil || !strings.Contains(err.Error(), "--account, --client, --issuer, --live-api, --region, --site") {
		t.Errorf("got %v", err)
	}
}
