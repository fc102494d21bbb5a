package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"
	"github.com/gorilla/mux"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
)

var errTokenMissing = fault.New(fault.Unauthenticated, "token_missing", "Sign in first.")

// authenticate verifies the access token of the operations that need one, and
// of those that take one if there is one. The others ignore it: they answer the
// same to everybody.
func authenticate(operations operations, tokens TokenVerifier, pseudonyms logging.Pseudonyms) mux.MiddlewareFunc {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			route := operations.of(r)
			if route == nil || !takesToken(route) || (!needsToken(route) && r.Header.Get("Authorization") == "") {
				next.ServeHTTP(w, r)
				return
			}
			ctx, err := verified(r, tokens)
			if err != nil {
				problem.Write(w, r, err)
				return
			}
			noteCaller(ctx, pseudonyms)           //nolint:contextcheck // made from the request's own
			next.ServeHTTP(w, r.WithContext(ctx)) //nolint:contextcheck // made from the request's own
		})
	}
}

// noteCaller has logs and traces tell requests of one person from another's,
// and not whose they are.
func noteCaller(ctx context.Context, pseudonyms logging.Pseudonyms) {
	if claims, ok := accesstoken.ClaimsFrom(ctx); ok {
		pseudonym := pseudonyms.Of(claims.Subject)
		logging.SetUser(ctx, pseudonym)
		trace.SpanFromContext(ctx).SetAttributes(semconv.EnduserPseudoID(pseudonym))
	}
}

func verified(r *http.Request, tokens TokenVerifier) (context.Context, error) {
	raw, present, err := accesstoken.Bearer(r)
	if err != nil {
		return nil, err
	}
	if !present {
		return nil, errTokenMissing
	}
	claims, err := tokens.Verify(r.Context(), raw)
	if err != nil {
		return nil, err
	}
	return accesstoken.WithRaw(accesstoken.WithClaims(r.Context(), claims), raw), nil
}

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
