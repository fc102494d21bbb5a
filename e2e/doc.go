// Package e2e tests Cruddur from outside, as browsers and programs meet it: the
// tests start the whole product once, through its own command, and then only
// speak HTTP to its edge and to Cognito. README.md tells how to run a single
// test.
package e2e
