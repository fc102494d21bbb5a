package cruddur_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/text"
)

// family is one grapheme cluster of seven code points and 25 bytes.
const family = "👨‍👩‍👧‍👦"

func TestTextRules(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rule text.Rule
		text string
		want string // code of the violation, empty for none
	}{
		{"a word", cruddur.MessageRule, "hello", ""},
		{"exactly as long as allowed", cruddur.MessageRule, strings.Repeat("a", 280), ""},
		{"one too long", cruddur.MessageRule, strings.Repeat("a", 281), text.CodeTooLong},
		{"clusters count, not code points", cruddur.MessageRule, strings.Repeat(family, 150), ""},
		{"combining marks are part of their letter", cruddur.MessageRule, strings.Repeat("e\u0301", 280), ""},
		{"few clusters of endless marks", cruddur.MessageRule, "a" + strings.Repeat("\u0301\u0316", 2000), text.CodeTooManyBytes},
		{"white space around does not count", cruddur.MessageRule, "  " + strings.Repeat("a", 280) + "\n", ""},
		{"empty", cruddur.MessageRule, "", text.CodeBlank},
		{"only white space", cruddur.MessageRule, " \t\r\n\u00a0\u3000", text.CodeBlank},
		{"only zero-width characters", cruddur.MessageRule, "\u200b\u2060\ufeff", text.CodeBlank},
		{"only letters that draw nothing", cruddur.MessageRule, "\u3164\u2800", text.CodeBlank},
		{"NUL", cruddur.MessageRule, "a\x00b", text.CodeContainsNUL},
		{"nothing but NUL", cruddur.MessageRule, "\x00", text.CodeContainsNUL},
		{"a control character", cruddur.MessageRule, "ding\a", text.CodeControlCharacter},
		{"a C1 control character", cruddur.MessageRule, "a\u0085b", text.CodeControlCharacter},
		{"several lines and tabs", cruddur.MessageRule, "one\n\ttwo\r\nthree", ""},
		{"not UTF-8", cruddur.MessageRule, "a\xff", text.CodeInvalidUTF8},
		{"right to left", cruddur.MessageRule, "مرحبا \u202bيا\u202c", ""},

		{"a name", cruddur.DisplayNameRule, "Ọlá 🌶", ""},
		{"a name of two lines", cruddur.DisplayNameRule, "a\nb", text.CodeNotOneLine},
		{"a name with a paragraph separator", cruddur.DisplayNameRule, "a\u2029b", text.CodeNotOneLine},
		{"a name that turns what is around it", cruddur.DisplayNameRule, "a\u202eb", text.CodeControlCharacter},
		{"a name with a tab", cruddur.DisplayNameRule, "a\tb", text.CodeControlCharacter},
		{"a name too long", cruddur.DisplayNameRule, strings.Repeat("n", 51), text.CodeTooLong},

		{"an empty bio", cruddur.BioRule, "", ""},
		{"a blank bio", cruddur.BioRule, "   ", ""},
		{"a bio too long", cruddur.BioRule, strings.Repeat("b", 161), text.CodeTooLong},
		{"a place of two lines", cruddur.LocationRule, "here\nthere", text.CodeNotOneLine},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantViolation(t, test.rule.Check(test.text), test.want)
		})
	}
}

func TestCheckWebsite(t *testing.T) {
	t.Parallel()
	tests := []struct{ address, want string }{
		{"", ""},
		{"  ", ""},
		{"https://example.org", ""},
		{"http://example.org/a?b=c#d", ""},
		{"https://münchen.example/ä", ""},
		{"example.org", cruddur.CodeInvalidURL},
		{"//example.org", cruddur.CodeInvalidURL},
		{"javascript:alert(1)", cruddur.CodeInvalidURL},
		{"data:text/html,hi", cruddur.CodeInvalidURL},
		{"ftp://example.org", cruddur.CodeInvalidURL},
		{"https://", cruddur.CodeInvalidURL},
		{"https://:80", cruddur.CodeInvalidURL},
		{"https://user:secret@example.org", cruddur.CodeInvalidURL},
		{"https://example.org/ a", cruddur.CodeInvalidURL},
		{"https://exa\nmple.org", text.CodeNotOneLine},
		{"https://example.org/\x00", text.CodeContainsNUL},
		{"https://example.org/" + strings.Repeat("a", 200), text.CodeTooLong},
	}
	for _, test := range tests {
		t.Run(test.address, func(t *testing.T) {
			t.Parallel()
			wantViolation(t, cruddur.CheckWebsite(test.address), test.want)
		})
	}
}

func wantViolation(t *testing.T, err error, code string) {
	t.Helper()
	if code == "" {
		if err != nil {
			t.Fatalf("got %v, want no violation", err)
		}
		return
	}
	var violation *text.RuleError
	if !errors.As(err, &violation) {
		t.Fatalf("got %v, want a violation %s", err, code)
	}
	if violation.Code != code || violation.Message == "" {
		t.Fatalf("got %s (%s), want %s and a message", violation.Code, violation.Message, code)
	}
}
