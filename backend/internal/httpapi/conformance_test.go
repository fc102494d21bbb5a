package httpapi_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/cruddur/cruddur/backend/api"
)

// document is the contract, read for itself: the tests must not depend on how
// the server finds its operations.
var document = sync.OnceValue(func() *openapi3.T {
	document, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err != nil {
		panic(err)
	}
	return document
})

// directoryDocument is the directory's contract.
var directoryDocument = sync.OnceValue(func() *openapi3.T {
	document, err := openapi3.NewLoader().LoadFromData(api.Directory)
	if err != nil {
		panic(err)
	}
	return document
})

var directoryRouter = sync.OnceValue(func() routers.Router {
	router, err := gorillamux.NewRouter(directoryDocument())
	if err != nil {
		panic(err)
	}
	return router
})

var contractRouter = sync.OnceValue(func() routers.Router {
	// Documents for crawlers are text to the contract.
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
	router, err := gorillamux.NewRouter(document())
	if err != nil {
		panic(err)
	}
	return router
})

// conforms holds an answer against a contract: its status, headers and body.
// Addresses that the contract doesn't have are answered with a problem.
func conforms(t *testing.T, contract routers.Router, request *http.Request, response *http.Response, body []byte) {
	t.Helper()
	if id := response.Header.Get("X-Request-Id"); id == "" {
		t.Errorf("%s %s: no request id", request.Method, request.URL)
	}
	if response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s %s may be cached", request.Method, request.URL)
	}
	route, params, err := contract.FindRoute(request)
	if err != nil {
		if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is in no contract and answers %d", request.Method, request.URL, response.StatusCode)
		}
		return
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 response.StatusCode,
		Header:                 response.Header,
		Options:                &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(t.Context(), input); err != nil {
		t.Errorf("%s %s answers %d against the contract: %v\n%s", request.Method, request.URL, response.StatusCode, err, body)
	}
}
