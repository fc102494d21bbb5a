package test

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
)

// edgeFunction loads a function of CloudFront's, with what its runtime has
// beside the language: the origin that it may choose, and Buffer.
func edgeFunction(t *testing.T, name string) func(event map[string]any) (answer map[string]any, origin string) {
	t.Helper()
	code, err := os.ReadFile(filepath.Join(bench.Source(), "modules", "cloudfront", "functions", name+".js"))
	if err != nil {
		t.Fatal(err)
	}
	engine := goja.New()
	var chosen string
	provide := map[string]any{
		"cf": map[string]any{"selectRequestOriginById": func(id string) { chosen = id }},
		"Buffer": map[string]any{"from": func(text, encoding string) (map[string]any, error) {
			decoded, err := base64.StdEncoding.DecodeString(text)
			if err != nil || encoding != "base64" {
				return nil, fmt.Errorf("%s: %w", encoding, err)
			}
			return map[string]any{"toString": func() string { return string(decoded) }}, nil
		}},
	}
	for name, v := range provide {
		if err := engine.Set(name, v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := engine.RunString(strings.Replace(string(code), "import cf from 'cloudfront';", "", 1)); err != nil {
		t.Fatal(err)
	}
	handler, ok := goja.AssertFunction(engine.Get("handler"))
	if !ok {
		t.Fatalf("%s.js has no handler", name)
	}
	return func(event map[string]any) (map[string]any, string) {
		chosen = ""
		out, err := handler(goja.Undefined(), engine.ToValue(event))
		if err != nil {
			t.Fatal(err)
		}
		answer, ok := out.Export().(map[string]any)
		if !ok {
			t.Fatalf("%s.js answered %v", name, out)
		}
		return answer, chosen
	}
}

func TestPagesOfTheSite(t *testing.T) {
	t.Parallel()
	handle := edgeFunction(t, "site")
	const browser, crawler = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Mozilla/5.0 (compatible; Discordbot/2.0)"
	for _, one := range []struct{ uri, agent, want, origin string }{
		{"/", browser, "/index.html", ""},
		{"/@nova", browser, "/index.html", ""},
		{"/@nova/cruds/0199c2d0", browser, "/index.html", ""},
		{"/messages/17", browser, "/index.html", ""},
		{"/favicon.svg", browser, "/favicon.svg", ""},
		{"/icons/gone.png", browser, "/icons/gone.png", ""},
		{"/@nova", crawler, "/api/previews/users/nova", "backend"},
		{"/@nova/cruds/0199c2d0", crawler, "/api/previews/activities/0199c2d0", "backend"},
		{"/@nova/followers", crawler, "/index.html", ""},
		{"/@nova/cruds/", crawler, "/index.html", ""},
		{"/@nova/cruds/a/b", crawler, "/index.html", ""},
		{"/@", crawler, "/index.html", ""},
		{"/", crawler, "/index.html", ""},
		{"/@nova", "", "/index.html", ""},
	} {
		headers := map[string]any{}
		if one.agent != "" {
			headers["user-agent"] = map[string]any{"value": one.agent}
		}
		answer, origin := handle(map[string]any{"request": map[string]any{"uri": one.uri, "headers": headers}})
		if answer["uri"] != one.want || origin != one.origin {
			t.Errorf("%s for %q: %v of %q, want %s of %q", one.uri, one.agent, answer["uri"], origin, one.want, one.origin)
		}
	}
}

func TestBrowsersForgetPhotosInTime(t *testing.T) {
	t.Parallel()
	handle := edgeFunction(t, "photos")
	signed := func(end int64) map[string]any {
		policy := fmt.Sprintf(`{"Statement":[{"Resource":"https://x/media/photos/1/*","Condition":{"DateLessThan":{"AWS:EpochTime":%d}}}]}`, end)
		text := strings.NewReplacer("+", "-", "=", "_", "/", "~").Replace(base64.StdEncoding.EncodeToString([]byte(policy)))
		return map[string]any{"Policy": map[string]any{"value": text}}
	}
	now := time.Now().Unix()
	for name, one := range map[string]struct {
		query  map[string]any
		status int
		want   []string
	}{
		"a day left": {signed(now + 86400), 200, []string{"private, max-age=300"}},
		// The clock goes on while the test runs.
		"a hundred seconds left": {signed(now + 100), 200, ages(0, 100)},
		"not changed":            {signed(now + 86400), 304, []string{"private, max-age=300"}},
		"over":                   {signed(now - 1), 200, []string{"private, max-age=0"}},
		"not there":              {signed(now + 86400), 403, []string{"no-store"}},
		"no policy":              {map[string]any{}, 200, []string{"private, max-age=0"}},
		"nonsense":               {map[string]any{"Policy": map[string]any{"value": "!"}}, 200, []string{"private, max-age=0"}},
	} {
		headers := map[string]any{}
		handle(map[string]any{
			"request":  map[string]any{"querystring": one.query},
			"response": map[string]any{"statusCode": one.status, "headers": headers},
		})
		control, _ := headers["cache-control"].(map[string]any)
		if got, _ := control["value"].(string); !slices.Contains(one.want, got) {
			t.Errorf("%s: %q, want one of %q", name, got, one.want)
		}
	}
}

func ages(least, most int) []string {
	out := make([]string, 0, most-least+1)
	for age := least; age <= most; age++ {
		out = append(out, fmt.Sprintf("private, max-age=%d", age))
	}
	return out
}

func TestWithoutAKeyNothingOpens(t *testing.T) {
	t.Parallel()
	answer, _ := edgeFunction(t, "closed")(map[string]any{})
	if answer["statusCode"] != int64(403) {
		t.Errorf("answered %v", answer)
	}
}
