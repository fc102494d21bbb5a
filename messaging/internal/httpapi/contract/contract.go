// Package contract is generated from api/openapi.yaml: the types of requests
// and answers, the routes, and the interface that package httpapi implements.
package contract

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 --config oapi-codegen.yaml ../../../api/openapi.yaml
