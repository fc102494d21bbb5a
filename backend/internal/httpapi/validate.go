package httpapi

import (
	"bytes"
	"io"
	"net/http"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/strictjson"
)

// MaxBodyBytes is the longest request body that is read.
const MaxBodyBytes = 64 << 10

// checkBody reads the body of the operations that have one and refuses what is
// not one JSON object, before anybody looks at what it says.
func checkBody(operations operations) mux.MiddlewareFunc {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			route := operations.of(r)
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
}

// validate holds a request against the contract and the domain's rules on
// texts, and answers with all of its faults at once.
func validate(operations operations) mux.MiddlewareFunc {
	options := &openapi3filter.Options{
		MultiError:              true,
		SkipSettingDefaults:     true,
		AuthenticationFunc:      openapi3filter.NoopAuthenticationFunc,
		SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.WithStringFormatValidators(stringFormats())},
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			route := operations.of(r)
			if route == nil {
				problem.Write(w, r, fault.New(fault.NotFound, "route_not_found", "There is nothing at this address."))
				return
			}
			if fields := faultsOf(r, route, options); len(fields) > 0 {
				problem.Write(w, r, fault.InvalidFields(fields...))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

func faultsOf(r *http.Request, route *routers.Route, options *openapi3filter.Options) []fault.Field {
	fields := strayParameters(r, route)
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: mux.Vars(r), Route: route, Options: options,
	})
	fields = append(fields, fieldsOf(err)...)
	return sorted(append(fields, faultsAcross(r, route)...))
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
			fields = append(fields, fault.Field{Name: name, Code: codeRepeated, Message: "must be given once"})
		}
	}
	return fields
}

// stringFormats ties the formats that the contract names to the domain's rules.
func stringFormats() map[string]openapi3.StringFormatValidator {
	return map[string]openapi3.StringFormatValidator{
		"crud-message": openapi3.NewCallbackValidator(cruddur.CaptionRule.Check),
		"alt-text":     openapi3.NewCallbackValidator(cruddur.AltRule.Check),
		"picture-id":   openapi3.NewCallbackValidator(checkPictureID),
		"display-name": openapi3.NewCallbackValidator(cruddur.DisplayNameRule.Check),
		"bio":          openapi3.NewCallbackValidator(cruddur.BioRule.Check),
		"location":     openapi3.NewCallbackValidator(cruddur.LocationRule.Check),
		"website":      openapi3.NewCallbackValidator(cruddur.CheckWebsite),
		"prefix":       openapi3.NewCallbackValidator(cruddur.PeoplePrefixRule.Check),
		"uuid":         openapi3.NewCallbackValidator(checkUUID),
		"cursor":       openapi3.NewCallbackValidator(checkCursor),
	}
}
