// Package api holds the contract of the public API: the OpenAPI document that
// the server types, the site's types and the tests are made from.
package api

import _ "embed"

// Contract is the OpenAPI 3.0 document, as served at /api/openapi.yaml.
//
//go:embed openapi.yaml
var Contract []byte
