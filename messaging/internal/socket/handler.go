package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// Verifier says whose token it is.
type Verifier interface {
	Verify(ctx context.Context, raw string) (accesstoken.Claims, error)
}

// Registry keeps connections.
type Registry interface {
	live.Registry
	Add(ctx context.Context, c live.Connection) error
	// CountFrame fails with live.ErrUnknown and live.ErrTooManyFrames.
	CountFrame(ctx context.Context, person uuid.UUID, id string) error
}

var (
	_ Verifier = (*accesstoken.Verifier)(nil)
	_ Registry = (*live.Table)(nil)
)

// Closer ends connections.
type Closer interface {
	Close(ctx context.Context, c live.Connection, why live.Frame) error
	Drop(ctx context.Context, id string, why live.Frame) error
}

var _ Closer = (*live.Pusher)(nil)

// Handler is the API.
type Handler struct {
	Verifier Verifier
	Registry Registry
	Closer   Closer
	Now      func() time.Time
	// Pseudonyms are what people are called in logs and traces.
	Pseudonyms logging.Pseudonyms
}

// Keys of what the authorizer tells the routes.
const (
	contextSub     = "sub"
	contextExpires = "exp"
)

// Handle answers an event of the gateway: a request of the authorizer, or of a
// route.
func (h *Handler) Handle(ctx context.Context, raw json.RawMessage) (any, error) {
	var kind struct {
		MethodARN string `json:"methodArn"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, fmt.Errorf("decode an event: %w", err)
	}
	if kind.MethodARN != "" {
		var request events.APIGatewayCustomAuthorizerRequestTypeRequest
		if err := json.Unmarshal(raw, &request); err != nil {
			return nil, fmt.Errorf("decode the authorizer's request: %w", err)
		}
		return h.authorize(ctx, request)
	}
	var request events.APIGatewayWebsocketProxyRequest
	if err := json.Unmarshal(raw, &request); err != nil {
		return nil, fmt.Errorf("decode a route's request: %w", err)
	}
	return h.route(ctx, request)
}

func (h *Handler) route(ctx context.Context, request events.APIGatewayWebsocketProxyRequest) (events.APIGatewayProxyResponse, error) {
	observe.Note(ctx, slog.String("route", routeOf(request)))
	c, err := h.connection(request)
	if err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	telemetry.NoteUser(ctx, h.Pseudonyms.Of(c.Person.String()))
	switch request.RequestContext.RouteKey {
	case "$connect":
		return h.connect(ctx, c)
	case "$disconnect":
		_, err := h.Registry.Remove(ctx, c.Person, c.ID)
		return answer(nil), err
	}
	return h.frame(ctx, c, request)
}

// routeOf is one of the routes there are.
func routeOf(request events.APIGatewayWebsocketProxyRequest) string {
	switch key := request.RequestContext.RouteKey; key {
	case "$connect", "$disconnect":
		return key
	}
	return "$default"
}

// connection is who the authorizer let in.
func (h *Handler) connection(request events.APIGatewayWebsocketProxyRequest) (live.Connection, error) {
	said, _ := request.RequestContext.Authorizer.(map[string]any)
	sub, _ := said[contextSub].(string)
	expires, _ := said[contextExpires].(string)
	person, subErr := uuid.Parse(sub)
	seconds, expErr := strconv.ParseInt(expires, 10, 64)
	if err := errors.Join(subErr, expErr); err != nil {
		return live.Connection{}, fmt.Errorf("read what the authorizer said: %w", err)
	}
	return live.Connection{
		Person: person, ID: request.RequestContext.ConnectionID,
		OpenedAt: h.Now(), TokenExpires: time.Unix(seconds, 0).UTC(),
	}, nil
}

// authorize lets in whoever has a token that counts. Its errors make the gateway
// answer 500: the keys can't be had, and the client should try again.
func (h *Handler) authorize(ctx context.Context, request events.APIGatewayCustomAuthorizerRequestTypeRequest) (events.APIGatewayCustomAuthorizerResponse, error) {
	observe.Note(ctx, slog.String("route", "authorizer"))
	raw, ok := token(header(request.Headers, "Sec-WebSocket-Protocol"))
	if !ok {
		return policy("Deny", "nobody", request.MethodArn, nil), nil
	}
	claims, err := h.Verifier.Verify(ctx, raw)
	if unavailable(err) {
		return events.APIGatewayCustomAuthorizerResponse{}, err
	}
	if err == nil {
		_, err = uuid.Parse(claims.Subject)
	}
	if err != nil {
		logging.From(ctx).InfoContext(ctx, "connection refused", slog.String("error", err.Error()))
		return policy("Deny", "nobody", request.MethodArn, nil), nil
	}
	telemetry.NoteUser(ctx, h.Pseudonyms.Of(claims.Subject))
	return policy("Allow", claims.Subject, request.MethodArn, map[string]any{
		contextSub: claims.Subject, contextExpires: strconv.FormatInt(claims.ExpiresAt.Unix(), 10),
	}), nil
}

func policy(effect, principal, arn string, said map[string]any) events.APIGatewayCustomAuthorizerResponse {
	return events.APIGatewayCustomAuthorizerResponse{
		PrincipalID: principal,
		Context:     said,
		PolicyDocument: events.APIGatewayCustomAuthorizerPolicy{
			Version: "2012-10-17",
			Statement: []events.IAMPolicyStatement{
				{Action: []string{"execute-api:Invoke"}, Effect: effect, Resource: []string{arn}},
			},
		},
	}
}

// token finds the token among the subprotocols that a client asks for: ours, and
// it. Anything else is somebody else's client.
func token(protocols string) (string, bool) {
	ours, raw, two := strings.Cut(protocols, ",")
	raw = strings.TrimSpace(raw)
	if !two || strings.TrimSpace(ours) != live.Subprotocol || raw == "" || strings.ContainsRune(raw, ',') {
		return "", false
	}
	return raw, true
}

func header(headers map[string]string, name string) string {
	for key, value := range headers {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// connect notes a connection.
func (h *Handler) connect(ctx context.Context, c live.Connection) (events.APIGatewayProxyResponse, error) {
	if err := h.Registry.Add(ctx, c); err != nil {
		return events.APIGatewayProxyResponse{}, err
	}
	if err := h.makeRoom(ctx, c); err != nil {
		// One window too many is no reason to refuse it.
		logging.From(ctx).WarnContext(ctx, "windows not counted", slog.String("error", err.Error()))
	}
	response := answer(nil)
	response.Headers = map[string]string{"Sec-WebSocket-Protocol": live.Subprotocol}
	return response, nil
}

// makeRoom closes a person's oldest connections when there are too many.
func (h *Handler) makeRoom(ctx context.Context, c live.Connection) error {
	open, err := h.Registry.Of(ctx, c.Person)
	if err != nil {
		return err
	}
	why := live.Error(live.CodeTooManyConnections, fmt.Sprintf("At most %d windows are kept up to date.", live.MaxConnections))
	var failed []error
	for i := range len(open) - live.MaxConnections {
		failed = append(failed, h.Closer.Close(ctx, open[i], why))
	}
	return errors.Join(failed...)
}

func answer(body []byte) events.APIGatewayProxyResponse {
	return events.APIGatewayProxyResponse{StatusCode: http.StatusOK, Body: string(body)}
}
