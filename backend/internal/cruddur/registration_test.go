package cruddur_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
)

// people is a store in memory; the same rules are tested on PostgreSQL in
// package postgres.
type people map[uuid.UUID]cruddur.Person

func (p people) PersonBySub(_ context.Context, sub uuid.UUID) (cruddur.Person, error) {
	person, ok := p[sub]
	if !ok {
		return cruddur.Person{}, cruddur.ErrPersonUnknown
	}
	return person, nil
}

func (p people) AddPerson(ctx context.Context, account cruddur.Account) (cruddur.Person, error) {
	for sub, person := range p {
		if sub != account.Sub && strings.EqualFold(person.Handle, account.Handle) {
			return cruddur.Person{}, cruddur.ErrHandleTaken
		}
	}
	if _, ok := p[account.Sub]; !ok {
		p[account.Sub] = cruddur.Person{Sub: account.Sub, Handle: account.Handle, DisplayName: account.DisplayName}
	}
	return p.PersonBySub(ctx, account.Sub)
}

// accounts answers every token with one account, or with an error.
type accounts struct {
	account cruddur.Account
	err     error
	asked   int
}

func (a *accounts) Account(context.Context, string) (cruddur.Account, error) {
	a.asked++
	return a.account, a.err
}

func TestRegistrationMakesAProfileOnce(t *testing.T) {
	t.Parallel()
	sub := uuid.New()
	provider := &accounts{account: cruddur.Account{Sub: sub, Handle: "nova", DisplayName: " Nova "}}
	registration := cruddur.Registration{People: people{}, Accounts: provider}
	for range 2 {
		person, err := registration.Person(t.Context(), sub, "token")
		if err != nil {
			t.Fatal(err)
		}
		if person.Handle != "nova" || person.DisplayName != "Nova" {
			t.Errorf("got @%s %q", person.Handle, person.DisplayName)
		}
	}
	if provider.asked != 1 {
		t.Errorf("asked the provider %d times, want once", provider.asked)
	}
}

func TestRegistrationRefusesHandles(t *testing.T) {
	t.Parallel()
	for _, handle := range []string{"TAKEN", "admin", "x", "", "no spaces", "a\x00b"} {
		t.Run(handle, func(t *testing.T) {
			t.Parallel()
			store := people{}
			taken := uuid.New()
			store[taken] = cruddur.Person{Sub: taken, Handle: "taken"}
			sub := uuid.New()
			registration := cruddur.Registration{
				People:   store,
				Accounts: &accounts{account: cruddur.Account{Sub: sub, Handle: handle, DisplayName: "N"}},
			}
			if _, err := registration.Person(t.Context(), sub, "token"); !errors.Is(err, cruddur.ErrHandleTaken) {
				t.Fatalf("got %v, want ErrHandleTaken", err)
			}
			person, err := registration.Choose(t.Context(), sub, "token", "another")
			if err != nil || person.Handle != "another" {
				t.Fatalf("choose: @%s, %v", person.Handle, err)
			}
			if _, err := registration.Choose(t.Context(), sub, "token", "third"); !errors.Is(err, cruddur.ErrHandleFixed) {
				t.Fatalf("choose again: %v, want ErrHandleFixed", err)
			}
		})
	}
}

func TestRegistrationGivesAUsableName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "  ", "\u200b", "two\nlines", strings.Repeat("n", 51), "a\x00"} {
		sub := uuid.New()
		registration := cruddur.Registration{
			People:   people{},
			Accounts: &accounts{account: cruddur.Account{Sub: sub, Handle: "nova", DisplayName: name}},
		}
		person, err := registration.Person(t.Context(), sub, "token")
		if err != nil || person.DisplayName != "nova" {
			t.Errorf("name %q: got %q, %v; want the handle", name, person.DisplayName, err)
		}
	}
}

func TestRegistrationTrustsNoOtherAccount(t *testing.T) {
	t.Parallel()
	registration := cruddur.Registration{
		People:   people{},
		Accounts: &accounts{account: cruddur.Account{Sub: uuid.New(), Handle: "nova", DisplayName: "N"}},
	}
	if _, err := registration.Person(t.Context(), uuid.New(), "token"); err == nil {
		t.Error("an answer about another account was taken")
	}
}

func TestRegistrationPassesOnFailures(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	registration := cruddur.Registration{People: people{}, Accounts: &accounts{err: down}}
	if _, err := registration.Person(t.Context(), uuid.New(), "token"); !errors.Is(err, down) {
		t.Errorf("got %v", err)
	}
}
