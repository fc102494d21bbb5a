package upload

import (
	"errors"
	"time"
)

// FormLife is how long a form for an upload counts.
const FormLife = 5 * time.Minute

// GrantLife is how long a grant is remembered, which is how long an upload that
// never got a manifest counts as pending: as long as the uploads bucket keeps
// files.
const GrantLife = 24 * time.Hour

// Grant is the leave to upload one file.
type Grant struct {
	Incoming

	ContentType string
	Bytes       int64
	GivenAt     time.Time
}

// Quota is how much one person may upload in a day (UTC).
type Quota struct {
	Uploads int64
	Bytes   int64
}

// Errors of the store of grants.
var (
	// ErrQuotaExceeded says that a grant would be over its owner's quota.
	ErrQuotaExceeded = errors.New("the quota of the day is used up")
	// ErrNotFound says that there is no such grant, or manifest.
	ErrNotFound = errors.New("not found")
)

// Day names the day (UTC) that a grant counts against.
func (g Grant) Day() string { return g.GivenAt.UTC().Format(time.DateOnly) }

// NextDay is when a new quota begins for those who are out of theirs at now.
func NextDay(now time.Time) time.Time {
	return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
}
