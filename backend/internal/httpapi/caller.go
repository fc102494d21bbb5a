package httpapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/accesstoken"
)

// account is the account that calls, as the verified token says.
func account(ctx context.Context) (sub uuid.UUID, raw string, err error) {
	claims, ok := accesstoken.ClaimsFrom(ctx)
	if !ok {
		return uuid.Nil, "", errors.New("an operation without a token asks who calls")
	}
	raw, _ = accesstoken.RawFrom(ctx)
	sub, err = uuid.Parse(claims.Subject)
	if err != nil {
		return uuid.Nil, "", fmt.Errorf("read the token's subject: %w", err)
	}
	return sub, raw, nil
}

// caller is the person who calls; their profile is made if they have none. It
// returns cruddur.ErrAccountSuspended for who may not act.
func (s *server) caller(ctx context.Context) (cruddur.Person, error) {
	sub, raw, err := account(ctx)
	if err != nil {
		return cruddur.Person{}, err
	}
	person, err := s.Registration.Person(ctx, sub, raw)
	if err == nil && person.SuspendedAt != nil {
		return cruddur.Person{}, cruddur.ErrAccountSuspended
	}
	return person, err
}

// viewer is the account that reads where a token is optional; uuid.Nil for
// nobody.
func viewer(ctx context.Context) uuid.UUID {
	sub, _, err := account(ctx)
	if err != nil {
		return uuid.Nil
	}
	return sub
}
