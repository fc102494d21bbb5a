package people

import (
	"crypto/rand"
	"strings"

	"github.com/cruddur/cruddur/e2e/leak"
)

// Account is what a person fills in to sign up.
type Account struct {
	Handle, DisplayName, Email, Password string
}

// NewAccount makes up somebody whom no test has met before.
func NewAccount(displayName string) Account {
	unique := strings.ToLower(rand.Text()[:10])
	return Account{
		Handle:      leak.HandleMark + unique,
		DisplayName: displayName,
		Email:       unique + leak.EmailDomain,
		Password:    leak.PasswordMark + rand.Text()[:8] + "a1",
	}
}
