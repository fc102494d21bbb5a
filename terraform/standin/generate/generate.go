// Package generate makes the schema and the rules of the stand-in, from public
// packages of npm and PyPI. Run `go generate ./...` after a change to
// types.txt, cloudformation.txt or corrections.json; what it makes is committed.
package generate

//go:generate sh generate.sh
