// Package api holds the contract of the uploads API: the OpenAPI document that
// the server's types, the site's types and the tests are made from.
package api

import _ "embed"

// Contract is the OpenAPI 3.0 document.
//
//go:embed openapi.yaml
var Contract []byte
