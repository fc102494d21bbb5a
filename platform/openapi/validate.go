package openapi

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/google/uuid"
	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/strictjson"
	"github.com/cruddur/cruddur/platform/text"
)

// MaxBodyBytes is the longest request body that is read.
const MaxBodyBytes = 64 << 10

// CheckBody reads the body of the operations that have one and refuses what is
// not one JSON object, before anybody looks at what it says.
func (c Contract) CheckBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route := c.of(r)
		if route == nil || route.Operation.RequestBody == nil {
			next.ServeHTTP(w, r)
			return
		}
		body, err := strictjson.ReadBody(r, MaxBodyBytes)
		if err == nil {
			err = strictjson.Check(body)
		}
		if err != nil {
			problem.Write(w, r, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.ContentLength = int64(len(body))
		next.ServeHTTP(w, r)
	})
}

// Formats ties the string formats that a contract names to the rules of the
// domain, which return nil or a *text.RuleError.
type Formats map[string]func(string) error

// Across finds the faults that no single field can tell. It may read the body,
// and puts it back.
type Across func(*http.Request, *routers.Route) []fault.Field

// Validate holds a request against the contract, the domain's rules on texts,
// and what lies across fields, and answers with all of its faults at once. The
// format uuid is known without being named.
func (c Contract) Validate(formats Formats, across ...Across) mux.MiddlewareFunc {
	options := &openapi3filter.Options{
		MultiError:              true,
		SkipSettingDefaults:     true,
		AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc,
		SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidators(validators(formats))},
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			route := c.of(r)
			if route == nil {
				problem.Write(w, r, errRouteNotFound)
				return
			}
			fields := faultsOf(r, route, options)
			for _, find := range across {
				fields = append(fields, find(r, route)...)
			}
			if len(fields) > 0 {
				problem.Write(w, r, fault.InvalidFields(sorted(fields)...))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func validators(formats Formats) map[string]openapi3.StringFormatValidator {
	known := Formats{"uuid": CheckUUID}
	maps.Copy(known, formats)
	found := make(map[string]openapi3.StringFormatValidator, len(known))
	for name, check := range known {
		found[name] = openapi3.NewCallbackValidator(check)
	}
	return found
}

// CheckUUID returns nil or a *text.RuleError.
func CheckUUID(s string) error {
	// uuid.Parse also takes braces and urn:uuid:, which are no address here.
	if _, err := uuid.Parse(s); err != nil || len(s) != 36 {
		return &text.RuleError{Code: CodeInvalidUUID, Message: "must be a UUID"}
	}
	return nil
}

func faultsOf(r *http.Request, route *routers.Route, options *openapi3filter.Options) []fault.Field {
	fields := strayParameters(r, route)
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: mux.Vars(r), Route: route, Options: options,
	})
	return append(fields, collect(err, "")...)
}

// strayParameters finds what validation lets pass: query parameters that can't
// be read, don't exist, or are given twice.
func strayParameters(r *http.Request, route *routers.Route) []fault.Field {
	var fields []fault.Field
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		// Left alone, what can't be read would count as not there.
		fields = append(fields, fault.Field{Name: "query", Code: codeMalformed, Message: "can't be read"})
	}
	for name, values := range query {
		switch {
		case route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil:
			fields = append(fields, fault.Field{Name: name, Code: codeUnknownField, Message: "is not a parameter of this address"})
		case len(values) > 1:
			fields = append(fields, fault.Field{Name: name, Code: CodeRepeated, Message: "must be given once"})
		}
	}
	return fields
}
