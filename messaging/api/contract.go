// Package api holds the contract of the messaging API: the OpenAPI document that
// the server types, the site's types and the tests are made from.
package api

import _ "embed"

// Contract is the OpenAPI 3.0 document, as served at
// /api/message_groups/openapi.yaml.
//
//go:embed openapi.yaml
var Contract []byte

// Live is the contract of the frames on WebSockets, which refers to Contract.
//
//go:embed live.yaml
var Live []byte
