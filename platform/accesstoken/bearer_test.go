package accesstoken_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/accesstoken"
)

func TestBearer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		headers []string
		token   string
		present bool
		want    error
	}{
		"none":             {nil, "", false, nil},
		"good":             {[]string{"Bearer abc.DEF-_~+/="}, "abc.DEF-_~+/=", true, nil},
		"scheme's case":    {[]string{"bEARER abc"}, "abc", true, nil},
		"more spaces":      {[]string{"Bearer   abc "}, "abc", true, nil},
		"empty header":     {[]string{""}, "", true, tokenInvalid},
		"no token":         {[]string{"Bearer"}, "", true, tokenInvalid},
		"blank token":      {[]string{"Bearer  "}, "", true, tokenInvalid},
		"two tokens":       {[]string{"Bearer a b"}, "", true, tokenInvalid},
		"list":             {[]string{"Bearer a,Bearer b"}, "", true, tokenInvalid},
		"two headers":      {[]string{"Bearer a", "Bearer a"}, "", true, tokenInvalid},
		"other scheme":     {[]string{"Basic YTpi"}, "", true, tokenInvalid},
		"no scheme":        {[]string{"abc.def.ghi"}, "", true, tokenInvalid},
		"scheme runs on":   {[]string{"Bearerabc"}, "", true, tokenInvalid},
		"quotes":           {[]string{`Bearer "abc"`}, "", true, tokenInvalid},
		"letters abroad":   {[]string{"Bearer äbc"}, "", true, tokenInvalid},
		"over the maximum": {[]string{"Bearer " + strings.Repeat("a", accesstoken.MaxTokenBytes+1)}, "", true, tokenInvalid},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			for _, h := range tt.headers {
				r.Header.Add("Authorization", h)
			}
			token, present, err := accesstoken.Bearer(r)
			if token != tt.token || present != tt.present {
				t.Errorf("Bearer = %q, %v; want %q, %v", token, present, tt.token, tt.present)
			}
			wantErr(t, "Bearer", err, tt.want)
		})
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	if _, ok := accesstoken.ClaimsFrom(t.Context()); ok {
		t.Error("claims in an empty context")
	}
	if _, ok := accesstoken.RawFrom(t.Context()); ok {
		t.Error("a token in an empty context")
	}
	ctx := accesstoken.WithRaw(accesstoken.WithClaims(t.Context(), accesstoken.Claims{Subject: "s"}), "raw")
	if claims, ok := accesstoken.ClaimsFrom(ctx); !ok || claims.Subject != "s" {
		t.Errorf("ClaimsFrom = %+v, %v", claims, ok)
	}
	if raw, ok := accesstoken.RawFrom(ctx); !ok || raw != "raw" {
		t.Errorf("RawFrom = %q, %v", raw, ok)
	}
}
