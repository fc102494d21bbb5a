package observe_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// lambda is a Lambda that does what its event says.
type lambda = func(context.Context, string) (int, error)

func newLambda(t *testing.T, trigger observe.Trigger, settings observe.Settings, logs io.Writer) lambda {
	t.Helper()
	settings.LogLevel, settings.Environment, settings.Release, settings.TraceSampleRatio = "info", "test", "v1", 1
	o, err := observe.Start(t.Context(), "resize", settings, logs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.End(context.Background()) })
	return observe.Function(o, trigger, func(ctx context.Context, in string) (int, error) {
		observe.Note(ctx, slog.Int("records", len(in)))
		switch in {
		case "fail":
			return 0, errors.New("hunter2 failed")
		case "panic":
			panic("hunter2 panicked")
		}
		return len(in), nil
	})
}

func invoke(t *testing.T, function lambda, in string) (out int, cause any, err error) {
	t.Helper()
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "request-" + in})
	defer func() { cause = recover() }()
	out, err = function(ctx, in)
	return out, nil, err
}

// A Lambda is frozen between two invocations: what it observed is delivered
// before, an error and a panic once each.
func TestInvocationsAreDelivered(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	url, items := rollbar(t)
	var logs journal
	function := newLambda(t, observe.DataSource, observe.Settings{
		OTLPEndpoint: receiver.URL, RollbarToken: "token-hunter2", RollbarEndpoint: url,
	}, &logs)
	tests := []struct {
		in, errorType, says string
		errors              int
	}{
		{"work", "", `"msg":"invocation","trigger":"datasource"`, 0},
		{"fail", "*errors.errorString", `"msg":"invocation failed"`, 1},
		{"panic", "panic", `"msg":"invocation panicked"`, 2},
	}
	for i, test := range tests {
		out, cause, err := invoke(t, function, test.in)
		if (err != nil) != (test.in == "fail") || (cause != nil) != (test.in == "panic") || (out != 0) != (test.in == "work") {
			t.Errorf("%s: %d, %v, %v", test.in, out, err, cause)
		}
		spans := receiver.Spans()
		if len(spans) != i+1 || len(items()) != test.errors {
			t.Fatalf("after %d invocations: %d spans, %d errors", i+1, len(spans), len(items()))
		}
		s := spans[i]
		if s.Name != "resize" || s.Resource["service.name"] != "resize" || s.Kind != trace.Span_SPAN_KIND_SERVER || s.Error != (test.errorType != "") {
			t.Errorf("got %+v", s)
		}
		for name, want := range map[string]string{
			"faas.trigger": "datasource", "faas.coldstart": fmt.Sprint(i == 0), "faas.invocation_id": "request-" + test.in, "error.type": test.errorType,
		} {
			if s.Attributes[name] != want {
				t.Errorf("%s is %q", name, s.Attributes[name])
			}
		}
		for _, want := range []string{test.says, `"trace_id":"` + s.TraceID + `"`, `"request_id":"request-` + test.in + `"`, `"records":` + fmt.Sprint(len(test.in))} {
			if !strings.Contains(logs.String(), want) {
				t.Errorf("the log does not tell %s: %s", want, logs.String())
			}
		}
	}
	if lines := strings.Count(logs.String(), "\n"); lines != len(tests) {
		t.Errorf("%d lines: %s", lines, logs.String())
	}
	if metric := receiver.Metrics()[telemetry.FunctionDuration.Name]; len(metric.Points) != 3 {
		t.Errorf("measured was %+v", metric)
	}
	if strings.Contains(receiver.Raw()+strings.Join(items(), ""), "token-hunter2") || strings.Contains(receiver.Raw(), "hunter2") {
		t.Error("a secret is told")
	}
}

// Requests are logged and traced by their middleware.
func TestInvocationsForRequests(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	var logs journal
	function := newLambda(t, observe.HTTP, observe.Settings{OTLPEndpoint: receiver.URL}, &logs)
	if _, _, err := invoke(t, function, "work"); err != nil || logs.String() != "" || len(receiver.Spans()) != 0 {
		t.Errorf("%v, logged %s, %d spans", err, logs.String(), len(receiver.Spans()))
	}
	if _, _, err := invoke(t, function, "fail"); err == nil || strings.Count(logs.String(), "\n") != 1 {
		t.Errorf("%v, logged %s", err, logs.String())
	}
	if len(receiver.Metrics()[telemetry.FunctionDuration.Name].Points) != 2 {
		t.Error("they are not measured")
	}
}

// A collector that never answers makes one invocation wait, and not longer than
// it may take.
func TestInvocationsDontWaitForCollectors(t *testing.T) {
	var asked atomic.Int32
	release := make(chan struct{})
	hung := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked.Add(1)
		<-release
	}))
	t.Cleanup(hung.Close)
	defer close(release)
	var logs journal
	function := newLambda(t, observe.PubSub, observe.Settings{OTLPEndpoint: hung.URL}, &logs)
	begun := time.Now()
	const many = 20
	for range many {
		if _, _, err := invoke(t, function, "work"); err != nil {
			t.Error(err)
		}
	}
	// Had each waited, it would be 20 seconds.
	if took := time.Since(begun); took > many/2*time.Second || asked.Load() == 0 {
		t.Errorf("%d invocations took %s, the collector was asked %d times", many, took, asked.Load())
	}
	if lines := strings.Count(logs.String(), "not delivered"); lines != 1 {
		t.Errorf("%d complaints: %s", lines, logs.String())
	}
	var more journal
	hurried := newLambda(t, observe.PubSub, observe.Settings{OTLPEndpoint: hung.URL}, &more)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond) // less than is spared
	defer cancel()
	if _, err := hurried(ctx, "work"); err != nil || strings.Contains(more.String(), "not delivered") {
		t.Errorf("%v, logged %s", err, more.String())
	}
}

// However collector and Rollbar are broken, invocations are answered, and all but
// the first wait for nobody.
func TestInvocationsWithBrokenReceivers(t *testing.T) {
	for _, receiver := range telemetrytest.AllBroken(t) {
		t.Run(receiver.Name, func(t *testing.T) {
			var logs journal
			function := newLambda(t, observe.PubSub, observe.Settings{
				OTLPEndpoint: receiver.URL, RollbarToken: "token-1", RollbarEndpoint: receiver.URL,
			}, &logs)
			if _, _, err := invoke(t, function, "fail"); err == nil {
				t.Error("the failure is lost")
			}
			first := receiver.Asked()
			for range 10 {
				if _, _, err := invoke(t, function, "work"); err != nil {
					t.Error(err)
				}
			}
			if receiver.Name == "gone" {
				return
			}
			if more := receiver.Asked() - first; first == 0 || more > 10 {
				t.Errorf("it was turned to %d times, then %d times", first, more)
			}
		})
	}
}

// A Lambda's level follows its setting, which is read once a minute; one that
// can't be read fails no invocation.
func TestTheLevelOfALambdaFollowsItsSetting(t *testing.T) {
	var logs journal
	o, err := observe.Start(t.Context(), "resize", observe.Settings{LogLevel: "info"}, &logs)
	if err != nil {
		t.Fatal(err)
	}
	level, fault, reads := "debug", error(nil), 0
	o.LevelFrom(func(context.Context) (string, error) {
		reads++
		return level, fault
	})
	function := observe.Function(o, observe.PubSub, func(ctx context.Context, _ string) (int, error) {
		logging.From(ctx).DebugContext(ctx, "a detail")
		return 1, nil
	})
	for i, step := range []struct {
		old     bool
		level   string
		fault   error
		says    string
		details int // so far
	}{
		{old: false, level: "debug", details: 0},
		{old: true, level: "debug", says: `"to":"DEBUG"`, details: 1},
		{old: false, level: "error", details: 2},
		{old: true, level: "loud", says: "is not one of", details: 3},
		{old: true, fault: errors.New("SSM is away"), says: "SSM is away", details: 4},
		{old: true, level: "error", says: `"to":"ERROR"`, details: 4},
	} {
		level, fault = step.level, step.fault
		if step.old {
			o.GrowOld()
		}
		if _, _, err := invoke(t, function, "work"); err != nil {
			t.Error(err)
		}
		if got := strings.Count(logs.String(), "a detail"); got != step.details || !strings.Contains(logs.String(), step.says) {
			t.Errorf("step %d: %d details, logged %s", i, got, logs.String())
		}
	}
	if reads != 4 {
		t.Errorf("the setting was read %d times", reads)
	}
}

// Without settings, all there is is a line.
func TestInvocationsWithoutSettings(t *testing.T) {
	var logs journal
	function := newLambda(t, observe.Socket, observe.Settings{}, &logs)
	if out, _, err := invoke(t, function, "work"); out != 4 || err != nil {
		t.Errorf("%d, %v", out, err)
	}
	var line struct {
		Msg      string
		Trigger  string
		Duration float64 `json:"duration_ms"`
	}
	if err := json.Unmarshal([]byte(logs.String()), &line); err != nil || line.Msg != "invocation" || line.Trigger != "other" || line.Duration <= 0 {
		t.Errorf("logged %s", logs.String())
	}
}
