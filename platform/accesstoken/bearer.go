package accesstoken

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Bearer returns the token of the Authorization header. The bool is false if
// there is no such header. A header that holds anything but one bearer token
// is the fault Unauthenticated "token_invalid".
func Bearer(r *http.Request) (string, bool, error) {
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return "", false, nil
	}
	if len(values) > 1 {
		return "", true, invalid(fmt.Errorf("%d Authorization headers", len(values)))
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", true, invalid(errors.New("the Authorization header has another scheme"))
	}
	token = strings.Trim(token, " ")
	if token == "" || len(token) > MaxTokenBytes || strings.ContainsFunc(token, notInToken) {
		return "", true, invalid(errors.New("the Authorization header holds no bearer token"))
	}
	return token, true, nil
}

// notInToken reports characters outside RFC 6750's b64token.
func notInToken(c rune) bool {
	alphanumeric := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	return !alphanumeric && !strings.ContainsRune("-._~+/=", c)
}
