package socket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/messaging/internal/live/livetest"
	"github.com/cruddur/cruddur/messaging/internal/socket"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
)

var (
	noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	nova = uuid.New()
)

// verifier knows three tokens.
type verifier struct{}

func (verifier) Verify(_ context.Context, raw string) (accesstoken.Claims, error) {
	switch raw {
	case "good":
		return accesstoken.Claims{Subject: nova.String(), ExpiresAt: noon.Add(time.Minute)}, nil
	case "somebody's":
		return accesstoken.Claims{Subject: "not a uuid", ExpiresAt: noon.Add(time.Minute)}, nil
	case "no-keys":
		return accesstoken.Claims{}, fault.New(fault.Unavailable, "keys_unavailable", "No keys.")
	}
	return accesstoken.Claims{}, fault.New(fault.Unauthenticated, "token_invalid", "Not valid.")
}

type bundle struct {
	*socket.Handler
	registry *livetest.Registry
	gateway  *livetest.Gateway
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{registry: &livetest.Registry{}, gateway: &livetest.Gateway{}}
	now := func() time.Time { return noon }
	b.Handler = &socket.Handler{
		Verifier: verifier{}, Registry: b.registry, Closer: live.NewPusher(b.registry, b.gateway, now), Now: now,
	}
	return b
}

// call sends an event through JSON, as Lambda's runtime does.
func (b *bundle) call(t *testing.T, event any, answer any) error {
	t.Helper()
	raw, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.Handle(t.Context(), raw)
	if err != nil {
		return err
	}
	if raw, err = json.Marshal(got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, answer); err != nil {
		t.Fatal(err)
	}
	return nil
}

func (b *bundle) route(t *testing.T, route, id, body string, expires time.Time) (events.APIGatewayProxyResponse, error) {
	t.Helper()
	request := events.APIGatewayWebsocketProxyRequest{Body: body}
	request.RequestContext.RouteKey, request.RequestContext.ConnectionID = route, id
	request.RequestContext.Authorizer = map[string]any{
		"principalId": nova.String(), "sub": nova.String(), "exp": strconv.FormatInt(expires.Unix(), 10),
	}
	var answer events.APIGatewayProxyResponse
	err := b.call(t, request, &answer)
	return answer, err
}

func (b *bundle) connect(t *testing.T, id string) {
	t.Helper()
	answer, err := b.route(t, "$connect", id, "", noon.Add(time.Minute))
	if err != nil || answer.StatusCode != 200 || answer.Headers["Sec-WebSocket-Protocol"] != "cruddur.v1" {
		t.Fatalf("%+v, %v", answer, err)
	}
}

// say sends a frame and returns the type and code of the answer.
func (b *bundle) say(t *testing.T, id, body string) string {
	t.Helper()
	answer, err := b.route(t, "$default", id, body, noon.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if answer.Body == "" {
		return ""
	}
	var frame live.Frame
	if err := json.Unmarshal([]byte(answer.Body), &frame); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return strings.TrimSuffix(string(frame.Type)+" "+frame.Code, " ")
}

func TestAuthorizer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for protocols, want := range map[string]string{
		"cruddur.v1, good":       "Allow",
		"cruddur.v1,good":        "Allow",
		"cruddur.v1, bad":        "Deny",
		"cruddur.v1, somebody's": "Deny",
		"good":                   "Deny",
		"good, cruddur.v1":       "Deny",
		"cruddur.v1":             "Deny",
		"cruddur.v1,":            "Deny",
		"cruddur.v2, good":       "Deny",
		"cruddur.v1, good, good": "Deny",
		"":                       "Deny",
	} {
		for _, name := range []string{"Sec-WebSocket-Protocol", "sec-websocket-protocol"} {
			event := events.APIGatewayCustomAuthorizerRequestTypeRequest{
				Type: "REQUEST", MethodArn: "arn:of:the:route", Headers: map[string]string{name: protocols},
			}
			var answer events.APIGatewayCustomAuthorizerResponse
			if err := b.call(t, event, &answer); err != nil {
				t.Fatal(err)
			}
			statement := answer.PolicyDocument.Statement[0]
			if statement.Effect != want || statement.Resource[0] != "arn:of:the:route" {
				t.Errorf("%q: %+v", protocols, statement)
			}
			known := answer.Context["sub"] == nova.String() && answer.Context["exp"] == fmt.Sprint(noon.Add(time.Minute).Unix())
			if known != (want == "Allow") {
				t.Errorf("%q: %v", protocols, answer.Context)
			}
		}
	}
}

// Without the keys nobody can tell whether the token is good, and the client
// should try again.
func TestWithoutKeysTheAuthorizerFails(t *testing.T) {
	t.Parallel()
	event := events.APIGatewayCustomAuthorizerRequestTypeRequest{
		MethodArn: "arn", Headers: map[string]string{"Sec-WebSocket-Protocol": "cruddur.v1, no-keys"},
	}
	if err := setup(t).call(t, event, nil); err == nil {
		t.Error("it answered")
	}
}

func TestConnectAndDisconnect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(t, "a")
	b.connect(t, "b")
	open, err := b.registry.Of(t.Context(), nova)
	if err != nil || len(open) != 2 || !open[0].TokenExpires.Equal(noon.Add(time.Minute)) || !open[0].OpenedAt.Equal(noon) {
		t.Fatalf("%+v, %v", open, err)
	}
	for range 2 { // it may come twice
		if _, err := b.route(t, "$disconnect", "a", "", noon.Add(time.Minute)); err != nil {
			t.Error(err)
		}
	}
	if got := b.registry.IDs(); !slices.Equal(got, []string{"b"}) {
		t.Errorf("left are %v", got)
	}
}

func TestTheOldestWindowGoes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for i := range live.MaxConnections + 1 {
		b.connect(t, fmt.Sprint(i))
	}
	if len(b.registry.IDs()) != live.MaxConnections || !slices.Equal(b.gateway.Deleted(), []string{"0"}) {
		t.Errorf("closed are %v", b.gateway.Deleted())
	}
	if told := b.gateway.Frames("0"); len(told) != 1 || told[0].Code != live.CodeTooManyConnections {
		t.Errorf("it was told %+v", told)
	}
}

func TestFrames(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(t, "a")
	for body, want := range map[string]string{
		`{"action":"ping"}`:          "pong",
		`{"action":"shout"}`:         "error unknown_action",
		`{}`:                         "error unknown_action",
		`{"action":1}`:               "error malformed",
		`{"action":"ping","more":1}`: "error malformed",
		`hello`:                      "error malformed",
		``:                           "error malformed",
		`[]`:                         "error malformed",
		strings.Repeat("a", 4<<10+1): "error too_large",
		`{"action":"ping"}{"a":"b"}`: "error malformed",
		strings.Repeat(`{"a":`, 500): "error malformed",
	} {
		if got := b.say(t, "a", body); got != want {
			t.Errorf("%.40q: %q, want %q", body, got, want)
		}
	}
	if len(b.gateway.Deleted()) != 0 {
		t.Error("a bad frame closed a connection")
	}
}

func TestFloodsAreClosed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(t, "a")
	b.connect(t, "b")
	for range live.MaxFramesPerMinute {
		if got := b.say(t, "a", `{"action":"ping"}`); got != "pong" {
			t.Fatalf("got %q", got)
		}
	}
	if got := b.say(t, "a", `{"action":"ping"}`); got != "" {
		t.Errorf("got %q", got)
	}
	if told := b.gateway.Frames("a"); len(told) != 1 || told[0].Code != live.CodeTooManyFrames {
		t.Errorf("it was told %+v", told)
	}
	if !slices.Equal(b.gateway.Deleted(), []string{"a"}) || !slices.Equal(b.registry.IDs(), []string{"b"}) {
		t.Errorf("closed %v, left %v", b.gateway.Deleted(), b.registry.IDs())
	}
	if got := b.say(t, "b", `{"action":"ping"}`); got != "pong" {
		t.Errorf("the other window got %q", got)
	}
}

func TestExpiredTokensAreToldThenClosed(t *testing.T) {
	t.Parallel()
	for name, known := range map[string]bool{"noted": true, "forgotten": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if known {
				b.connect(t, "a")
			}
			answer, err := b.route(t, "$default", "a", `{"action":"ping"}`, noon)
			if err != nil || answer.Body != "" {
				t.Errorf("%+v, %v", answer, err)
			}
			if !slices.Equal(b.gateway.Types("a"), []live.Type{live.TypeAuthExpired}) ||
				!slices.Equal(b.gateway.Deleted(), []string{"a"}) || len(b.registry.IDs()) != 0 {
				t.Errorf("told %v, closed %v, left %v", b.gateway.Types("a"), b.gateway.Deleted(), b.registry.IDs())
			}
		})
	}
}

// A connection that isn't noted hears nothing, so it must not go on living.
func TestForgottenConnectionsAreClosed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if got := b.say(t, "a", `{"action":"ping"}`); got != "" || !slices.Equal(b.gateway.Deleted(), []string{"a"}) {
		t.Errorf("answered %q, closed %v", got, b.gateway.Deleted())
	}
}

func TestConnectSurvivesFaults(t *testing.T) {
	t.Parallel()
	lost := func(call string) error {
		if call == "add" {
			return errors.New("lost")
		}
		return nil
	}
	for name, fail := range map[string]func(*livetest.Registry){
		"it failed":                 func(r *livetest.Registry) { r.Before = lost },
		"it failed but took effect": func(r *livetest.Registry) { r.After = lost },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			fail(b.registry)
			if _, err := b.route(t, "$connect", "a", "", noon.Add(time.Minute)); err == nil {
				t.Error("somebody is connected who may not be noted")
			}
		})
	}
	t.Run("counting windows", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.registry.Before = func(call string) error {
			if call == "of" {
				return errors.New("lost")
			}
			return nil
		}
		b.connect(t, "a")
	})
}

func TestEventsOfOthers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, err := b.Handle(t.Context(), []byte(`{`)); err == nil {
		t.Error("half an event was answered")
	}
	if err := b.call(t, events.APIGatewayWebsocketProxyRequest{}, nil); err == nil {
		t.Error("an event without an authorizer was answered")
	}
}
