// Package deployment tests the Lambdas as they are deployed: built, zipped, with
// their own roles, behind a WebSocket API, a stream and a queue of the emulator's.
package deployment
