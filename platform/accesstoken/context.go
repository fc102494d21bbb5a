package accesstoken

import "context"

type (
	claimsKey struct{}
	rawKey    struct{}
)

// WithClaims returns a context that carries the caller's verified claims.
func WithClaims(ctx context.Context, claims Claims) context.Context {
	return context.WithValue(ctx, claimsKey{}, claims)
}

// ClaimsFrom returns the claims put there by WithClaims; false means that the
// caller is not known.
func ClaimsFrom(ctx context.Context) (Claims, bool) {
	claims, ok := ctx.Value(claimsKey{}).(Claims)
	return claims, ok
}

// WithRaw returns a context that carries the token itself, for calls that are
// made to the identity provider in the caller's name. Never log it.
func WithRaw(ctx context.Context, raw string) context.Context {
	return context.WithValue(ctx, rawKey{}, raw)
}

// RawFrom returns the token put there by WithRaw, or "" and false.
func RawFrom(ctx context.Context) (string, bool) {
	raw, ok := ctx.Value(rawKey{}).(string)
	return raw, ok
}
