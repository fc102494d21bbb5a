package contract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3filter"
)

const problemType = "application/problem+json"

// check holds an answer against the contract, and against what is true of all
// answers of the API.
func (c *Client) check(ctx context.Context, request *http.Request, answer Answer) error {
	// Only what the edge answers in place of a backend that is down has no id.
	if answer.Header.Get("X-Request-Id") == "" && answer.Status != http.StatusServiceUnavailable {
		return errors.New("it has no X-Request-Id")
	}
	if got := answer.Header.Get("Cache-Control"); got != "no-store" {
		return fmt.Errorf("its Cache-Control is %q", got)
	}
	route, params, err := c.routes.FindRoute(request)
	if err != nil {
		return c.checkUnrouted(answer)
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 answer.Status,
		Header:                 answer.Header,
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes(answer.Body)
	return openapi3filter.ValidateResponse(ctx, input)
}

// checkUnrouted is for addresses and methods that the contract doesn't have.
func (c *Client) checkUnrouted(answer Answer) error {
	if answer.Status != http.StatusNotFound && answer.Status != http.StatusMethodNotAllowed {
		return fmt.Errorf("it is in no contract and answers %d", answer.Status)
	}
	if kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type")); err != nil || kind != problemType {
		return fmt.Errorf("its Content-Type is %q", answer.Header.Get("Content-Type"))
	}
	var document any
	if err := json.Unmarshal(answer.Body, &document); err != nil {
		return err
	}
	return c.problem.VisitJSON(document)
}
