// Package text has the rules that texts of people are held to, and the form in
// which they are stored.
package text

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// DefaultMaxBytes bounds texts in UTF-8, because one grapheme cluster may carry
// any number of combining marks.
const DefaultMaxBytes = 4 << 10

// Codes of a RuleError: stable, part of the API.
const (
	CodeBlank            = "blank"
	CodeTooLong          = "too_long"
	CodeTooManyBytes     = "too_many_bytes"
	CodeContainsNUL      = "contains_nul"
	CodeControlCharacter = "control_character"
	CodeNotOneLine       = "not_one_line"
	CodeInvalidUTF8      = "invalid_utf8"
)

// RuleError says which rule an input breaks.
type RuleError struct {
	Code    string // stable, for programs
	Message string // for people
}

// Error implements error.
func (v *RuleError) Error() string { return v.Message }

// Rule says what a text may be. Lengths are in grapheme clusters (UAX #29),
// which is what people count as characters.
type Rule struct {
	MaxLength int
	Required  bool // a blank text is a violation
	OneLine   bool // no line breaks, and no characters that turn the text's direction
	MaxBytes  int  // in UTF-8; 0 stands for DefaultMaxBytes
}

// Normalize brings a text into the form that is checked and stored: NFC,
// line feeds as line breaks, no white space around it.
func Normalize(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.TrimSpace(norm.NFC.String(s))
}

// Check returns nil or the *RuleError of the normalized form of s.
func (r Rule) Check(s string) error {
	if !utf8.ValidString(s) {
		return &RuleError{CodeInvalidUTF8, "must be valid UTF-8"}
	}
	if strings.ContainsRune(s, 0) {
		return &RuleError{CodeContainsNUL, "must not contain the character U+0000"}
	}
	s = Normalize(s)
	if r.Required && Blank(s) {
		return &RuleError{CodeBlank, "must not be blank"}
	}
	if limit := cmp.Or(r.MaxBytes, DefaultMaxBytes); len(s) > limit {
		return &RuleError{CodeTooManyBytes, fmt.Sprintf("must be at most %d bytes of UTF-8", limit)}
	}
	if n := uniseg.GraphemeClusterCount(s); n > r.MaxLength {
		return &RuleError{CodeTooLong, fmt.Sprintf("must be at most %d characters, is %d", r.MaxLength, n)}
	}
	return r.checkCharacters(s)
}

func (r Rule) checkCharacters(s string) error {
	for _, c := range s {
		switch {
		case c == '\n' && r.OneLine, c == '\u2028' && r.OneLine, c == '\u2029' && r.OneLine:
			return &RuleError{CodeNotOneLine, "must be one line"}
		case c == '\n', c == '\t' && !r.OneLine:
		case unicode.IsControl(c):
			return &RuleError{CodeControlCharacter, "must not contain control characters"}
		case r.OneLine && turnsDirection(c):
			return &RuleError{CodeControlCharacter, "must not contain characters that turn the direction of text"}
		}
	}
	return nil
}

// turnsDirection reports the explicit bidirectional controls: with them a name
// could rearrange what is printed around it.
func turnsDirection(c rune) bool {
	return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069')
}

// Blank reports whether nothing of s would be seen: white space, format
// characters (zero-width ones among them) and the letters that draw nothing.
func Blank(s string) bool {
	for _, c := range s {
		switch {
		case unicode.IsSpace(c), unicode.Is(unicode.Cf, c):
		case c == '\u2800', c == '\u3164', c == '\uFFA0', c == '\u115F', c == '\u1160', c == '\u034F':
		case c >= '\uFE00' && c <= '\uFE0F': // variation selectors
		default:
			return false
		}
	}
	return true
}
