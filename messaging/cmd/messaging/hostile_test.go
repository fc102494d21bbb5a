package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/httpserver/hostiletest"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// Whatever strangers put into headers, they are answered, write no line of the
// log, and are not in a trace.
func TestHostileHeaders(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	logs := &logBuffer{}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, nil, environment(t, map[string]string{"otlp_endpoint": receiver.URL, "log_level": "debug"}), logs)
	}()
	answered := hostiletest.Send(t, logs.waitForAddress(t), "/api/message_groups/health-check")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	requests := slices.DeleteFunc(hostiletest.CheckLog(t, logs.String()), func(message string) bool { return message != "request" })
	if len(requests) < answered {
		t.Errorf("%d requests were answered, %d logged", answered, len(requests))
	}
	if at := strings.Index(receiver.Raw(), hostiletest.Mark); at >= 0 {
		t.Errorf("the collector is told what a stranger sent: %q", receiver.Raw()[max(0, at-200):at+50])
	}
}
