// Package httpapi serves conversations over HTTP, as api/openapi.yaml promises.
//
// A request passes, in this order: its id, the access log, the net under
// panics, the router, the access token, the body's form, the contract (every
// fault of a request at once), and last the handler, which is typed by the
// contract. Handlers return errors; package problem turns them into answers.
package httpapi
