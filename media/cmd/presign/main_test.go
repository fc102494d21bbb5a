package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/awstest"
	"github.com/cruddur/cruddur/media/internal/gateway"
	"github.com/cruddur/cruddur/media/internal/ledger"
	"github.com/cruddur/cruddur/media/internal/settings"
	"github.com/cruddur/cruddur/platform/httpserver/hostiletest"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { os.Exit(awstest.Run(m)) }

const path = "/cruddur/test/media"

func getenv(name string) string {
	return map[string]string{settings.PathVariable: path}[name]
}

func call(t *testing.T, function gateway.Function, method, target, body string, sub uuid.UUID) events.APIGatewayV2HTTPResponse {
	t.Helper()
	request := events.APIGatewayV2HTTPRequest{RawPath: target, Body: body, Headers: map[string]string{"content-type": "application/json"}}
	request.RequestContext.HTTP.Method = method
	request.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{
		JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: map[string]string{
			"iss": "https://issuer.example", "client_id": "site", "token_use": "access", "sub": sub.String(),
			"exp": strconv.FormatInt(time.Now().Add(time.Minute).Unix(), 10),
		}},
	}
	answer, err := function(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// The whole Lambda but for its runtime, on real services.
func TestPresign(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	awstest.Environment(t, path, map[string]string{
		"uploads_bucket": awstest.NewBucket(t), "media_bucket": awstest.NewBucket(t),
		"uploads_table": awstest.NewTable(t, ledger.KeyAttribute), "s3_path_style": "true",
		"token_issuer": "https://issuer.example", "token_client_id": "site", "quota_uploads": "2",
		"otlp_endpoint": receiver.URL, "log_user_key": "key",
	})
	var log bytes.Buffer
	function, err := newFunction(t.Context(), getenv, &log)
	if err != nil {
		t.Fatal(err)
	}
	me := uuid.New()
	const body = `{"purpose":"avatar","content_type":"image/png","size":7}`
	created := call(t, function, "POST", "/uploads", body, me)
	var form struct{ ID string }
	if err := json.Unmarshal([]byte(created.Body), &form); err != nil || created.StatusCode != 201 {
		t.Fatalf("%+v, %v", created, err)
	}
	if found := call(t, function, "GET", "/uploads/"+form.ID, "", me); found.StatusCode != 200 {
		t.Errorf("%+v", found)
	}
	if found := call(t, function, "GET", "/uploads/"+form.ID, "", uuid.New()); found.StatusCode != 404 {
		t.Errorf("somebody else: %+v", found)
	}
	call(t, function, "POST", "/uploads", body, me)
	if third := call(t, function, "POST", "/uploads", body, me); third.StatusCode != 429 || third.Headers["Retry-After"] == "" {
		t.Errorf("the third: %+v", third)
	}
	if lines := log.String(); strings.Contains(lines, me.String()) || strings.Contains(lines, form.ID) ||
		strings.Count(lines, `"route":"/uploads"`) != 3 {
		t.Errorf("the log says %s", lines)
	}
	checkTrace(t, receiver, me)
}

// checkTrace looks for the first request's trace: what the caller asked, and what
// that asked of AWS.
func checkTrace(t *testing.T, receiver *telemetrytest.Receiver, me uuid.UUID) {
	t.Helper()
	var request telemetrytest.Span
	var asked []string
	for _, span := range receiver.Spans() {
		if span.Name == "POST /uploads" && span.Attributes["http.response.status_code"] == "201" {
			request = span
			break
		}
	}
	for _, span := range receiver.Spans() {
		if span.Parent == request.ID {
			asked = append(asked, span.Name)
		}
	}
	pseudonym := logging.NewPseudonyms("key").Of(me.String())
	if request.Attributes["http.route"] != "/uploads" || request.Attributes["enduser.pseudo.id"] != pseudonym || fmt.Sprint(asked) != "[DynamoDB/TransactWriteItems]" {
		t.Errorf("the request was traced as %+v, which asked %v", request, asked)
	}
	if strings.Contains(receiver.Raw(), me.String()) {
		t.Error("the collector is told who asked")
	}
	if duration := receiver.Metrics()[telemetry.FunctionDuration.Name]; len(duration.Points) == 0 {
		t.Error("no duration of invocations")
	}
}

// Whatever strangers put into headers, paths and methods, they are answered,
// write no line of the log, and are not in a trace.
func TestHostileRequests(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	awstest.Environment(t, path+"/hostile", map[string]string{
		"uploads_bucket": "none", "media_bucket": "none", "uploads_table": "none", "s3_path_style": "true",
		"token_issuer": "https://issuer.example", "token_client_id": "site", "otlp_endpoint": receiver.URL, "log_level": "debug",
	})
	var log bytes.Buffer
	function, err := newFunction(t.Context(), func(string) string { return path + "/hostile" }, &log)
	if err != nil {
		t.Fatal(err)
	}
	answers := 0
	ask := func(method, target string, headers map[string]string) {
		t.Helper()
		request := events.APIGatewayV2HTTPRequest{RawPath: target, RawQueryString: "x=%0a" + hostiletest.Mark, Headers: headers}
		request.RequestContext.HTTP.Method = method
		answer, err := function(t.Context(), request)
		if err != nil || answer.StatusCode < 300 || answer.StatusCode >= 500 { // some addresses are cleaned, and redirected
			t.Errorf("%.40q %.60q %.100q: %d, %v", method, target, headers, answer.StatusCode, err)
		}
		answers++
	}
	for _, header := range hostiletest.Headers() {
		ask("POST", "/uploads", map[string]string{strings.ToLower(header.Name): header.Value})
	}
	for _, target := range []string{"", "uploads", "/uploads/\n" + hostiletest.Mark, "/uploads/50%", "/uploads/%zz", "/uploads/\xff", "//" + hostiletest.Mark + "/", strings.Repeat("/"+hostiletest.Mark, 2000)} {
		ask("GET", target, nil)
	}
	for _, method := range []string{"", hostiletest.Mark + "\n", strings.Repeat(hostiletest.Mark, 1000)} {
		ask(method, "/uploads", nil)
	}
	requests := 0
	for _, message := range hostiletest.CheckLog(t, log.String()) {
		if message == "request" {
			requests++
		}
	}
	if requests != answers {
		t.Errorf("%d requests were answered, %d logged", answers, requests)
	}
	if strings.Contains(receiver.Raw(), hostiletest.Mark) {
		t.Error("the collector is told what a stranger sent")
	}
}

func TestMissingSettingsAreNamed(t *testing.T) {
	if _, err := newFunction(t.Context(), func(string) string { return "" }, io.Discard); err == nil || !strings.Contains(err.Error(), settings.PathVariable) {
		t.Errorf("got %v", err)
	}
	awstest.Environment(t, path, nil)
	elsewhere := func(string) string { return path + "/nothing" }
	_, err := newFunction(t.Context(), elsewhere, io.Discard)
	for _, name := range []string{"uploads_bucket", "media_bucket", "uploads_table", "token_issuer", "token_client_id"} {
		if err == nil || !strings.Contains(err.Error(), path+"/nothing/"+name+" is missing") {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}
