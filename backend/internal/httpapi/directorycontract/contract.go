// Package directorycontract is generated from api/directory.yaml: the types,
// the routes, and the interface that package httpapi implements for them.
package directorycontract

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 --config oapi-codegen.yaml ../../../api/directory.yaml
