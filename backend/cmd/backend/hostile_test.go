package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/platform/httpserver/hostiletest"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// Whatever strangers put into headers, they are answered, write no line of the
// log, and are not in a trace.
func TestHostileHeaders(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	o := runObserved(t, map[string]string{
		"database_url": postgrestest.New(t).URL, "token_jwks_url": newIssuer(t).url, "otlp_endpoint": receiver.URL, "log_level": "debug",
	})
	answered := hostiletest.Send(t, o.address, "/api/feeds/public")
	o.stop()
	requests := slices.DeleteFunc(hostiletest.CheckLog(t, o.String()), func(message string) bool { return message != "request" })
	if len(requests) < answered {
		t.Errorf("%d requests were answered, %d logged", answered, len(requests))
	}
	traced := 0
	for _, span := range receiver.Spans() {
		if span.Name == "GET /api/feeds/public" {
			traced++
		}
	}
	if traced < answered { // some were refused, and are traced too
		t.Errorf("%d requests were answered, %d traced", answered, traced)
	}
	told := strings.ReplaceAll(receiver.Raw(), "x-key=hunter2", "")
	if at := strings.Index(told, hostiletest.Mark); at >= 0 {
		t.Errorf("the collector is told what a stranger sent: %q", told[max(0, at-200):at+50])
	}
}
