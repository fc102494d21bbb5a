package logging

import "net/http"

// OtherMethod stands for methods that HTTP does not know: strangers invent them,
// of any length.
const OtherMethod = "_OTHER"

// Method is what a log and a trace tell of a request's method.
func Method(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return method
	}
	return OtherMethod
}
