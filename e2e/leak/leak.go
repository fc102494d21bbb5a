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
	// MessageMark is somewhere in every crud of the tests.
	MessageMark = "psst"
)

// Find returns each line of a log that holds a secret, with what it holds.
func Find(log string) []string {
	secrets := []struct {
		what    string
		pattern *regexp.Regexp
	}{
		// Base64 of `{"`, with which both halves of a JSON web token begin.
		{"a token", regexp.MustCompile(`eyJ[A-Za-z0-9_-]{16,}`)},
		{"a password", regexp.MustCompile(regexp.QuoteMeta(PasswordMark) + `|Burn-after-reading-1`)},
		{"an e-mail address", regexp.MustCompile(`(?i)[a-z0-9._+-]+(@|%40)[a-z0-9.-]*cruddur\.test`)},
		{"a message", regexp.MustCompile(`(?i)\b` + MessageMark + `\b`)},
	}
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
