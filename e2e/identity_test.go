package e2e_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cruddur/cruddur/e2e/leak"
	"github.com/cruddur/cruddur/e2e/people"
)

// Only access tokens, whole and of this pool, let somebody in.
func TestOtherTokensAreRefused(t *testing.T) {
	kim := newcomer(t, "Kim")
	header, rest, _ := strings.Cut(kim.tokens.Access, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	idPayload := strings.Split(kim.tokens.ID, ".")[1]
	tests := map[string]string{
		"an ID token":        kim.tokens.ID,
		"a refresh token":    kim.tokens.Refresh,
		"a changed payload":  header + "." + idPayload + "." + signature,
		"no signature":       header + "." + payload + ".",
		"alg none":           "eyJhbGciOiJub25lIn0." + payload + ".",
		"nothing of a token": "hello",
	}
	for name, token := range tests {
		t.Run(name, func(t *testing.T) {
			impostor := visitor{t: t, tokens: people.Tokens{Access: token}}
			refused := impostor.get("/api/me").want(http.StatusUnauthorized)
			if !strings.HasPrefix(refused.Header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("WWW-Authenticate is %q", refused.Header.Get("WWW-Authenticate"))
			}
			impostor.post(words("not me"), "1-hour", "").want(http.StatusUnauthorized)
		})
	}
	stranger(t).get("/api/me").want(http.StatusUnauthorized)
	kim.get("/api/me").want(http.StatusOK)
}

// The pool refuses what it should, so that the journeys above prove something.
func TestThePoolRefuses(t *testing.T) {
	pool, config := openPool(t)
	account := people.NewAccount("Kim")
	weak := account
	weak.Password = leak.PasswordMark
	if err := pool.SignUp(t.Context(), weak); !isA[*types.InvalidPasswordException](err) {
		t.Errorf("a weak password: %v", err)
	}
	if err := pool.SignUp(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.SignIn(t.Context(), account.Email, account.Password); !isA[*types.UserNotConfirmedException](err) {
		t.Errorf("a sign-in before the address is confirmed: %v", err)
	}
	if err := pool.Confirm(t.Context(), account.Email, "000000"); !isA[*types.CodeMismatchException](err) {
		t.Errorf("a wrong code: %v", err)
	}
	if err := pool.Confirm(t.Context(), account.Email, config.LocalCodes.SignUp); err != nil {
		t.Fatal(err)
	}
	if err := pool.SignUp(t.Context(), account); !isA[*types.UsernameExistsException](err) {
		t.Errorf("a second account for one address: %v", err)
	}
	if _, err := pool.SignIn(t.Context(), account.Email, account.Password+"x"); !isA[*types.NotAuthorizedException](err) {
		t.Errorf("a wrong password: %v", err)
	}
	if err := pool.SignInWithPassword(t.Context(), account.Email, account.Password); err == nil {
		t.Error("the pool takes passwords in the clear")
	}
}

func isA[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}

func TestRefreshedTokensWork(t *testing.T) {
	kim := newcomer(t, "Kim")
	pool, _ := openPool(t)
	renewed, err := pool.Refresh(t.Context(), kim.tokens.Refresh)
	if err != nil {
		t.Fatal(err)
	}
	kim.tokens.Access = renewed.Access
	kim.get("/api/me").want(http.StatusOK)
}
