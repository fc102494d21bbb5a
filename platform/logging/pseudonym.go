package logging

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// pseudonymLength is in bytes: enough to tell people apart.
const pseudonymLength = 8

// Pseudonyms are what people are called in logs and traces: always the same
// for one person, and nobody's without the key.
type Pseudonyms struct{ key []byte }

// NewPseudonyms makes pseudonyms with a key, of which every environment has one
// of its own. With an empty one they hold for this process only.
func NewPseudonyms(key string) Pseudonyms {
	if key == "" {
		key = rand.Text()
	}
	return Pseudonyms{key: []byte(key)}
}

// Of returns a person's pseudonym.
func (p Pseudonyms) Of(id string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(id))
	return hex.EncodeToString(mac.Sum(nil)[:pseudonymLength])
}
