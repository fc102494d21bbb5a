package main

import (
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// However collector and Rollbar are broken, requests are answered as ever, and
// the service stops when it is told to.
func TestBrokenReceiversCostNoRequest(t *testing.T) {
	for _, receiver := range telemetrytest.AllBroken(t) {
		t.Run(receiver.Name, func(t *testing.T) {
			address, stop := start(t, environment(t, map[string]string{
				"otlp_endpoint": receiver.URL, "rollbar_token": "token-1", "rollbar_endpoint": receiver.URL,
			}))
			ask := func() {
				t.Helper()
				if status, body := call(t, "", "GET", "http://"+address+"/api/message_groups", ""); status != 401 {
					t.Errorf("a request is answered %d %s", status, body)
				}
			}
			for range 600 { // more than a batch, which is then sent
				ask()
			}
			for begun := time.Now(); receiver.Asked() == 0 && receiver.Name != "gone"; time.Sleep(10 * time.Millisecond) {
				if time.Since(begun) > patience {
					t.Fatal("it was never turned to")
				}
			}
			for range 20 {
				ask()
			}
			if err := stop(); err != nil { // which waits only for so long
				t.Error(err)
			}
		})
	}
}
