package cruddur

import (
	"slices"
	"strings"
)

// A handle's length, in characters.
const (
	MinHandleLength = 3
	MaxHandleLength = 20
)

// HandleProblem says why a handle can't be had; empty when it can.
type HandleProblem string

// Reasons against a handle: stable, part of the API.
const (
	HandleTooShort      HandleProblem = "too_short"
	HandleTooLong       HandleProblem = "too_long"
	HandleBadCharacters HandleProblem = "bad_characters"
	HandleReserved      HandleProblem = "reserved"
	HandleTaken         HandleProblem = "taken"
)

// reservedHandles would let a person pose as the product or its operators.
// Sorted, in lower case.
var reservedHandles = []string{
	"about", "abuse", "admin", "administrator", "api", "billing", "cruddur", "everyone",
	"help", "here", "info", "legal", "mod", "moderator", "nobody", "official", "operator",
	"postmaster", "privacy", "root", "safety", "security", "staff", "status", "support",
	"system", "team", "terms", "webmaster",
}

// CheckHandle says what speaks against a handle by its spelling alone; whether
// it is taken only the store knows.
func CheckHandle(handle string) HandleProblem {
	for _, c := range handle {
		if !handleCharacter(c) {
			return HandleBadCharacters
		}
	}
	switch {
	case len(handle) < MinHandleLength:
		return HandleTooShort
	case len(handle) > MaxHandleLength:
		return HandleTooLong
	}
	if _, reserved := slices.BinarySearch(reservedHandles, strings.ToLower(handle)); reserved {
		return HandleReserved
	}
	return ""
}

func handleCharacter(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
