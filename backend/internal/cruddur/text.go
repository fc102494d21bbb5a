package cruddur

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// MaxTextBytes bounds texts in UTF-8, because one grapheme cluster may carry any
// number of combining marks. A text for photos may be longer.
const (
	MaxTextBytes = 4 << 10
	MaxAltBytes  = 8 << 10
)

// Codes of an InputError: stable, part of the API.
const (
	CodeBlank            = "blank"
	CodeTooLong          = "too_long"
	CodeTooManyBytes     = "too_many_bytes"
	CodeContainsNUL      = "contains_nul"
	CodeControlCharacter = "control_character"
	CodeNotOneLine       = "not_one_line"
	CodeInvalidUTF8      = "invalid_utf8"
	CodeInvalidURL       = "invalid_url"
)

// InputError says which rule an input breaks.
type InputError struct {
	Code    string // stable, for programs
	Message string // for people
}

// Error implements error.
func (v *InputError) Error() string { return v.Message }

// TextRule says what a text may be. Lengths are in grapheme clusters (UAX #29),
// which is what people count as characters.
type TextRule struct {
	MaxLength int
	Required  bool // a blank text is a violation
	OneLine   bool // no line breaks, and no characters that turn the text's direction
	MaxBytes  int  // in UTF-8; 0 stands for MaxTextBytes
}

// The texts of the product.
var (
	MessageRule     = TextRule{MaxLength: 280, Required: true}
	CaptionRule     = TextRule{MaxLength: 280} // a message beside photos, which may be none
	AltRule         = TextRule{MaxLength: 1500, MaxBytes: MaxAltBytes}
	DisplayNameRule = TextRule{MaxLength: 50, Required: true, OneLine: true}
	BioRule         = TextRule{MaxLength: 160}
	LocationRule    = TextRule{MaxLength: 60, OneLine: true}
	websiteRule     = TextRule{MaxLength: 200, OneLine: true}

	SuspensionReasonRule = TextRule{MaxLength: 280, Required: true, OneLine: true}
)

// NormalizeText brings a text into the form that is checked and stored: NFC,
// line feeds as line breaks, no white space around it.
func NormalizeText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\r", "\n")
	return strings.TrimSpace(norm.NFC.String(s))
}

// Check returns nil or the *InputError of the normalized form of s.
func (r TextRule) Check(s string) error {
	if !utf8.ValidString(s) {
		return &InputError{CodeInvalidUTF8, "must be valid UTF-8"}
	}
	if strings.ContainsRune(s, 0) {
		return &InputError{CodeContainsNUL, "must not contain the character U+0000"}
	}
	s = NormalizeText(s)
	if r.Required && Blank(s) {
		return &InputError{CodeBlank, "must not be blank"}
	}
	if limit := cmp.Or(r.MaxBytes, MaxTextBytes); len(s) > limit {
		return &InputError{CodeTooManyBytes, fmt.Sprintf("must be at most %d bytes of UTF-8", limit)}
	}
	if n := uniseg.GraphemeClusterCount(s); n > r.MaxLength {
		return &InputError{CodeTooLong, fmt.Sprintf("must be at most %d characters, is %d", r.MaxLength, n)}
	}
	return r.checkCharacters(s)
}

func (r TextRule) checkCharacters(s string) error {
	for _, c := range s {
		switch {
		case c == '\n' && r.OneLine, c == '\u2028' && r.OneLine, c == '\u2029' && r.OneLine:
			return &InputError{CodeNotOneLine, "must be one line"}
		case c == '\n', c == '\t' && !r.OneLine:
		case unicode.IsControl(c):
			return &InputError{CodeControlCharacter, "must not contain control characters"}
		case r.OneLine && turnsDirection(c):
			return &InputError{CodeControlCharacter, "must not contain characters that turn the direction of text"}
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

// CheckWebsite returns nil for an empty text or an absolute http or https
// address with a host and without credentials, else a *InputError.
func CheckWebsite(s string) error {
	if err := websiteRule.Check(s); err != nil {
		return err
	}
	s = NormalizeText(s)
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil || strings.ContainsAny(s, " <>\"") {
		return &InputError{CodeInvalidURL, "must be a web address that begins with http:// or https://"}
	}
	return nil
}
