// Package signedurl verifies CloudFront's signed URLs with custom policies, as
// CloudFront does for a behaviour with trusted key groups. What it can't judge
// it refuses.
package signedurl

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Query parameters of a signed URL; all of them are CloudFront's own and never
// reach the origin.
const (
	policyParameter    = "Policy"
	signatureParameter = "Signature"
	keyParameter       = "Key-Pair-Id"
	expiresParameter   = "Expires"
	hashParameter      = "Hash-Algorithm"
)

// maxQueryBytes is CloudFront's limit on the length of a URL.
const maxQueryBytes = 8192

// RefusedError says why a request is not let through: Code and Message are what
// CloudFront tells the viewer, the cause is for the log.
type RefusedError struct {
	Code, Message string
	Cause         error
}

// Error is for the log.
func (e *RefusedError) Error() string {
	if e.Cause == nil {
		return "refused as " + e.Code
	}
	return fmt.Sprintf("refused as %s: %v", e.Code, e.Cause)
}

// Unwrap is the cause.
func (e *RefusedError) Unwrap() error { return e.Cause }

func missingKey() *RefusedError {
	return &RefusedError{Code: "MissingKey", Message: "Missing Key-Pair-Id query parameter or cookie value"}
}

func unknownKey() *RefusedError { return &RefusedError{Code: "InvalidKey", Message: "Unknown Key"} }

func malformedPolicy(cause error) *RefusedError {
	return &RefusedError{Code: "MalformedPolicy", Message: "Malformed Policy", Cause: cause}
}

func malformedSignature(cause error) *RefusedError {
	return &RefusedError{Code: "MalformedSignature", Message: "Could not unencode Signature", Cause: cause}
}

func denied(cause error) *RefusedError {
	return &RefusedError{Code: "AccessDenied", Message: "Access denied", Cause: cause}
}

// KeyGroup knows the trusted keys.
type KeyGroup interface {
	// Key returns the key of an id, and whether one is trusted. It fails when
	// that can't be known now.
	Key(ctx context.Context, id string) (key *rsa.PublicKey, trusted bool, err error)
}

// Request is what a viewer asks for.
type Request struct {
	// Base is scheme, host and path, as the viewer wrote them.
	Base string
	// Query is the raw query, signature and all.
	Query string
	// Viewer is where the request comes from.
	Viewer netip.Addr
}

// Verify returns when the leave ends that the request has. It fails with a
// *RefusedError when it has none, and otherwise when it can't be told.
func Verify(ctx context.Context, keys KeyGroup, request Request, now time.Time) (time.Time, error) {
	signed, rest, err := split(request.Query)
	if err != nil {
		return time.Time{}, err
	}
	key, trusted, err := keys.Key(ctx, signed.keyID)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the key: %w", err)
	}
	if !trusted {
		return time.Time{}, unknownKey()
	}
	// CloudFront signs with RSA-SHA1.
	sum := sha1.Sum(signed.policy)
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA1, sum[:], signed.signature); err != nil {
		return time.Time{}, denied(err)
	}
	policy, err := parsePolicy(signed.policy)
	if err != nil {
		return time.Time{}, malformedPolicy(err)
	}
	address := request.Base
	if rest != "" {
		address += "?" + rest
	}
	if err := policy.allows(address, request.Viewer, now); err != nil {
		return time.Time{}, denied(err)
	}
	return policy.end, nil
}

// signedQuery holds CloudFront's parameters, decoded.
type signedQuery struct {
	policy, signature []byte
	keyID             string
}

// split takes CloudFront's parameters out of a query; the rest is as the viewer
// wrote it, because the policy is about that.
func split(query string) (signedQuery, string, error) {
	if len(query) > maxQueryBytes {
		return signedQuery{}, "", malformedPolicy(errors.New("the query is too long"))
	}
	own := map[string]string{}
	var rest []string
	for part := range strings.SplitSeq(query, "&") {
		rawName, rawValue, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil || !isOwn(name) {
			if part != "" {
				rest = append(rest, part)
			}
			continue
		}
		value, err := url.QueryUnescape(rawValue)
		if _, twice := own[name]; err != nil || twice {
			return signedQuery{}, "", malformedPolicy(fmt.Errorf("the parameter %s is there twice, or unreadable", name))
		}
		own[name] = value
	}
	signed, err := decode(own)
	return signed, strings.Join(rest, "&"), err
}

func isOwn(name string) bool {
	switch name {
	case policyParameter, signatureParameter, keyParameter, expiresParameter, hashParameter:
		return true
	}
	return false
}

func decode(own map[string]string) (signedQuery, error) {
	signed := signedQuery{keyID: own[keyParameter]}
	if signed.keyID == "" {
		return signedQuery{}, missingKey()
	}
	// Canned policies are not in use here, and neither are other hashes.
	if _, canned := own[expiresParameter]; canned || own[policyParameter] == "" {
		return signedQuery{}, malformedPolicy(errors.New("there is no custom policy"))
	}
	if hash, named := own[hashParameter]; named && hash != "SHA1" {
		return signedQuery{}, malformedSignature(errors.New("another hash"))
	}
	var err error
	if signed.policy, err = decodeBase64(own[policyParameter]); err != nil {
		return signedQuery{}, malformedPolicy(err)
	}
	if signed.signature, err = decodeBase64(own[signatureParameter]); err != nil || len(signed.signature) == 0 {
		return signedQuery{}, malformedSignature(err)
	}
	return signed, nil
}

// decodeBase64 reads CloudFront's alphabet, which stays as it is in a URL.
func decodeBase64(text string) ([]byte, error) {
	if strings.ContainsAny(text, "+=/\r\n") {
		return nil, errors.New("not in CloudFront's alphabet")
	}
	return base64.StdEncoding.Strict().DecodeString(strings.NewReplacer("-", "+", "_", "=", "~", "/").Replace(text))
}
