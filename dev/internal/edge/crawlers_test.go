package edge

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCrawlersAreSentToPreviews(t *testing.T) {
	t.Parallel()
	const (
		browser  = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
		slack    = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"
		facebook = "facebookexternalhit/1.1"
		google   = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
		mastodon = "http.rb/5.1.1 (Mastodon/4.3.0; +https://mastodon.example/)"
	)
	tests := []struct{ agent, path, want string }{
		{browser, "/@nova", "/@nova"},
		{"", "/@nova", "/@nova"},
		{"Robotron Cubot Phone", "/", "/"},
		{slack, "/@nova", "/api/previews/users/nova"},
		{facebook, "/@nova", "/api/previews/users/nova"},
		{mastodon, "/@nova", "/api/previews/users/nova"},
		{google, "/@nova/cruds/0190c1de", "/api/previews/activities/0190c1de"},
		{google, "/", "/"},
		{google, "/about", "/about"},
		{google, "/@", "/@"},
		{google, "/@nova/followers", "/@nova/followers"},
		{google, "/@nova/cruds/", "/@nova/cruds/"},
		{google, "/@nova/cruds/a/b", "/@nova/cruds/a/b"},
	}
	for _, test := range tests {
		request := httptest.NewRequest(http.MethodGet, test.path+"?utm=1", nil)
		request.Header.Set("User-Agent", test.agent)
		if got := forCrawlers(request).URL.Path; got != test.want {
			t.Errorf("%q asks for %s and gets %s, want %s", test.agent, test.path, got, test.want)
		}
	}
}
