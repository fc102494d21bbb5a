package openapi

import (
	"context"
	"net/http"

	"github.com/gorilla/mux"

	"github.com/cruddur/cruddur/platform/accesstoken"
	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// TokenVerifier tells whose an access token is.
type TokenVerifier interface {
	Verify(ctx context.Context, raw string) (accesstoken.Claims, error)
}

var errTokenMissing = fault.New(fault.Unauthenticated, "token_missing", "Sign in first.")

// Authenticate verifies the access token of the operations that need one, and
// of those that take one if there is one. The others ignore it: they answer the
// same to everybody. The claims are in the request's context afterwards, and the
// log and the trace know the caller by a pseudonym.
func (c Contract) Authenticate(tokens TokenVerifier, pseudonyms logging.Pseudonyms) mux.MiddlewareFunc {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			route := c.of(r)
			if route == nil || !takesToken(route) || (!NeedsToken(route) && r.Header.Get("Authorization") == "") {
				next.ServeHTTP(w, r)
				return
			}
			ctx, err := verified(r, tokens)
			if err != nil {
				problem.Write(w, r, err)
				return
			}
			if claims, ok := accesstoken.ClaimsFrom(ctx); ok { //nolint:contextcheck // made from the request's own
				telemetry.NoteUser(ctx, pseudonyms.Of(claims.Subject)) //nolint:contextcheck // made from the request's own
			}
			next.ServeHTTP(w, r.WithContext(ctx)) //nolint:contextcheck // made from the request's own
		})
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
