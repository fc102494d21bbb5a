package photos

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// rolling is how often photos of messages that stay get new signatures. One
// counts for at least as long, and at most twice as long.
const rolling = 24 * time.Hour

// maxSignatures bounds what is remembered; it begins anew when it is full.
const maxSignatures = 10_000

// Signer signs folders of the site, as package signedurl does.
type Signer interface {
	Sign(folder string, until time.Time) (string, error)
}

// Signatures opens photos. Signing costs a millisecond, so that what was signed
// is remembered until its signature rolls.
type Signatures struct {
	signer Signer // nil where nobody can sign
	now    func() time.Time

	mu   sync.Mutex
	made map[signed]string
}

// signed is what a signature is of.
type signed struct {
	photo uuid.UUID
	until time.Time
}

// NewSignatures returns signatures of a signer; nil for none, and then photos are
// listed but can't be opened.
func NewSignatures(signer Signer, now func() time.Time) *Signatures {
	return &Signatures{signer: signer, now: now, made: map[signed]string{}}
}

// Sign returns where a photo's renditions are, and the query string that opens
// them: until the message ends, or for a day at least.
func (s *Signatures) Sign(photo uuid.UUID, messageEnds *time.Time) (baseURL, signature string, err error) {
	baseURL = "/media/photos/" + photo.String() + "/"
	if s.signer == nil {
		return baseURL, "", nil
	}
	key := signed{photo, s.now().UTC().Truncate(rolling).Add(2 * rolling)}
	if messageEnds != nil && messageEnds.Before(key.until) {
		key.until = messageEnds.UTC()
	}
	s.mu.Lock()
	signature, known := s.made[key]
	s.mu.Unlock()
	if known {
		return baseURL, signature, nil
	}
	if signature, err = s.signer.Sign(baseURL, key.until); err != nil {
		return "", "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.made) >= maxSignatures {
		clear(s.made)
	}
	s.made[key] = signature
	return baseURL, signature, nil
}
