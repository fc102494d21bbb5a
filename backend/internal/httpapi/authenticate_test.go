package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestTokensThatDontCount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	good := token(t, uuid.New(), nil)
	tests := []struct{ name, token, code string }{
		{"none", "", "token_missing"},
		{"nonsense", "nonsense", "token_invalid"},
		{"of another pool", token(t, uuid.New(), map[string]any{"iss": issuerName + "x"}), "token_invalid"},
		{"of another client", token(t, uuid.New(), map[string]any{"client_id": "other"}), "token_invalid"},
		{"an ID token", token(t, uuid.New(), map[string]any{"token_use": "id"}), "token_invalid"},
		{"expired", token(t, uuid.New(), map[string]any{"exp": time.Now().Add(-time.Second).Unix()}), "token_expired"},
		{"changed", strings.Replace(good, ".", ".e", 1), "token_invalid"},
		{"without signature", good[:strings.LastIndex(good, ".")+1], "token_invalid"},
		{"of nobody in the pool", good, "token_invalid"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := b.call(t, test.token, "GET", "/api/me", "")
			got.wantProblem(t, 401, test.code)
			if !strings.HasPrefix(got.Header.Get("WWW-Authenticate"), "Bearer") {
				t.Error("no WWW-Authenticate")
			}
			b.call(t, test.token, "POST", "/api/activities", `{"message":"a"}`).want(t, 401)
		})
	}
}

func TestStrangersLearnNothingFromValidation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.call(t, "", "POST", "/api/activities", `{"message":" "}`).wantProblem(t, 401, "token_missing")
	b.call(t, "nonsense", "POST", "/api/activities", `not JSON`).wantProblem(t, 401, "token_invalid")
}

func TestOpenRoutesIgnoreTokens(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.call(t, "nonsense", "GET", "/api/feeds/public", "").want(t, 200)
}

func TestAddressesThatArentThere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, target := range []string{"/", "/api", "/api/", "/api/nothing", "/api/users/", "/api/me/", "/API/me", "/api/activities/a/b"} {
		b.call(t, "", "GET", target, "").wantProblem(t, 404, "route_not_found")
	}
	got := b.call(t, "", "PUT", "/api/me", "")
	got.wantProblem(t, 405, "method_not_allowed")
	if allow := strings.Join(got.Header.Values("Allow"), " "); allow != "GET POST PATCH" {
		t.Errorf("Allow is %q", allow)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.call(t, "", "GET", "/api/health-check", "").want(t, 200)
	b.call(t, "", "GET", "/api/ready", "").want(t, 200)
	b.readiness.Drain()
	b.call(t, "", "GET", "/api/ready", "").wantProblem(t, 503, "not_ready")
	b.call(t, "", "GET", "/api/health-check", "").want(t, 200)
}

func TestContractIsServed(t *testing.T) {
	t.Parallel()
	got := setup(t).call(t, "", "GET", "/api/openapi.yaml", "")
	got.want(t, 200)
	if !strings.HasPrefix(got.Body, "openapi: 3.0.3") {
		t.Errorf("got %.60s", got.Body)
	}
}
