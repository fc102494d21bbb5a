package cognito_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cognito"
	"github.com/cruddur/cruddur/platform/fault"
)

// newAccounts looks accounts up at a server that speaks Cognito's JSON 1.1
// protocol and has one answer.
func newAccounts(t *testing.T, status int, answer string) *cognito.Accounts {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if target := r.Header.Get("X-Amz-Target"); target != "AWSCognitoIdentityProviderService.GetUser" {
			t.Errorf("asked for %s", target)
		}
		if r.Header.Get("Authorization") != "" {
			t.Error("the call was signed: GetUser goes by the access token alone")
		}
		body, _ := io.ReadAll(r.Body)
		if !strings.Contains(string(body), `"the-token"`) {
			t.Errorf("asked with %s", body)
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	t.Setenv("AWS_REGION", "eu-west-1")
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	client, err := cognito.NewClient(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return cognito.NewAccounts(client)
}

func TestAccount(t *testing.T) {
	sub := uuid.New()
	attributes := func(pairs ...string) string {
		list := []map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, map[string]string{"Name": pairs[i], "Value": pairs[i+1]})
		}
		answer, err := json.Marshal(map[string]any{"Username": "u", "UserAttributes": list})
		if err != nil {
			t.Fatal(err)
		}
		return string(answer)
	}
	tests := []struct {
		name   string
		status int
		answer string
		kind   fault.Kind
		code   string // empty for an account
	}{
		{"an account", 200, attributes("sub", sub.String(), "preferred_username", "nova", "name", "Nova", "email", "n@example.org"), 0, ""},
		{"no sub", 200, attributes("preferred_username", "nova"), fault.Internal, "internal"},
		{"a sub that is none", 200, attributes("sub", "7"), fault.Internal, "internal"},
		{"revoked", 400, `{"__type":"NotAuthorizedException","message":"Access Token has been revoked"}`, fault.Unauthenticated, "token_invalid"},
		{"deleted", 400, `{"__type":"UserNotFoundException","message":"gone"}`, fault.Unauthenticated, "token_invalid"},
		{"throttled", 400, `{"__type":"TooManyRequestsException","message":"slow down"}`, fault.Unavailable, "accounts_unavailable"},
		{"broken", 500, `{}`, fault.Unavailable, "accounts_unavailable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			accounts := newAccounts(t, test.status, test.answer)
			account, err := accounts.Account(t.Context(), "the-token")
			if test.code == "" {
				if err != nil || account.Sub != sub || account.Handle != "nova" || account.DisplayName != "Nova" {
					t.Errorf("got %+v, %v", account, err)
				}
				return
			}
			if f := fault.From(err); err == nil || f.Kind != test.kind || !strings.HasPrefix(f.Code, test.code) {
				t.Errorf("got %v, want %s", err, test.code)
			}
			if err != nil && strings.Contains(fault.From(err).Message, "the-token") {
				t.Error("the token is in the message")
			}
		})
	}
}
