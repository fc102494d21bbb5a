// Package httpapi serves the domain over HTTP: the public API as
// api/openapi.yaml promises, and the directory, for other services, as
// api/directory.yaml does.
//
// A request passes, in this order: its id, its trace, the access log, the net under
// panics, the router, the body's form, the access token, the contract (every
// fault of a request at once), and last the handler, which is typed by the
// contract. Handlers return errors; package problem turns them into answers.
package httpapi
