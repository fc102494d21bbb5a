package cruddur

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/platform/text"
)

// People is what registration needs of the store.
type People interface {
	// PersonBySub returns ErrPersonUnknown for an account without a profile.
	PersonBySub(ctx context.Context, sub uuid.UUID) (Person, error)
	// AddPerson makes a profile. It is idempotent: an account that has one
	// keeps it. It returns ErrHandleTaken when the handle is somebody else's.
	AddPerson(ctx context.Context, account Account) (Person, error)
}

// Accounts looks up an account at the identity provider.
type Accounts interface {
	// Account returns the account that an access token belongs to.
	Account(ctx context.Context, accessToken string) (Account, error)
}

// Registration turns accounts into people. A profile is made on the first call
// that a person makes, not by a hook of the identity provider: a hook that
// fails leaves an account without a profile for ever, a call is simply made
// again.
type Registration struct {
	People   People
	Accounts Accounts
}

// Person returns the profile of the account, and makes it when there is none.
// It returns ErrHandleTaken when the handle chosen at sign-up can't be had.
func (r Registration) Person(ctx context.Context, sub uuid.UUID, accessToken string) (Person, error) {
	person, err := r.People.PersonBySub(ctx, sub)
	if !errors.Is(err, ErrPersonUnknown) {
		return person, err
	}
	account, err := r.account(ctx, sub, accessToken)
	if err != nil {
		return Person{}, err
	}
	return r.add(ctx, account)
}

// Choose makes the profile of an account under another handle than the one
// chosen at sign-up. A person who has this handle already gets their profile;
// one who has another gets ErrHandleFixed.
func (r Registration) Choose(ctx context.Context, sub uuid.UUID, accessToken, handle string) (Person, error) {
	account, err := r.account(ctx, sub, accessToken)
	if err != nil {
		return Person{}, err
	}
	account.Handle = handle
	person, err := r.add(ctx, account)
	if err != nil {
		return Person{}, err
	}
	if person.Handle != handle {
		return Person{}, ErrHandleFixed
	}
	return person, nil
}

func (r Registration) account(ctx context.Context, sub uuid.UUID, accessToken string) (Account, error) {
	account, err := r.Accounts.Account(ctx, accessToken)
	if err != nil {
		return Account{}, fmt.Errorf("look up the account: %w", err)
	}
	if account.Sub != sub {
		return Account{}, errors.New("the identity provider answered with another account than the token's")
	}
	return account, nil
}

func (r Registration) add(ctx context.Context, account Account) (Person, error) {
	if CheckHandle(account.Handle) != "" {
		return Person{}, ErrHandleTaken
	}
	account.DisplayName = text.Normalize(account.DisplayName)
	if DisplayNameRule.Check(account.DisplayName) != nil {
		// Cognito's rules for a name are wider than ours; a handle always fits.
		account.DisplayName = account.Handle
	}
	return r.People.AddPerson(ctx, account)
}
