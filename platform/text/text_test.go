package text_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/text"
)

// family is one grapheme cluster of seven code points and 25 bytes.
const family = "👨‍👩‍👧‍👦"

var (
	messageRule = text.Rule{MaxLength: 280, Required: true}
	nameRule    = text.Rule{MaxLength: 50, Required: true, OneLine: true}
	bioRule     = text.Rule{MaxLength: 160}
	placeRule   = text.Rule{MaxLength: 60, OneLine: true}
	longRule    = text.Rule{MaxLength: 5000, MaxBytes: 8 << 10}
)

func TestRules(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		rule  text.Rule
		given string
		want  string // code of the violation, empty for none
	}{
		{"a word", messageRule, "hello", ""},
		{"exactly as long as allowed", messageRule, strings.Repeat("a", 280), ""},
		{"one too long", messageRule, strings.Repeat("a", 281), text.CodeTooLong},
		{"clusters count, not code points", messageRule, strings.Repeat(family, 150), ""},
		{"combining marks are part of their letter", messageRule, strings.Repeat("e\u0301", 280), ""},
		{"few clusters of endless marks", messageRule, "a" + strings.Repeat("\u0301\u0316", 2000), text.CodeTooManyBytes},
		{"white space around does not count", messageRule, "  " + strings.Repeat("a", 280) + "\n", ""},
		{"empty", messageRule, "", text.CodeBlank},
		{"only white space", messageRule, " \t\r\n\u00a0\u3000", text.CodeBlank},
		{"only zero-width characters", messageRule, "\u200b\u2060\ufeff", text.CodeBlank},
		{"only letters that draw nothing", messageRule, "\u3164\u2800", text.CodeBlank},
		{"NUL", messageRule, "a\x00b", text.CodeContainsNUL},
		{"nothing but NUL", messageRule, "\x00", text.CodeContainsNUL},
		{"a control character", messageRule, "ding\a", text.CodeControlCharacter},
		{"a C1 control character", messageRule, "a\u0085b", text.CodeControlCharacter},
		{"several lines and tabs", messageRule, "one\n\ttwo\r\nthree", ""},
		{"not UTF-8", messageRule, "a\xff", text.CodeInvalidUTF8},
		{"right to left", messageRule, "مرحبا \u202bيا\u202c", ""},

		{"a name", nameRule, "Ọlá 🌶", ""},
		{"a name of two lines", nameRule, "a\nb", text.CodeNotOneLine},
		{"a name with a paragraph separator", nameRule, "a\u2029b", text.CodeNotOneLine},
		{"a name that turns what is around it", nameRule, "a\u202eb", text.CodeControlCharacter},
		{"a name with a tab", nameRule, "a\tb", text.CodeControlCharacter},
		{"a name too long", nameRule, strings.Repeat("n", 51), text.CodeTooLong},

		{"an empty bio", bioRule, "", ""},
		{"a blank bio", bioRule, "   ", ""},
		{"a bio too long", bioRule, strings.Repeat("b", 161), text.CodeTooLong},
		{"more bytes than usual", longRule, strings.Repeat("a", 4500), ""},
		{"more bytes than that", longRule, strings.Repeat("é", 4500), text.CodeTooManyBytes},
		{"a place of two lines", placeRule, "here\nthere", text.CodeNotOneLine},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			wantViolation(t, test.rule.Check(test.given), test.want)
		})
	}
}

func TestNormalize(t *testing.T) {
	t.Parallel()
	tests := []struct{ given, want string }{
		{" a b ", "a b"},
		{"a\r\nb\rc", "a\nb\nc"},
		{"e\u0301", "\u00e9"},
	}
	for _, test := range tests {
		got := text.Normalize(test.given)
		if got != test.want {
			t.Errorf("Normalize(%q) = %q, want %q", test.given, got, test.want)
		}
		if again := text.Normalize(got); again != got {
			t.Errorf("Normalize is not settled: %q becomes %q", got, again)
		}
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

func FuzzRuleAgreesWithWhatIsStored(f *testing.F) {
	for _, seed := range []string{"a", " a\r\n", family, "e\u0301", "\u202e", "\x00", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		if messageRule.Check(given) != nil {
			return
		}
		stored := text.Normalize(given)
		if stored == "" || strings.ContainsRune(stored, 0) || len(stored) > text.DefaultMaxBytes {
			t.Fatalf("accepted %q, which is stored as %q", given, stored)
		}
		if err := messageRule.Check(stored); err != nil {
			t.Fatalf("accepted %q but not what is stored of it: %v", given, err)
		}
	})
}
