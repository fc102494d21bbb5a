// Package wildcard compares text with the patterns that CloudFront uses for
// paths and for resources of policies.
package wildcard

import "strings"

// Match tells whether text fits the pattern, in which "*" stands for any
// characters and "?" for one. It walks both once; at a dead end it goes back to
// the last star and lets that take one character more.
func Match(pattern, text string) bool {
	p, s := 0, 0
	star, mark := -1, 0
	for s < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, s
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[s]):
			p++
			s++
		case star >= 0:
			mark++
			p, s = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
