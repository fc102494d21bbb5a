package presign_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func at(d time.Duration) string { return strconv.FormatInt(noon.Add(d).Unix(), 10) }

func TestTokensThatDontCount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	me := uuid.New()
	tests := []struct {
		name   string
		claims map[string]string
		want   string
	}{
		{"none", nil, "401 token_missing"},
		{"a refresh token", claims(me, map[string]string{"token_use": "refresh"}), "401 token_invalid"},
		{"an ID token", claims(me, map[string]string{"token_use": "id", "client_id": "", "aud": client}), "401 token_invalid"},
		{"without use", claims(me, map[string]string{"token_use": ""}), "401 token_invalid"},
		{"of another client", claims(me, map[string]string{"client_id": "other"}), "401 token_invalid"},
		{"of another pool", claims(me, map[string]string{"iss": issuer + "x"}), "401 token_invalid"},
		{"without person", claims(me, map[string]string{"sub": ""}), "401 token_invalid"},
		{"of a path for a person", claims(me, map[string]string{"sub": "../x"}), "401 token_invalid"},
		{"without end", claims(me, map[string]string{"exp": ""}), "401 token_invalid"},
		{"with words for an end", claims(me, map[string]string{"exp": "never"}), "401 token_invalid"},
		{"from the future", claims(me, map[string]string{"iat": at(time.Hour)}), "401 token_invalid"},
		{"not yet", claims(me, map[string]string{"nbf": at(time.Hour)}), "401 token_invalid"},
		{"expired", claims(me, map[string]string{"exp": at(0)}), "401 token_expired"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for method, body := range map[string]string{"POST": "not JSON", "GET": ""} {
				target := "/uploads"
				if method == "GET" {
					target += "/" + uuid.NewString()
				}
				got := b.call(t, test.claims, method, target, body)
				if got.problem(t) != test.want || !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") {
					t.Errorf("%s: %s", method, got.problem(t))
				}
			}
		})
	}
}

func TestTokensThatCount(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]map[string]string{
		"as usual":               nil,
		"a clock that is ahead":  {"iat": at(20 * time.Second), "nbf": at(20 * time.Second)},
		"a number with exponent": {"exp": "1.8e9"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			if got := b.call(t, claims(uuid.New(), change), "POST", "/uploads", photoOf5); got.status != 201 {
				t.Errorf("%d: %s", got.status, got.body)
			}
		})
	}
}
