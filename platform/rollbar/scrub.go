package rollbar

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	leftOut   = "[left out]"
	maxValue  = 2000
	maxRead   = 64 << 10 // so much of a text is looked at
	maxStack  = 8000
	stackAttr = "stack"
)

// hidden are parts of the names of attributes whose values are nobody's
// business, whatever they are.
var hidden = []string{"password", "secret", "token", "authorization", "cookie", "credential", "email", "body", "payload", "header", "query", "args", "message", "address"}

// What texts may quote, and what stands in its place. The order matters: an
// address with a password looks like an e-mail's from its middle on.
var scrubbers = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`://[^/\s@]*@`), "://[credentials]@"},
	{regexp.MustCompile(`(?i)\b(bearer|basic)\s+\S+`), "$1 [token]"},
	{regexp.MustCompile(`\beyJ[\w-]*(\.[\w-]*){1,4}`), "[token]"},
	{regexp.MustCompile(`(?i)\b((?:x-amz-)?(?:signature|credential|security-token|policy)|password|token|secret|api[_-]?key)=[^\s&"]+`), "$1=[left out]"},
	{regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+`), "[e-mail]"},
	{regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`), "[id]"},
	{regexp.MustCompile(`\b[A-Za-z0-9+/_-]{40,}={0,2}`), "[token]"},
	{regexp.MustCompile(`\b\d{1,3}(\.\d{1,3}){3}\b`), "[ip]"},
}

// variable is what differs between two occurrences of one error.
var variable = regexp.MustCompile(`"[^"]*"|\b0x[0-9a-fA-F]+\b|\d+`)

// scrub takes out of a text what is secret or personal.
func scrub(text string) string {
	text = strings.ToValidUTF8(shorten(text, maxRead), "\uFFFD")
	for _, s := range scrubbers {
		text = s.pattern.ReplaceAllString(text, s.with)
	}
	return shorten(text, maxValue)
}

// put adds an attribute, a group as one for each of its members.
func put(to map[string]any, key string, value slog.Value) {
	value = value.Resolve()
	switch kind := value.Kind(); {
	case kind == slog.KindGroup:
		for _, a := range value.Group() {
			name := key
			if a.Key != "" {
				name += "." + a.Key
			}
			put(to, name, a.Value)
		}
	case isHidden(key):
		to[key] = leftOut
	case kind == slog.KindInt64, kind == slog.KindUint64, kind == slog.KindBool:
		to[key] = value.Any()
	case key == stackAttr:
		to[key] = shorten(value.String(), maxStack) // functions and lines of ours
	default:
		to[key] = scrub(fmt.Sprint(value.Any()))
	}
}

func isHidden(key string) bool {
	key = strings.ToLower(key)
	for _, part := range hidden {
		if strings.Contains(key, part) {
			return true
		}
	}
	return false
}

func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
