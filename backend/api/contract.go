// Package api holds the backend's contracts: the OpenAPI documents that the
// server types, the site's types and the tests are made from.
package api

import _ "embed"

// Contract is that of the public API, as served at /api/openapi.yaml.
//
//go:embed openapi.yaml
var Contract []byte

// Directory is that of what other services ask the backend.
//
//go:embed directory.yaml
var Directory []byte
