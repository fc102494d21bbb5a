package presign

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/gateway"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
)

// Tokens says whose tokens count. The API's authorizer has verified the
// signature; what it is known to let pass is checked here: other kinds of
// tokens, other clients, and what depends on the time.
type Tokens struct {
	Issuer   string
	ClientID string
	Now      func() time.Time
}

// Owner returns the caller's sub. Its faults are Unauthenticated
// "token_missing", "token_expired" and "token_invalid".
func (t Tokens) Owner(ctx context.Context) (uuid.UUID, error) {
	claims := gateway.Claims(ctx)
	if len(claims) == 0 {
		return uuid.Nil, fault.New(fault.Unauthenticated, "token_missing", "Please sign in.")
	}
	sub, err := t.check(claims)
	if err != nil {
		return uuid.Nil, fault.New(fault.Unauthenticated, "token_invalid", "The access token is not valid.").WithCause(err)
	}
	// Last, so that "expired" is said only of tokens that were good once.
	if expires, err := seconds(claims["exp"]); err != nil || !t.Now().Before(expires) {
		return uuid.Nil, fault.New(fault.Unauthenticated, "token_expired", "The access token has expired.")
	}
	return sub, nil
}

func (t Tokens) check(claims map[string]string) (uuid.UUID, error) {
	for name, want := range map[string]string{"iss": t.Issuer, "client_id": t.ClientID, "token_use": "access"} {
		if claims[name] != want {
			return uuid.Nil, fmt.Errorf("%s is %q", name, claims[name])
		}
	}
	sub, err := uuid.Parse(claims["sub"])
	if err != nil || sub == uuid.Nil {
		return uuid.Nil, errors.New("sub is no UUID")
	}
	if _, err := seconds(claims["exp"]); err != nil {
		return uuid.Nil, errors.New("exp is no time")
	}
	for _, name := range []string{"nbf", "iat"} {
		value, given := claims[name]
		if !given {
			continue
		}
		at, err := seconds(value)
		if err != nil || at.After(t.Now().Add(accesstoken.Leeway)) {
			return uuid.Nil, fmt.Errorf("%s is %q", name, value)
		}
	}
	return sub, nil
}

// seconds reads a NumericDate. The gateway writes numbers as strings, big ones
// at times with an exponent.
func seconds(value string) (time.Time, error) {
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || number < 0 || number > 1e11 {
		return time.Time{}, fmt.Errorf("%q is no time", value)
	}
	return time.Unix(int64(number), 0), nil
}
