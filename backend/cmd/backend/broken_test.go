package main

import (
	"testing"

	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// However collector and Rollbar are broken, requests are answered as ever, and
// the backend stops when it is told to.
func TestBrokenReceiversCostNoRequest(t *testing.T) {
	database, keys := postgrestest.New(t), newIssuer(t)
	for _, receiver := range telemetrytest.AllBroken(t) {
		t.Run(receiver.Name, func(t *testing.T) {
			o := runObserved(t, map[string]string{
				"database_url": database.URL, "token_jwks_url": keys.url, "otlp_endpoint": receiver.URL,
				"rollbar_token": "token-1", "rollbar_endpoint": receiver.URL,
			})
			for i := range 300 { // with their statements more than a batch, which is then sent
				if got := o.get(t, "/api/feeds/public", "", ""); got != 200 {
					t.Fatalf("request %d answers %d", i, got)
				}
			}
			waitUntil(t, "turned to", func() bool { return receiver.Asked() > 0 || receiver.Name == "gone" })
			for range 20 {
				if got := o.get(t, "/api/feeds/public", "", ""); got != 200 {
					t.Errorf("while it is waited for, a request answers %d", got)
				}
			}
			o.stop() // which fails the test unless it ends soon
		})
	}
}
