// Package gateway lets a net/http handler answer API Gateway's HTTP APIs
// (payload format 2.0), so that handlers and their tests need not know where
// they run.
package gateway

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

type claimsKey struct{}

// Claims returns what the API's JWT authorizer read from the caller's token,
// or nil when no authorizer ran.
func Claims(ctx context.Context) map[string]string {
	claims, _ := ctx.Value(claimsKey{}).(map[string]string)
	return claims
}

// WithClaims returns a context that carries an authorizer's claims.
func WithClaims(ctx context.Context, claims map[string]string) context.Context {
	return context.WithValue(ctx, claimsKey{}, claims)
}

// Function is a Lambda behind an HTTP API.
type Function = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// Adapt makes a Lambda of a handler.
func Adapt(handler http.Handler) Function {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		request, err := newRequest(ctx, event)
		if err != nil {
			return events.APIGatewayV2HTTPResponse{}, fmt.Errorf("read the gateway's event: %w", err)
		}
		answer := &answer{header: http.Header{}}
		handler.ServeHTTP(answer, request)
		return answer.response(), nil
	}
}

func newRequest(ctx context.Context, event events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(event.Body)
	if event.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(event.Body)
		if err != nil {
			return nil, fmt.Errorf("decode the body: %w", err)
		}
		body = decoded
	}
	if authorizer := event.RequestContext.Authorizer; authorizer != nil && authorizer.JWT != nil {
		ctx = WithClaims(ctx, authorizer.JWT.Claims)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	// Not parsed: what is no address is one that nothing has, and no fault of ours.
	request.Method = event.RequestContext.HTTP.Method
	request.URL = &url.URL{Path: unescaped(event.RawPath), RawQuery: event.RawQueryString}
	for name, value := range event.Headers {
		request.Header.Set(name, value)
	}
	request.Host = event.RequestContext.DomainName
	request.RemoteAddr = event.RequestContext.HTTP.SourceIP
	return request, nil
}

func unescaped(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// answer collects what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

func (a *answer) response() events.APIGatewayV2HTTPResponse {
	a.WriteHeader(http.StatusOK)
	headers := make(map[string]string, len(a.header))
	for name, values := range a.header {
		headers[name] = strings.Join(values, ", ")
	}
	return events.APIGatewayV2HTTPResponse{StatusCode: a.status, Headers: headers, Body: a.body.String()}
}
