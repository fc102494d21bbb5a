package awstrace_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// config is of an AWS that has one parameter and refuses all others.
func config(t *testing.T) aws.Config {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Amzn-Requestid", "request-1")
		if !strings.Contains(string(body), "there") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"ParameterNotFound","message":"hunter2 is not there"}`)
			return
		}
		_, _ = io.WriteString(w, `{"Parameter":{"Value":"hunter2"}}`)
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDHUNTER2", "hunter2", ""),
	}
}

func get(t *testing.T, client *ssm.Client, name string) error {
	t.Helper()
	_, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String(name)})
	return err
}

func TestCallsAreTraced(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	shutdown, err := telemetry.Start(t.Context(), telemetry.Settings{
		Service: "test", Endpoint: receiver.URL, SampleRatio: 1, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	cfg := config(t)
	awstrace.Add(&cfg)
	client := ssm.NewFromConfig(cfg)
	if err := get(t, client, "there"); err != nil {
		t.Error(err)
	}
	if err := get(t, client, "hunter2"); err == nil {
		t.Error("no error")
	}
	_, done := awstrace.Begin(t.Context(), "SSM/GetParameter", "eu-west-1")
	done(&types.ParameterNotFound{Message: aws.String("hunter2 is not there")})
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
	defer cancel()
	if err := shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	spans := receiver.Spans()
	if len(spans) != 3 {
		t.Fatalf("%d spans: %+v", len(spans), spans)
	}
	for i, failed := range []bool{false, true, true} {
		s := spans[i]
		if i == 2 { // made by hand, where nobody answers with an id
			s.Attributes["aws.request_id"] = "request-1"
		}
		if s.Name != "SSM/GetParameter" || s.Kind != trace.Span_SPAN_KIND_CLIENT || s.Error != failed || s.Attributes["cloud.region"] != "eu-west-1" || s.Attributes["aws.request_id"] != "request-1" {
			t.Errorf("got %+v", s)
		}
		if got := s.Attributes["error.type"]; failed != (got == "*types.ParameterNotFound") {
			t.Errorf("error type %q", got)
		}
	}
	if raw := strings.ToLower(receiver.Raw()); strings.Contains(raw, "hunter2") {
		t.Error("the collector is told what was asked for")
	}
}

func TestOff(t *testing.T) {
	cfg := config(t)
	awstrace.Add(&cfg)
	if len(cfg.APIOptions) != 0 {
		t.Error("calls are traced although nothing is")
	}
}
