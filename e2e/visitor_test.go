package e2e_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/cruddur/cruddur/e2e/contract"
	"github.com/cruddur/cruddur/e2e/leak"
	"github.com/cruddur/cruddur/e2e/people"
)

// visitor calls the API, as a stranger or as somebody.
type visitor struct {
	t       *testing.T
	account people.Account
	tokens  people.Tokens
}

// stranger is nobody in particular.
func stranger(t *testing.T) visitor { return visitor{t: t} }

// join signs somebody up, confirms the address and signs them in. The profile
// is made by their first call.
func join(t *testing.T, account people.Account) visitor {
	t.Helper()
	pool, config := openPool(t)
	if err := pool.SignUp(t.Context(), account); err != nil {
		t.Fatalf("sign up: %v", err)
	}
	if err := pool.Confirm(t.Context(), account.Email, config.LocalCodes.SignUp); err != nil {
		t.Fatalf("confirm: %v", err)
	}
	return signIn(t, account)
}

func signIn(t *testing.T, account people.Account) visitor {
	t.Helper()
	pool, _ := openPool(t)
	tokens, err := pool.SignIn(t.Context(), account.Email, account.Password)
	if err != nil {
		t.Fatalf("sign in: %v", err)
	}
	return visitor{t: t, account: account, tokens: tokens}
}

// newcomer is a person with a profile.
func newcomer(t *testing.T, displayName string) visitor {
	t.Helper()
	v := join(t, people.NewAccount(displayName))
	v.get("/api/me").want(http.StatusOK)
	return v
}

func (v visitor) get(path string) answer { return v.call(http.MethodGet, path, nil) }

// call sends body, if any, as JSON; the answer has been held against the
// contract.
func (v visitor) call(method, path string, body any) answer {
	v.t.Helper()
	return v.do(contract.Call{Method: method, Path: path, Body: encode(v.t, body)})
}

// post posts a crud; key is its Idempotency-Key.
func (v visitor) post(message, ttl, key string) answer {
	v.t.Helper()
	body := encode(v.t, map[string]string{"message": message, "ttl": ttl})
	return v.do(contract.Call{Method: http.MethodPost, Path: "/api/activities", Body: body, IdempotencyKey: key})
}

func (v visitor) do(call contract.Call) answer {
	v.t.Helper()
	call.Token = v.tokens.Access
	got, err := product.api.Do(v.t.Context(), call)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{Answer: got, t: v.t, about: call.Method + " " + call.Path}
}

func encode(t *testing.T, body any) string {
	t.Helper()
	if body == nil {
		return ""
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// answer is an answer of the API with what tests ask of it.
type answer struct {
	contract.Answer

	t     *testing.T
	about string
}

// want fails the test when the status is another one.
func (a answer) want(status int) answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s answers %d, want %d: %s", a.about, a.Status, status, a.Body)
	}
	return a
}

// problem fails the test unless the answer is this problem.
func (a answer) problem(status int, code string) answer {
	a.t.Helper()
	a.want(status)
	if got := a.text("code"); got != code {
		a.t.Fatalf("%s: the problem is %q, want %q", a.about, got, code)
	}
	return a
}

// field is a field of the answer's object.
func (a answer) field(name string) any {
	a.t.Helper()
	var object map[string]any
	if err := json.Unmarshal(a.Body, &object); err != nil {
		a.t.Fatalf("%s: %v: %s", a.about, err, a.Body)
	}
	return object[name]
}

// text is a field that holds a string; empty when it doesn't.
func (a answer) text(name string) string {
	a.t.Helper()
	value, _ := a.field(name).(string)
	return value
}

// page is a page of cruds.
type page struct {
	Items      []activity `json:"items"`
	NextCursor string     `json:"next_cursor"`
}

type activity struct {
	ID        string    `json:"id"`
	Message   string    `json:"message"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
	Author    struct {
		Handle string `json:"handle"`
	} `json:"author"`
}

func (a answer) page() page {
	a.t.Helper()
	var decoded page
	if err := json.Unmarshal(a.want(http.StatusOK).Body, &decoded); err != nil {
		a.t.Fatal(err)
	}
	return decoded
}

func (p page) has(id string) bool {
	for _, item := range p.Items {
		if item.ID == id {
			return true
		}
	}
	return false
}

// words are the text of a crud of the tests.
func words(text string) string { return leak.MessageMark + " " + text }
