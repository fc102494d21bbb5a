// Package contract is a client of the API that believes nothing: it reads the
// contract that the product itself serves, and holds every answer against it.
package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Client calls the API at one address.
type Client struct {
	url    string
	http   *http.Client
	routes routers.Router
	// problem is the form of every error, also where the contract has no route.
	problem *openapi3.Schema
}

// Open reads the contract that is served at url.
func Open(ctx context.Context, url string) (*Client, error) {
	client := &Client{url: url, http: &http.Client{}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/api/openapi.yaml", nil)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	response, body, err := client.send(request)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("read the contract: status %d", response.StatusCode)
	}
	if err := client.load(ctx, body); err != nil {
		return nil, err
	}
	return client, nil
}

// New holds the API at url against a contract that it doesn't serve itself.
func New(ctx context.Context, url string, document []byte) (*Client, error) {
	client := &Client{url: url, http: &http.Client{}}
	if err := client.load(ctx, document); err != nil {
		return nil, err
	}
	return client, nil
}

func (c *Client) load(ctx context.Context, raw []byte) error {
	document, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return fmt.Errorf("parse the contract: %w", err)
	}
	if err := document.Validate(ctx); err != nil {
		return fmt.Errorf("the contract is not valid: %w", err)
	}
	c.routes, err = gorillamux.NewRouter(document)
	if err != nil {
		return fmt.Errorf("read the routes of the contract: %w", err)
	}
	form, found := document.Components.Schemas["Problem"]
	if !found {
		return errors.New("the contract has no schema Problem")
	}
	c.problem = form.Value
	return nil
}

// Call is one request.
type Call struct {
	Method, Path string
	// Token is sent as the bearer; empty for a stranger.
	Token string
	// Body is JSON as it is sent; empty for none.
	Body string
	// IdempotencyKey is sent when there is one.
	IdempotencyKey string
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a call. It fails when no answer comes, and when the answer is not as
// the contract has it; then the answer is returned too.
func (c *Client) Do(ctx context.Context, call Call) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, call.Method, c.url+call.Path, bytes.NewReader([]byte(call.Body)))
	if err != nil {
		return Answer{}, err
	}
	if call.Body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if call.Token != "" {
		request.Header.Set("Authorization", "Bearer "+call.Token)
	}
	if call.IdempotencyKey != "" {
		request.Header.Set("Idempotency-Key", call.IdempotencyKey)
	}
	response, body, err := c.send(request)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	if err := c.check(ctx, request, answer); err != nil {
		return answer, fmt.Errorf("%s %s answers %d against the contract: %w\n%s", call.Method, call.Path, answer.Status, err, body)
	}
	return answer, nil
}

func (c *Client) send(request *http.Request) (*http.Response, []byte, error) {
	response, err := c.http.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response, body, err
}
