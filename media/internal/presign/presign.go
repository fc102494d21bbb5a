// Package presign answers the uploads API: it grants leave to upload a file,
// within the quota of the day, and tells how far an upload is.
package presign

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/fault"
)

// Ledger remembers grants and counts them against their owner's quota.
type Ledger interface {
	// Grant records g and counts it. It fails with upload.ErrQuotaExceeded.
	// Repeated for the same grant, it counts once.
	Grant(ctx context.Context, g upload.Grant, quota upload.Quota) error
	// Find returns a grant that is not forgotten at now, or upload.ErrNotFound.
	Find(ctx context.Context, id uuid.UUID, now time.Time) (upload.Grant, error)
}

// Manifests reads what became of uploads. A manifest that isn't there (yet) is
// upload.ErrNotFound.
type Manifests interface {
	Manifest(ctx context.Context, id uuid.UUID) (upload.Manifest, error)
}

// Form is what a browser posts to S3, before the file itself.
type Form struct {
	URL    string
	Fields map[string]string
}

// Signer signs forms: for exactly one key, one type and one size.
type Signer interface {
	Sign(ctx context.Context, g upload.Grant, life time.Duration) (Form, error)
}

// Service is the two use cases of this API.
type Service struct {
	Ledger    Ledger
	Manifests Manifests
	Signer    Signer
	Quota     upload.Quota
	Now       func() time.Time
	NewID     func() (uuid.UUID, error) // default: UUIDv7
}

// Request is what somebody wants to upload.
type Request struct {
	Purpose     upload.Purpose
	ContentType string
	Bytes       int64
}

// Granted is the answer to it.
type Granted struct {
	upload.Grant

	Form      Form
	ExpiresAt time.Time
}

// Create grants leave to upload what was asked for. The form is signed before
// the grant is written, so that what can't be signed isn't counted.
func (s *Service) Create(ctx context.Context, owner uuid.UUID, request Request) (Granted, error) {
	newID := s.NewID
	if newID == nil {
		newID = uuid.NewV7
	}
	id, err := newID()
	if err != nil {
		return Granted{}, fmt.Errorf("make an id: %w", err)
	}
	now := s.Now().UTC()
	grant := upload.Grant{
		Incoming:    upload.Incoming{Purpose: request.Purpose, Owner: owner, ID: id},
		ContentType: request.ContentType, Bytes: request.Bytes, GivenAt: now,
	}
	form, err := s.Signer.Sign(ctx, grant, upload.FormLife)
	if err != nil {
		return Granted{}, unavailable(err)
	}
	err = s.Ledger.Grant(ctx, grant, s.Quota)
	switch {
	case errors.Is(err, upload.ErrQuotaExceeded):
		return Granted{}, quotaFault(now).WithCause(err)
	case err != nil:
		return Granted{}, unavailable(err)
	}
	return Granted{Grant: grant, Form: form, ExpiresAt: now.Add(upload.FormLife).Truncate(time.Second)}, nil
}

// Status is how far an upload is; Manifest is set unless it is pending.
type Status struct {
	upload.Incoming

	State    upload.State
	Manifest upload.Manifest
}

// Find tells how far one's own upload is. Somebody else's is not found.
func (s *Service) Find(ctx context.Context, owner, id uuid.UUID) (Status, error) {
	manifest, err := s.Manifests.Manifest(ctx, id)
	if err == nil {
		found := upload.Incoming{Purpose: manifest.Purpose, Owner: manifest.Owner, ID: id}
		return ownersOnly(Status{Incoming: found, State: manifest.State, Manifest: manifest}, owner)
	}
	if !errors.Is(err, upload.ErrNotFound) {
		return Status{}, unavailable(err)
	}
	grant, err := s.Ledger.Find(ctx, id, s.Now())
	if errors.Is(err, upload.ErrNotFound) {
		return Status{}, notFound()
	}
	if err != nil {
		return Status{}, unavailable(err)
	}
	return ownersOnly(Status{Incoming: grant.Incoming, State: upload.Pending}, owner)
}

func ownersOnly(status Status, caller uuid.UUID) (Status, error) {
	if status.Owner != caller {
		return Status{}, notFound()
	}
	return status, nil
}

func notFound() error {
	return fault.New(fault.NotFound, "upload_not_found", "There is no such upload.")
}

func quotaFault(now time.Time) *fault.Error {
	return fault.New(fault.RateLimited, "upload_quota_exceeded",
		"You have uploaded as much as one person may in a day. Please go on tomorrow.").
		WithRetryAfter(upload.NextDay(now).Sub(now))
}

// unavailable: what we ask is AWS only, and it is worth asking again.
func unavailable(cause error) error {
	return fault.New(fault.Unavailable, "uploads_unavailable", "Uploads don't work right now. Please try again.").
		WithCause(cause)
}
