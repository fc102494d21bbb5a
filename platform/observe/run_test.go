package observe_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// A command is one span, and its failure is told once: not what its caller got
// wrong, nor that they ended it.
func TestCommands(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := map[string]struct {
		ctx       context.Context
		err       error
		errorType string // "" when nobody is told
	}{
		"done":        {t.Context(), nil, ""},
		"failed":      {t.Context(), errors.New("hunter2 failed"), "internal"},
		"unavailable": {t.Context(), fmt.Errorf("x: %w", fault.New(fault.Unavailable, "database_unavailable", "")), "database_unavailable"},
		"not found":   {t.Context(), fault.New(fault.NotFound, "user_not_found", ""), ""},
		"ended":       {stopped, fmt.Errorf("x: %w", context.Canceled), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			receiver := telemetrytest.NewReceiver(t)
			url, items := rollbar(t)
			var logs journal
			o, err := observe.Start(t.Context(), "tool", observe.Settings{
				LogLevel: "info", OTLPEndpoint: receiver.URL, TraceSampleRatio: 1, RollbarToken: "token-1", RollbarEndpoint: url,
			}, &logs)
			if err != nil {
				t.Fatal(err)
			}
			err = o.Command(test.ctx, "tool act", func(context.Context) error { return test.err })
			told := test.errorType != ""
			if !errors.Is(err, test.err) || observe.Told(err) != told {
				t.Errorf("got %v, told: %v", err, observe.Told(err))
			}
			if spans := receiver.Spans(); len(spans) != 1 || spans[0].Name != "tool act" || spans[0].Error != told || spans[0].Attributes["error.type"] != test.errorType {
				t.Errorf("traced: %+v", spans)
			}
			if lines := strings.Count(logs.String(), "\n"); (lines == 1) != told || (len(items()) == 1) != told {
				t.Errorf("%d reported, logged %s", len(items()), logs.String())
			}
			if strings.Contains(receiver.Raw(), "hunter2") {
				t.Error("the collector is told what an error says")
			}
		})
	}
}

func TestCommandsThatPanic(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	url, items := rollbar(t)
	o, err := observe.Start(t.Context(), "tool", observe.Settings{
		LogLevel: "info", OTLPEndpoint: receiver.URL, TraceSampleRatio: 1, RollbarToken: "token-1", RollbarEndpoint: url,
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		spans := receiver.Spans()
		if value := recover(); value != "hunter2" || len(spans) != 1 || spans[0].Attributes["error.type"] != "panic" || len(items()) != 1 {
			t.Errorf("panic %v, spans %+v, %d reported", value, spans, len(items()))
		}
	}()
	_ = o.Command(t.Context(), "tool act", func(context.Context) error { panic("hunter2") })
}

// A service does not wait for its log. What it logged is written before it ends,
// by an error or a panic too; what was lost is measured.
func TestServicesDontWaitForTheirLog(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	o, err := observe.StartService(t.Context(), "backend", observe.Settings{LogLevel: "info", OTLPEndpoint: receiver.URL}, writer)
	if err != nil {
		t.Fatal(err)
	}
	fault := errors.New("an end")
	serve := func(ctx context.Context) error {
		for range 10_000 { // more than the queue holds
			logging.From(ctx).InfoContext(ctx, "request")
		}
		return fault
	}
	if err := o.Service(t.Context(), serve); !errors.Is(err, fault) || !observe.Told(err) {
		t.Errorf("got %v", err)
	}
	if lost := receiver.Metrics()[telemetry.LogDropped.Name]; lost.Sum < 1 || lost.Kind != string(telemetry.LogDropped.Kind) {
		t.Errorf("measured is %+v", lost)
	}
}

func TestTheLogOfAServiceIsWritten(t *testing.T) {
	for name, serve := range map[string]func(context.Context) error{
		"an error": func(context.Context) error { return errors.New("an end") },
		"a panic":  func(context.Context) error { panic("an end") },
	} {
		t.Run(name, func(t *testing.T) {
			var logs journal
			o, err := observe.StartService(t.Context(), "backend", observe.Settings{LogLevel: "info"}, &logs)
			if err != nil {
				t.Fatal(err)
			}
			func() {
				defer func() { _ = recover() }()
				_ = o.Service(t.Context(), serve)
			}()
			if strings.Count(logs.String(), "an end") == 0 || strings.Count(logs.String(), "\n") != 1 {
				t.Errorf("logged %s", logs.String())
			}
		})
	}
}
