// Package leak finds what must never be in a log: tokens, passwords, e-mail
// addresses, and what people wrote. Everything secret that the tests make up
// carries a mark, so that the browser's tests are covered too.
package leak

import (
	"fmt"
	"regexp"
	"strings"
)

// Marks of what the tests make up. browser/tests/support/people.ts has the
// same.
const (
	// PasswordMark begins every password of the tests.
	PasswordMark = "Hush-hush-"
	// EmailDomain ends every e-mail address of the tests.
	EmailDomain = "@e2e.cruddur.test"
	// HandleMark begins every handle of the tests.
	HandleMark = "t_"
	// MessageMark is somewhere in every crud of the tests.
	MessageMark = "psst"
)

// secret is what must not be in a line.
type secret struct {
	what    string
	pattern *regexp.Regexp
}

// Find returns each line of a log that holds a secret, with what it holds.
func Find(log string) []string {
	return find(log, []secret{
		// Base64 of `{"`, with which both halves of a JSON web token begin.
		{"a token", regexp.MustCompile(`eyJ[A-Za-z0-9_-]{16,}`)},
		{"a password", regexp.MustCompile(regexp.QuoteMeta(PasswordMark) + `|Burn-after-reading-1`)},
		{"an e-mail address", regexp.MustCompile(`(?i)[a-z0-9._+-]+(@|%40)[a-z0-9.-]*cruddur\.test`)},
		{"a message", regexp.MustCompile(`(?i)\b` + MessageMark + `\b`)},
	})
}

// requestID is AWS's name of an invocation, which looks like a person's.
var requestID = regexp.MustCompile(`"request_id":"[^"]*"`)

// FindPeople returns each line of a log that tells whom it is about, with how:
// the log of what is deployed knows people by their pseudonyms alone.
func FindPeople(log string) []string {
	return find(requestID.ReplaceAllString(log, ""), []secret{
		{"a handle", regexp.MustCompile(`\b` + HandleMark + `[a-z0-9]{10}\b`)},
		// Of UUIDs the 4th version are the user pool's, and the 5th those that
		// pairs of people make; what we make at random is of the 7th.
		{"an id of people", regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b`)},
	})
}

func find(log string, secrets []secret) []string {
	var found []string
	for line := range strings.Lines(log) {
		for _, secret := range secrets {
			if secret.pattern.MatchString(line) {
				found = append(found, fmt.Sprintf("%s: %s", secret.what, strings.TrimSpace(line)))
			}
		}
	}
	return found
}
